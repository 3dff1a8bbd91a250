import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import {
  changeVault,
  createVault,
  openVault,
  readVaultState,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

export const proof = { password: 'four random words here', deriveKey: deriveFast }
export const next = { password: 'four other words there', deriveKey: deriveFast }
/** Another one for each test, by `makeCopiedVault`. */
export let vault: MemoryVault

export const save = (id: string) =>
  changeVault(
    vault.environment,
    addAccount(makeAccount({ issuer: `Issuer ${id}`, secret: new TextEncoder().encode(`secret of ${id}`) }), {
      id,
      site: null,
      addedAt: 1,
    }),
  )
export const look = () => readVaultState(vault.environment).catch((error: unknown) => error)
export const listIds = async () => {
  const opened = await openVault(vault.environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : opened.status
}
/** As a browser does that throws away a database with a flipped byte. */
export const loseDatabase = () => {
  vault.stored.revisions.clear()
  vault.stored.header = undefined
  vault.stored.copy = undefined
}
export function flip(bytes: Uint8Array, bit: number): void {
  const index = Math.floor(bit / 8) % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ (1 << (bit % 8))
}
/** What is not waited for. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 20))

/** A vault with the account `a`, and its second copy. */
export async function makeCopiedVault(): Promise<void> {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  await save('a')
  await settle()
}
