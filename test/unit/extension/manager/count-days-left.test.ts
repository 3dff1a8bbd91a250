import { describe, expect, it } from 'vitest'
import { findTrashEnd } from '../../../../extension/src/core/vault/trash.ts'
import { countDaysLeft } from '../../../../extension/src/manager/count-days-left.ts'
import { makeAccount } from '../core/make-account.ts'

const hour = 60 * 60_000
const trashedAt = Date.UTC(2026, 10, 22)
const end = findTrashEnd({ account: makeAccount(), trashedAt })

describe('the days that an account stays in the trash', () => {
  it('are 30 when it was just removed', () => {
    expect(countDaysLeft(end, trashedAt)).toBe(30)
  })

  it('count the day that has begun', () => {
    expect(countDaysLeft(end, trashedAt + hour)).toBe(30)
    expect(countDaysLeft(end, end - hour)).toBe(1)
  })

  it('are never less than none', () => {
    expect(countDaysLeft(end, end)).toBe(0)
    expect(countDaysLeft(end, end + 72 * hour)).toBe(0)
  })
})
