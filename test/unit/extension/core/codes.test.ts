import { describe, expect, it } from 'vitest'
import { readCurrentCode } from '../../../../extension/src/core/codes.ts'
import { makeAccount } from './make-account.ts'

// Codes of RFC 6238 appendix B, cut to eight digits there as here.
const account = makeAccount({ digits: 8 })

describe('the current code', () => {
  it('is the one of the step, with the one after it', () => {
    expect(readCurrentCode(account, 1_111_111_109_000)).toEqual({
      code: '07081804',
      next: '14050471',
      secondsLeft: 1,
      period: 30,
    })
    expect(readCurrentCode(account, 1_111_111_111_000).code).toBe('14050471')
  })

  it('lasts its whole period from the first millisecond to the last', () => {
    expect(readCurrentCode(account, 60_000).secondsLeft).toBe(30)
    expect(readCurrentCode(account, 89_999).secondsLeft).toBe(1)
    expect(readCurrentCode(account, 89_999).code).toBe(readCurrentCode(account, 60_000).code)
  })
})
