import type { Bytes } from '../core/vault/bytes.ts'
import type { DeriveKey } from '../core/vault/kdf.ts'
import { runWorker } from './run-worker.ts'

let waiting: Worker | null = null

/** Starts a worker in advance, for views in which somebody is about to type a password. */
export function prepareDerivation(): void {
  waiting ??= startWorker()
}

/** Derives in a worker of its own, which is ended afterwards together with the memory that it took. */
export const deriveKeyInWorker: DeriveKey = (password, salt, parameters) => {
  const worker = waiting ?? startWorker()
  waiting = null
  return runWorker<Bytes>(worker, { password, salt, parameters }, [password.buffer])
}

function startWorker(): Worker {
  return new Worker(new URL('./derive-key.worker.ts', import.meta.url), { type: 'module' })
}
