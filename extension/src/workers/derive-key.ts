import type { Bytes } from '../core/vault/bytes.ts'
import type { DeriveKey } from '../core/vault/kdf.ts'
import { runWorker } from './run-worker.ts'

/** Derives in a worker of its own, which is ended afterwards together with the memory that it took. */
export const deriveKeyInWorker: DeriveKey = (password, salt, parameters) => {
  const worker = new Worker(new URL('./derive-key.worker.ts', import.meta.url), { type: 'module' })
  return runWorker<Bytes>(worker, { password, salt, parameters }, [password.buffer])
}
