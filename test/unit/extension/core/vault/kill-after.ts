import type { VaultEnvironment } from '../../../../../extension/src/core/vault/environment.ts'

/** Does so many things on the disk, and nothing after that, as where the browser is killed. */
export function killAfter(environment: VaultEnvironment, steps: number): VaultEnvironment {
  let left = steps
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name)
        if (typeof method !== 'function') return method
        return (...given: unknown[]) => (left-- > 0 ? method(...given) : Promise.reject(new Error('killed')))
      },
    })
  const { storage, local } = environment
  return { ...environment, storage: wrap(storage), local: wrap(local) }
}
