import { describe, expect, it } from 'vitest'
import { addAccounts } from '../../../../extension/src/core/add-accounts.ts'
import { createContents } from '../../../../extension/src/core/vault/contents.ts'
import { makeAccount } from './make-account.ts'

describe('accounts of an export', () => {
  it('come in together, without a site, and none of them twice', () => {
    const known = makeAccount({ id: 'known', secret: Uint8Array.of(1) })
    const before = { ...createContents(), accounts: [known] }
    const coming = [1, 2, 3, 2].map((byte) =>
      makeAccount({ issuer: `new ${byte}`, secret: Uint8Array.of(byte) }),
    )
    let id = 0
    const { contents, result } = addAccounts(
      coming.map((account) => ({ account })),
      { makeId: () => `id ${id++}`, addedAt: 5 },
    )(before)
    expect(result).toEqual({ added: 2, duplicates: 2 })
    expect(contents.accounts.map(({ issuer }) => issuer)).toEqual([known.issuer, 'new 2', 'new 3'])
    expect(contents.accounts.slice(1).every(({ site, addedAt }) => site === null && addedAt === 5)).toBe(true)
    expect(new Set(contents.accounts.map((account) => account.id)).size).toBe(3)
  })

  it('come in whole, though what was scanned is overwritten before they are written', () => {
    const coming = makeAccount({ secret: Uint8Array.of(1, 2, 3) })
    const add = addAccounts([{ account: coming }], { makeId: () => 'id', addedAt: 5 })
    coming.secret.fill(0)
    const { contents } = add(createContents())
    expect(contents.accounts.map(({ secret }) => secret)).toEqual([Uint8Array.of(1, 2, 3)])
  })

  it('take the place of another key where that was chosen for one of them, and of no other', () => {
    const old = ['a', 'b'].map((id, index) =>
      makeAccount({ id, issuer: id, note: `of ${id}`, secret: Uint8Array.of(index) }),
    )
    const coming = old.map((account, index) => ({
      account: { ...account, secret: Uint8Array.of(8 + index) },
      instead: index === 0 ? account.id : undefined,
    }))
    let id = 0
    const { contents, result } = addAccounts(coming, { makeId: () => `new ${id++}`, addedAt: 5 })({
      ...createContents(),
      accounts: old,
    })
    expect(result).toEqual({ added: 2, duplicates: 0 })
    expect(contents.accounts.map(({ id, note }) => [id, note])).toEqual([
      ['new 0', 'of a'],
      ['b', 'of b'],
      ['new 1', ''],
    ])
    expect(contents.trash).toEqual([{ account: old[0], trashedAt: 5 }])
  })
})
