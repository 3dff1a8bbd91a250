import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addAccount } from '../../../../../extension/src/core/accounts.ts'
import type { VaultRevision } from '../../../../../extension/src/core/vault/records.ts'
import { renewVaultKey } from '../../../../../extension/src/core/vault/renew-key.ts'
import { readSecondCopy } from '../../../../../extension/src/core/vault/second-copy.ts'
import { changePassword } from '../../../../../extension/src/core/vault/unlock-ways.ts'
import {
  changeVault,
  createVault,
  lockVault,
  openVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault, type StoredVault } from './memory-vault.ts'

type Act = 'add' | 'password' | 'key'
interface State {
  stored: StoredVault
  local: Record<string, unknown>
  password: string
  ids: string[]
}

const proofOf = (password: string) => ({ password, deriveKey: deriveFast })
const settle = () => new Promise((resolve) => setTimeout(resolve, 5))
const listIds = async ({ environment }: MemoryVault) => {
  const opened = await openVault(environment)
  return opened.status === 'open' ? opened.contents.accounts.map(({ id }) => id) : opened.status
}

/** What both places hold after each of the acts; every password is another one. */
async function live(acts: Act[]): Promise<State[]> {
  const vault = createMemoryVault()
  const { environment } = vault
  let [password, ids] = ['password 0', [] as string[]]
  await createVault(environment, proofOf(password))
  const states: State[] = []
  for (const [index, act] of [null, ...acts].entries()) {
    const secret = new TextEncoder().encode(`secret ${index}`)
    const account = { id: `${index}`, site: null, addedAt: 1 }
    if (act === 'add') {
      await changeVault(environment, addAccount(makeAccount({ secret }), account))
      ids = [...ids, `${index}`]
    } else if (act === 'password') {
      await changePassword(environment, proofOf(password), proofOf(`password ${index}`))
      password = `password ${index}`
    } else if (act === 'key') await renewVaultKey(environment, proofOf(password))
    await settle()
    states.push({ ...structuredClone({ stored: vault.stored, local: vault.local }), password, ids })
  }
  return states
}

const flip = (bytes: Uint8Array, at: number) =>
  bytes.set([(bytes[at % bytes.length] ?? 0) ^ 1], at % bytes.length)
const brokenList = 'the list of ways in both copies'
const inDatabase: Record<string, (stored: StoredVault, at: number) => unknown> = {
  nothing: () => null,
  'the newest revision': ({ revisions }, at) =>
    flip((revisions.get(Math.max(...revisions.keys())) as VaultRevision).ciphertext, at),
  'every revision': ({ revisions }, at) => {
    for (const record of revisions.values()) flip((record as VaultRevision).ciphertext, at)
  },
  'what can be read of the revisions': ({ revisions }) => {
    for (const number of revisions.keys()) revisions.set(number, null)
  },
  'the newest two revisions, which are gone': ({ revisions }) => {
    for (const number of [...revisions.keys()].toSorted((a, b) => b - a).slice(0, 2)) revisions.delete(number)
  },
  [brokenList]: ({ header, copy }, at) => {
    for (const each of [header, copy]) flip((each as { mac: Uint8Array }).mac, at)
  },
}
const inCopy: Record<string, (local: Record<string, unknown>) => unknown> = {
  nothing: () => null,
  'the mark': (local) => Object.assign(local, { vaultCopy: { revision: 'x' } }),
  'the mark, which is gone': (local) => delete local.vaultCopy,
  'the revision': (local) =>
    Object.assign(local.vaultCopyRevision as object, { ciphertext: { bytes: 'AAAA' } }),
  'the header': (local) => Object.assign(local.vaultCopyHeader as object, { mac: { bytes: 'AAAA' } }),
  all: (local) => Object.assign(local, { vaultCopy: 1, vaultCopyHeader: 2, vaultCopyRevision: 3 }),
}

/** Two places, of which either may be of any earlier time, and the earlier one damaged besides. */
const mixes = fc.record({
  acts: fc.array(fc.constantFrom<Act>('add', 'add', 'password', 'key'), { minLength: 1, maxLength: 5 }),
  times: fc.tuple(fc.nat({ max: 5 }), fc.nat({ max: 5 })),
  damage: fc.constantFrom(...Object.keys(inDatabase)),
  copyDamage: fc.constantFrom(...Object.keys(inCopy)),
  at: fc.nat({ max: 500 }),
})

it('whatever either place was put back to, and however the earlier one is damaged, the later one is the vault', async () => {
  await fc.assert(
    fc.asyncProperty(mixes, async ({ acts, times, damage, copyDamage, at }) => {
      const states = await live(acts)
      const [inPlace, copied] = times.map((time) => Math.min(time, acts.length)) as [number, number]
      const latest = states[Math.max(inPlace, copied)] as State
      const { stored } = structuredClone(states[inPlace]) as State
      const { local } = structuredClone(states[copied]) as State
      if (copied >= inPlace) inDatabase[damage]?.(stored, at)
      else inCopy[copyDamage]?.(local)
      const vault = createMemoryVault(stored)
      Object.assign(vault.local, local)
      const { environment } = vault

      for (const password of new Set(states.map((state) => state.password))) {
        if (password === latest.password) continue
        const answer = await unlockVault(environment, proofOf(password)).catch(({ code }) => ({
          status: code,
        }))
        expect(['wrong', 'way_damaged']).toContain(answer.status)
        expect(vault.session.vaultKey).toBeUndefined()
        delete vault.local.unlockAttempts
      }
      const answer = await unlockVault(environment, proofOf(latest.password))
      expect(answer.status).toBe('unlocked')
      const isPutBack = acts.slice(inPlace, copied).some((act) => act !== 'add')
      // An earlier list that is broken besides may as well be a broken later one.
      if (damage !== brokenList || copied < inPlace) expect('wasRolledBack' in answer).toBe(isPutBack)
      expect(await listIds(vault)).toEqual(latest.ids)
      await vault.runLater()
      await settle()
      const { header, revisions } = structuredClone(vault.stored)
      expect(await readSecondCopy(environment)).toMatchObject({
        header,
        revision: revisions.get(Math.max(...revisions.keys())) as object,
      })
      await lockVault(environment)
      expect(await unlockVault(environment, proofOf(latest.password))).toEqual({ status: 'unlocked' })
      expect(await listIds(vault)).toEqual(latest.ids)
    }),
    { numRuns: 100 },
  )
}, 60_000)
