import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { writeBackupFile } from '../../../../extension/src/core/vault/backup-file.ts'
import { createContents } from '../../../../extension/src/core/vault/contents.ts'
import { VaultError } from '../../../../extension/src/core/vault/errors.ts'
import { explainUnopened, readChosenBackup } from '../../../../extension/src/manager/read-chosen-backup.ts'
import { deriveFast } from '../core/vault/memory-vault.ts'

const asFile = (text: string) => new File([text], 'backup.json')

it('reads a backup, and says of anything else why there is nothing to open', async () => {
  const text = await writeBackupFile(createContents(), {
    password: 'five words for the file',
    deriveKey: deriveFast,
    createdAt: 5,
  })
  expect(await readChosenBackup(asFile(text))).toMatchObject({ status: 'backup', file: { createdAt: 5 } })
  const weak = text.replace(/"memory": \d+/, '"memory": 8')
  for (const [file, because] of [
    [asFile('{}'), 'backupNotOne'],
    [asFile(weak), 'backupRefused'],
    [{ size: 2 ** 30, text: () => Promise.reject(new Error('It was read.')) }, 'backupNotOne'],
    [{ size: 5, text: () => Promise.reject(new DOMException('', 'NotReadableError')) }, 'backupUnreadable'],
  ] as const) {
    expect(await readChosenBackup(file)).toEqual({ status: 'refused', because })
  }
})

it('never says of a backup what is said of the vault', () => {
  const english = JSON.parse(
    readFileSync(new URL('../../../../extension/public/_locales/en/messages.json', import.meta.url), 'utf8'),
  )
  const sentences = [
    new VaultError('unsupported_format', ''),
    new VaultError('damaged', ''),
    new Error('out of memory'),
  ].map((error) => english[explainUnopened(error)].message)
  expect(new Set(sentences).size).toBe(3)
  for (const sentence of sentences) expect(sentence).not.toMatch(/vault/i)
})
