import { generateHotp, generateTotp } from 'countersign/otp'
import { expect, it } from 'vitest'
import { produceCode } from '../../../../extension/src/core/produce-code.ts'
import { changeVault, createVault, openVault } from '../../../../extension/src/core/vault/vault.ts'
import { makeAccount, makeContents } from './make-account.ts'
import { createMemoryVault, deriveFast } from './vault/memory-vault.ts'

async function createWith(account = makeAccount()) {
  const vault = createMemoryVault()
  await createVault(vault.environment, { password: 'four random words', deriveKey: deriveFast })
  await changeVault(vault.environment, () => ({ contents: makeContents([account]), result: null }))
  return vault
}

it('gives the code of the moment and writes nothing', async () => {
  const account = makeAccount()
  const { environment, stored } = await createWith(account)
  const revisions = stored.revisions.size
  expect(await produceCode(environment, account, 59_000)).toEqual({
    status: 'produced',
    code: generateTotp(account, 59_000),
  })
  expect(stored.revisions.size).toBe(revisions)
})

it('gives each counter once, even when asked twice at the same time with an old account', async () => {
  const account = makeAccount({ type: 'hotp', counter: 7 })
  const { environment } = await createWith(account)
  const produced = await Promise.all([
    produceCode(environment, account, 0),
    produceCode(environment, account, 0),
  ])
  const codes = produced.map((one) => (one.status === 'produced' ? one.code : one.status))
  expect(codes.toSorted()).toEqual([generateHotp(account, 7), generateHotp(account, 8)].toSorted())
  expect(await openVault(environment)).toMatchObject({ contents: { accounts: [{ counter: 9 }] } })
})

it('gives no counted code while the vault is locked, and none that was not saved', async () => {
  const account = makeAccount({ type: 'hotp', counter: 7 })
  const { environment, session } = await createWith(account)
  session.vaultKey = undefined
  expect(await produceCode(environment, account, 0)).toEqual({ status: 'locked' })
})

it('gives the right counted code when the view overwrites its secrets while the counter is being saved', async () => {
  const { environment, stored } = await createWith(makeAccount({ type: 'hotp', counter: 7 }))
  const opened = await openVault(environment)
  if (opened.status !== 'open') throw new Error('locked')
  const { add } = environment.storage
  environment.storage.add = async (revision) => {
    const added = await add(revision)
    for (const { secret } of opened.contents.accounts) secret.fill(0)
    return added
  }
  const [account = makeAccount()] = opened.contents.accounts
  const produced = await produceCode(environment, account, 0)
  expect(produced).toMatchObject({ status: 'produced', code: generateHotp(makeAccount({ type: 'hotp' }), 7) })
  expect(stored.revisions.size).toBe(3)
})
