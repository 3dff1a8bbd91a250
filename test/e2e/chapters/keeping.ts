import { writeBackupFile } from '../../../extension/src/core/vault/backup-file.ts'
import { createContents } from '../../../extension/src/core/vault/contents.ts'
import { deriveWithArgon2 } from '../../../extension/src/workers/argon2.ts'
import { makeAccount } from '../../unit/extension/core/make-account.ts'
import { VAULT_PASSWORD } from '../stage.ts'
import { chooseFile, goTo, showManager } from '../steps/manager.ts'
import { openPopup } from '../steps/vault.ts'
import type { Chapter } from './chapter.ts'
import { showOtherSite } from './show-page.ts'

const LOST = 'Harbour Letters'

export const KEEPING: Chapter = {
  name: 'nothing-is-lost',
  title: 'Nothing is lost',
  about:
    'What is removed waits in a trash, earlier versions of the vault are kept, and a backup file opens without this extension too. Several ways to unlock, each added and removed by itself.',
  steps: [
    {
      name: 'An account in the trash, with a way back',
      shows: 'popup',
      async run(stage) {
        const { page, words } = stage
        await page.press(words.popup.save)
        await page.waitForText(words.popup.saved(LOST))
        await showOtherSite(page, '<h1>Opening hours</h1><p>Monday to Friday, 9 to 17.</p>')
        const popup = await openPopup(stage)
        await popup.press(`Details, ${LOST}, anna`, { within: LOST })
        await popup.press('Move to trash')
        const [sentence] = await popup.waitForText(`${LOST} is in the trash for 30 days.`)
        return sentence
      },
    },
    {
      name: 'The manager',
      shows: 'page',
      async run(stage) {
        const { page, popup } = stage
        if (!popup) throw new Error('The popup is not open.')
        await showManager(page, popup)
        stage.popup = null
        await page.press(/Bakery/)
        await page.waitFor('heading', 'Bakery')
        return 'a page for what a popup is too small for'
      },
    },
    {
      name: 'Trash and earlier versions',
      shows: 'page',
      height: 1250,
      async run({ page }) {
        await goTo(page, 'Trash and history')
        await page.waitFor('button', `Take back ${LOST}`)
        return 'ten versions, with what each changed'
      },
    },
    {
      name: 'What going back would change',
      shows: 'page',
      async run({ page }) {
        await page.press(/^Go back to/, { within: new RegExp(`Added: \\S*${LOST}`) })
        const [sentence] = await page.waitForText('Compared with what is here now:')
        return sentence
      },
    },
    {
      name: 'A backup file',
      shows: 'page',
      async run({ page }) {
        await page.press('Cancel')
        await goTo(page, 'Backup')
        // Where the file would go is the browser's business.
        await page.evaluate(`document.addEventListener('click', (event) => {
          if (event.target.download) event.preventDefault()
        }, true)`)
        await page.fill('Current password', VAULT_PASSWORD)
        await page.press('Make a backup file')
        const [sentence] = await page.waitForText(/countersign-backup-\d{4}-\d\d-\d\d\.json was made\./)
        return sentence
      },
    },
    {
      name: 'A backup is looked at before it is restored',
      shows: 'page',
      height: 1100,
      async run({ page }) {
        await chooseFile(page, 'countersign-backup-2026-11-01.json', await writeBackup())
        await page.fill('Password of the backup', VAULT_PASSWORD)
        await page.press('Open')
        await page.waitForText(/Added: \S*Harbour Lantern/)
        return 'merge or replace'
      },
    },
    {
      name: 'A recovery kit for a forgotten password',
      shows: 'page',
      height: 900,
      async run({ page }) {
        await goTo(page, 'Security')
        await page.press('Make a recovery kit')
        await page.waitForFocus('Current password')
        await page.type(VAULT_PASSWORD)
        await page.key('Enter')
        const [sentence] = await page.waitForText(/type group \d/)
        return `one sheet of paper; to be sure that it is kept, ${sentence}`
      },
    },
    {
      name: 'Ways to unlock',
      shows: 'page',
      async run({ page }) {
        const [, group = ''] = await page.waitForText(/type group (\d)/)
        const groups = await page.evaluate<string[]>(
          "[...document.querySelectorAll('article li')].map((each) => each.textContent)",
        )
        await page.fill(/type group/, groups[Number(group) - 1] ?? '')
        await page.key('Enter')
        await page.waitForText('The recovery kit is ready.')
        await page.waitFor('button', 'Remove Recovery kit')
        return 'password, recovery kit, passkey'
      },
    },
    {
      name: 'The lock screen says why',
      shows: 'page',
      async run({ page }) {
        await page.press('Lock')
        await page.waitFor('button', 'Use the recovery kit')
        const [sentence] = await page.waitForText('You locked it.')
        return sentence
      },
    },
  ],
}

/** A file from another computer, with one account that is not here. */
function writeBackup(): Promise<string> {
  const accounts = [makeAccount({ issuer: 'Harbour Lantern', account: 'anna' })]
  return writeBackupFile(
    { ...createContents(), accounts },
    { password: VAULT_PASSWORD, deriveKey: deriveWithArgon2, createdAt: Date.UTC(2026, 10, 1) },
  )
}
