import { expect } from '@playwright/test'
import { countRecoveryCodes, readEntries, readFactors, readSessions } from '../own-records.ts'
import type { Stage } from '../stage.ts'

const ANNA = 'anna@harbour.example'

/** What is written down when the story has been told: the record, the database and the mails. */
export async function expectStoryRecords({ site, words }: Stage): Promise<void> {
  const types = readEntries(site, 'anna').map(({ type }) => type)
  expect(types).toEqual(
    expect.arrayContaining(['two_factor.enabled', 'login.verified', 'recovery_code.used', 'code.rejected']),
  )
  expect(readFactors(site, 'anna').map(({ type }) => type)).toEqual(['totp'])
  expect(countRecoveryCodes(site, 'anna')).toEqual({ all: 10, used: 1 })
  expect(readSessions(site, 'anna')).toEqual([])
  const subjects = await site.mailSubjects(ANNA)
  expect(subjects).toEqual(expect.arrayContaining([words.site.enabledSubject, words.site.recoverySubject]))
}
