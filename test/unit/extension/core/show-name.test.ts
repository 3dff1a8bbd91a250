import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameAccount, sortAccounts } from '../../../../extension/src/core/accounts.ts'
import { showName } from '../../../../extension/src/core/show-name.ts'
import { makeAccount } from './make-account.ts'

describe('a name that is shown', () => {
  it('can neither leave its isolation nor turn what stands around it', () => {
    expect(showName('Bank\u2069 \u202Eknab')).toBe('Bank[U+2069] [U+202E]knab')
    expect(nameAccount(makeAccount({ issuer: 'a\u2066b\nc' }))).toBe('a[U+2066]b[U+000A]c')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(showName(name)).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u2028\u2029\p{Cc}]/u)
      }),
    )
  })

  it('is as it was written when it does none of that', () => {
    for (const name of ['Harbour Practice', 'بنك الميناء\u200F', '👩‍⚕️ Åre', 'x'.repeat(256)]) {
      expect(showName(name)).toBe(name)
    }
  })

  it('is no longer than a code can have it, and is not cut within a character', () => {
    const shown = showName('x'.repeat(254) + '👋'.repeat(50_000))
    expect(shown).toBe(`${'x'.repeat(254)}…`)
    expect(shown.isWellFormed()).toBe(true)
  })

  it('is sorted by all of it', () => {
    const accounts = ['b', 'a'].map((last) => makeAccount({ id: last, issuer: 'x'.repeat(300) + last }))
    expect(sortAccounts(accounts, 'en').map(({ id }) => id)).toEqual(['a', 'b'])
  })
})
