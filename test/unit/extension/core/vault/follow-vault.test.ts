import { beforeEach, describe, expect, it } from 'vitest'
import { editAccount } from '../../../../../extension/src/core/account-changes.ts'
import { trashAccounts } from '../../../../../extension/src/core/trash-changes.ts'
import {
  type FollowedVault,
  followVault,
  type VaultView,
} from '../../../../../extension/src/core/vault/follow-vault.ts'
import {
  changeVault,
  createVault,
  lockVault,
  unlockVault,
} from '../../../../../extension/src/core/vault/vault.ts'
import { makeAccount } from '../make-account.ts'
import { createMemoryVault, deriveFast, type MemoryVault } from './memory-vault.ts'

const proof = { password: 'four random words here', deriveKey: deriveFast }
let vault: MemoryVault
let views: VaultView[]
let followed: FollowedVault

const shown = () => views.at(-1)
const shownContents = () => {
  const view = shown()
  if (view?.state !== 'open') throw new Error('not open')
  return view.contents
}
/** Lets the next call of a storage method through only when told. */
function hold(name: 'add' | 'readHead'): { reached: Promise<void>; letGo: () => void } {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const { storage } = vault.environment
  const run = storage[name] as (...given: unknown[]) => Promise<unknown>
  const held = async (...given: unknown[]) => {
    Object.assign(storage, { [name]: run })
    const result = await run(...given)
    reached.resolve()
    await gate.promise
    return result
  }
  Object.assign(storage, { [name]: held })
  return { reached: reached.promise, letGo: gate.resolve }
}
async function save() {
  const changed = await changeVault(vault.environment, editAccount('a1', { note: 'mine' }, 1))
  if (changed.status === 'saved') await followed.setContents(changed.contents)
}

beforeEach(async () => {
  vault = createMemoryVault()
  await createVault(vault.environment, proof)
  const secret = new Uint8Array(20).fill(9)
  await changeVault(vault.environment, (contents) => ({
    contents: { ...contents, accounts: [makeAccount(), makeAccount({ id: 'a2', secret })] },
    result: null,
  }))
  views = []
  followed = followVault(vault.environment, (view) => views.push(view))
  await followed.refresh()
})

describe('a followed vault', () => {
  it('shows what a change led to', async () => {
    await save()
    expect(shownContents().accounts[0]?.note).toBe('mine')
  })

  it('stays locked when a save that began before the lock ends after it', async () => {
    const held = hold('add')
    const saving = save()
    await held.reached
    await lockVault(vault.environment)
    await followed.refresh()
    held.letGo()
    await saving
    expect(shown()).toEqual({ state: 'locked' })
  })

  it('stays locked when a look that began before the lock ends after it', async () => {
    await changeVault({ ...vault.environment }, editAccount('a1', { note: 'elsewhere' }, 1))
    const held = hold('readHead')
    const looking = followed.refresh()
    await held.reached
    await lockVault(vault.environment)
    await followed.refresh()
    held.letGo()
    await looking
    expect(shown()).toEqual({ state: 'locked' })
  })

  it('shows no overwritten secret when it was locked and unlocked while something was being saved', async () => {
    const held = hold('add')
    const saving = save()
    await held.reached
    await lockVault(vault.environment)
    await followed.refresh()
    await unlockVault(vault.environment, proof)
    await followed.refresh()
    held.letGo()
    await saving
    expect(shownContents().accounts.map(({ secret }) => secret)).toEqual([
      makeAccount().secret,
      new Uint8Array(20).fill(9),
    ])
    expect(shownContents().accounts[0]?.note).toBe('mine')
  })

  it('overwrites the secrets that it showed when it is locked, those in the trash too', async () => {
    const [kept = '', removed = ''] = shownContents().accounts.map(({ id }) => id)
    const changed = await changeVault(vault.environment, trashAccounts([removed], vault.clock.now))
    if (changed.status === 'saved') await followed.setContents(changed.contents)
    const { accounts, trash } = shownContents()
    expect([accounts.map(({ id }) => id), trash.map(({ account }) => account.id)]).toEqual([
      [kept],
      [removed],
    ])
    await lockVault(vault.environment)
    await followed.refresh()
    const secrets = [...accounts, ...trash.map(({ account }) => account)].map(({ secret }) => secret)
    expect(secrets).toEqual([new Uint8Array(20), new Uint8Array(20)])
  })
})
