import { describe, expect, it } from 'vitest'
import { chooseOrder, moveAccount } from '../../../../extension/src/core/account-order.ts'
import { sortAccounts } from '../../../../extension/src/core/accounts.ts'
import type { VaultContents } from '../../../../extension/src/core/vault/contents.ts'
import { makeAccount, makeContents } from './make-account.ts'

const [mole, quay, ark, boat] = [
  makeAccount({ id: 'mole', issuer: 'Mole' }),
  makeAccount({ id: 'quay', issuer: 'Quay' }),
  makeAccount({ id: 'ark', issuer: 'Ark' }),
  makeAccount({ id: 'boat', issuer: 'Boat', pinned: true }),
]
const four = makeContents([mole, quay, ark, boat])
const show = ({ accounts, settings }: VaultContents) =>
  sortAccounts(accounts, 'en', settings.order).map(({ id }) => id)

describe('moving an account', () => {
  it('begins with the order that is shown, and makes it the person’s own', () => {
    expect(show(four)).toEqual(['boat', 'ark', 'mole', 'quay'])
    const { contents, result } = moveAccount('quay', -1, 'en')(four)
    expect(result).toEqual({ status: 'moved', place: 3, of: 4 })
    expect(contents.settings.order).toBe('own')
    expect(show(contents)).toEqual(['boat', 'ark', 'quay', 'mole'])
    expect(show(moveAccount('quay', 1, 'en')(contents).contents)).toEqual(['boat', 'ark', 'mole', 'quay'])
    expect(contents.accounts.toSorted()).toHaveLength(4)
  })

  it('keeps what another window added meanwhile where it stands', () => {
    const moved = moveAccount('quay', -1, 'en')(four).contents
    const added = { ...moved, accounts: [...moved.accounts, makeAccount({ id: 'new', issuer: 'Aft' })] }
    expect(show(moveAccount('ark', 1, 'en')(added).contents)).toEqual(['boat', 'quay', 'ark', 'mole', 'new'])
  })

  it('ends at the ends of the list and at the pinned ones, and then writes nothing', () => {
    for (const [id, by] of [
      ['quay', 1],
      ['ark', -1],
      ['boat', 1],
      ['boat', -1],
    ] as const) {
      expect(moveAccount(id, by, 'en')(four)).toEqual({ contents: four, result: { status: 'end' } })
    }
  })

  it('of an account that is gone moves nothing', () => {
    expect(moveAccount('none', 1, 'en')(four).result).toEqual({ status: 'gone' })
    expect(moveAccount('none', 1, 'en')(four).contents).toBe(four)
  })
})

describe('the order', () => {
  it('is by name or the person’s own, and choosing one loses the other never', () => {
    const moved = moveAccount('quay', -1, 'en')(four).contents
    const byName = chooseOrder('name')(moved).contents
    expect(show(byName)).toEqual(['boat', 'ark', 'mole', 'quay'])
    expect(show(chooseOrder('own')(byName).contents)).toEqual(show(moved))
    expect(chooseOrder('name')(byName).contents).toBe(byName)
  })
})
