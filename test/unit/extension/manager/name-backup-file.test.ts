import { expect, it } from 'vitest'
import { nameBackupFile } from '../../../../extension/src/manager/name-backup-file.ts'

it('a backup file is named for the day that it was made on, so that names sort as days do', () => {
  const early = nameBackupFile(new Date(2026, 0, 5, 23, 59).getTime())
  const late = nameBackupFile(new Date(2026, 10, 22, 0, 1).getTime())
  expect(early).toBe('countersign-backup-2026-01-05.json')
  expect(late).toBe('countersign-backup-2026-11-22.json')
  expect([late, early].sort()).toEqual([early, late])
})
