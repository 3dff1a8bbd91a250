import type { Bytes } from '../core/vault/bytes.ts'
import { wipe } from '../core/vault/bytes.ts'
import type { KdfParameters } from '../core/vault/kdf.ts'
import { deriveWithArgon2, prepareArgon2 } from './argon2.ts'

export interface DeriveRequest {
  password: Bytes
  salt: Bytes
  parameters: KdfParameters
}

const worker = globalThis as unknown as DedicatedWorkerGlobalScope

worker.onmessage = async ({ data }: MessageEvent<DeriveRequest>) => {
  const key = await deriveWithArgon2(data.password, data.salt, data.parameters)
  wipe(data.password)
  worker.postMessage(key, [key.buffer])
}

// A rejected promise does not reach the one who waits for this worker; an error does.
worker.addEventListener('unhandledrejection', ({ reason }) => {
  throw reason
})

void prepareArgon2()
