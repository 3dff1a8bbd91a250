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
    const { contents, result } = addAccounts(coming, { makeId: () => `id ${id++}`, addedAt: 5 })(before)
    expect(result).toEqual({ added: 2, duplicates: 2 })
    expect(contents.accounts.map(({ issuer }) => issuer)).toEqual([known.issuer, 'new 2', 'new 3'])
    expect(contents.accounts.slice(1).every(({ site, addedAt }) => site === null && addedAt === 5)).toBe(true)
    expect(new Set(contents.accounts.map((account) => account.id)).size).toBe(3)
  })

  it('come in whole, though what was scanned is overwritten before they are written', () => {
    const coming = makeAccount({ secret: Uint8Array.of(1, 2, 3) })
    const add = addAccounts([coming], { makeId: () => 'id', addedAt: 5 })
    coming.secret.fill(0)
    const { contents } = add(createContents())
    expect(contents.accounts.map(({ secret }) => secret)).toEqual([Uint8Array.of(1, 2, 3)])
  })
})
