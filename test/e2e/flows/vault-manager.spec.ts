import { expect, test } from '@playwright/test'
import { writeBackupFile } from '../../../extension/src/core/vault/backup-file.ts'
import { createContents } from '../../../extension/src/core/vault/contents.ts'
import { deriveWithArgon2 } from '../../../extension/src/workers/argon2.ts'
import { makeAccount } from '../../unit/extension/core/make-account.ts'
import type { Driver, Page } from '../driver/driver.ts'
import { launch } from '../driver/launch.ts'
import type { TemporaryFolder } from '../driver/temporary-folder.ts'
import { copyExtension, VAULT_PASSWORD } from '../stage.ts'
import { chooseFile, findHardships, goTo, makeVaultWith, showManager } from '../steps/manager.ts'
import { browserOf } from '../use-stage.ts'

const NEW_PASSWORD = 'seven loud harbour gulls'
let kit: string[] = []

test.describe.configure({ mode: 'serial' })

let extension: TemporaryFolder
let driver: Driver
let page: Page
test.beforeAll(async () => {
  const browser = browserOf(test.info())
  extension = copyExtension(browser)
  driver = await launch(browser, { extension: extension.path })
  page = await driver.open('data:text/html,<title>Page</title>Nothing')
})
test.afterAll(async () => {
  await driver?.close()
  extension?.remove()
})

test('an account is removed and taken back from the popup, and called otherwise in the manager', async () => {
  const popup = await makeVaultWith(driver, page, ['Harbour', 'Quay Library'])
  await popup.press('Details, Quay Library, mia', { within: 'Quay Library' })
  await popup.press('Move to trash')
  await popup.waitForText('Quay Library is in the trash for 30 days.')
  expect(await popup.has('button', /Fill, Quay Library/)).toBe(false)
  await popup.press('Undo')
  await popup.waitForText('Undone: Quay Library is as it was.')

  await showManager(page, popup)
  await page.press(/Quay Library/)
  await page.fill('Site', 'Quay Library Oslo')
  await page.press('Save')
  await page.waitForText('Saved.')
  await page.waitFor('heading', 'Quay Library Oslo')
  // What is typed and not saved is still there for who looks at another account or part of the manager in between.
  await page.fill('Account', 'mia in Oslo')
  await page.press(/Harbour/)
  await page.waitForText(/Changed and not saved yet: \S*Quay Library Oslo/)
  await goTo(page, 'Settings')
  await goTo(page, 'Accounts')
  await page.press(/Quay Library Oslo/)
  await expect.poll(() => page.value('Account')).toBe('mia in Oslo')
  await page.fill('Account', 'mia')
  await page.press('Move up')
  await page.waitForText(/Quay Library Oslo\S* is at place 1 of 2\./)
})

test('an earlier version comes back after it was shown what that changes', async () => {
  await goTo(page, 'Trash and history')
  await page.waitForText(/Changed: \S*Quay Library Oslo/)
  await page.press(/^Go back to/, { within: 'Added: \u2068Harbour\u2069 (\u2068mia\u2069)' })
  await page.waitFor('heading', 'Go back to this version')
  await page.waitForText(/Moved to the trash: \S*Quay Library Oslo/)
  await page.press('Go back to it')
  await page.waitForText('The earlier version is back.')
  await page.waitFor('button', 'Take back Quay Library Oslo')
  await goTo(page, 'Accounts')
  await page.waitForText('1 account')
})

test('a backup is made, and restored after a preview', async () => {
  await goTo(page, 'Backup')
  await page.waitForText('There is no backup yet.')
  // The file is not kept: where it would go is the browser's business.
  await page.evaluate(`document.addEventListener('click', (event) => {
    if (event.target.download) event.preventDefault()
  }, true)`)
  await page.fill('Current password', VAULT_PASSWORD)
  await page.press('Make a backup file')
  await page.waitForText(/countersign-backup-\d{4}-\d\d-\d\d\.json was made\./)
  await page.waitForText('You have not confirmed any backup yet.')
  // Whoever goes to look for it, and whom a lock overtakes, still finds where to say that it is there.
  await page.press('Lock')
  await page.waitFor('heading', 'Vault locked')
  await page.waitForFocus('Password')
  await page.type(VAULT_PASSWORD)
  await page.key('Enter')
  await page.waitForText(
    /\.json was made on .*, with 1 account\. It counts as your last backup only when you say/,
  )
  await page.press('I have the file')
  await page.waitForText('Last backup:')

  const contents = { ...createContents(), accounts: [makeAccount({ issuer: 'Lantern', account: 'mia' })] }
  const file = await writeBackupFile(contents, {
    password: NEW_PASSWORD,
    deriveKey: deriveWithArgon2,
    createdAt: Date.UTC(2026, 10, 1),
  })
  await chooseFile(page, 'note.json', '{}')
  await page.waitForText('This is not a Countersign backup')
  await chooseFile(page, 'backup.json', file)
  await page.fill('Password of the backup', VAULT_PASSWORD)
  await page.press('Open')
  await page.waitForText('Wrong password, or the file was changed.')
  await page.fill('Password of the backup', NEW_PASSWORD)
  await page.press('Open')
  await page.waitForText(/Added: \S*Lantern/)
  await page.press('Restore')
  await page.waitForText('The backup is restored.')
  await page.waitForFocus('Backup file')
  await goTo(page, 'Accounts')
  await page.waitForText('2 accounts')
})

test('the password changes, and a recovery kit is made and has to be shown to be kept', async () => {
  await goTo(page, 'Security')
  await page.press('Change password')
  await page.fill('New password', NEW_PASSWORD)
  await page.fill('New password again', NEW_PASSWORD)
  await page.fill('Current password', NEW_PASSWORD)
  await page.key('Enter')
  await page.waitForText('Wrong password. Nothing was changed.')
  await page.fill('Current password', VAULT_PASSWORD)
  await page.key('Enter')
  await page.waitForText('Password changed.')

  await page.press('Make a recovery kit')
  await page.waitForFocus('Current password')
  await page.type(NEW_PASSWORD)
  await page.key('Enter')
  const [, group = ''] = await page.waitForText(/type group (\d)/)
  kit = await page.evaluate<string[]>(
    "[...document.querySelectorAll('article li')].map((each) => each.textContent)",
  )
  expect(kit).toHaveLength(8)
  await page.fill(/type group/, 'XXXXX')
  await page.key('Enter')
  await page.waitForText(`That is not group ${group}.`)
  await page.fill(/type group/, kit[Number(group) - 1] ?? '')
  await page.key('Enter')
  await page.waitForText('The recovery kit is ready.')
  await page.waitForFocus(/recovery kit$/)

  // A lock takes the sheet away before anybody has said that they have it: the one before it still opens the vault.
  await page.resize(320, 500)
  await page.press('Make a new recovery kit')
  await page.waitForFocus('Current password')
  await page.type(NEW_PASSWORD)
  await page.key('Enter')
  await page.waitForText(/type group \d/)
  await page.waitForFocus('Countersign recovery kit')
  expect(
    await page.evaluate("document.querySelector('article li').getBoundingClientRect().top"),
  ).toBeGreaterThan(0)
  await page.resize(1000, 700)
  await page.evaluate("(globalThis.browser ?? chrome).storage.session.remove(['vaultKey'])")
  await page.waitFor('heading', 'Vault locked')
  await page.press('Use the recovery kit')
  await page.fill('Recovery kit', kit.join(' ').toLowerCase())
  await page.key('Enter')
  await page.waitForText('Not every recovery kit here is confirmed.')
  await page.waitFor('button', 'Remove Recovery kit, not confirmed')
  const popup = await driver.popup(page)
  await popup.waitForText('A recovery kit is not confirmed.')
  await popup.close()
  await page.press('I have the sheet')
  await page.waitForFocus('Recovery kit')
  await page.type(kit.join('-'))
  await page.key('Enter')
  await page.waitForText('The recovery kit is ready.')
  await page.waitFor('button', 'Remove Password')
  expect(await page.has('button', 'Remove Recovery kit, not confirmed')).toBe(false)
})

test('a vault without a password asks for none', async () => {
  const proveByKit = async () => {
    await page.press('Use the recovery kit')
    await page.waitForFocus('Recovery kit')
    await page.type(kit.join('-'))
    await page.key('Enter')
  }
  await page.press('Remove Password')
  await proveByKit()
  await page.waitForText('Removed. It does not open the vault any more.')
  await page.waitForFocus('Security')
  await page.press('Set a password')
  await page.waitForText('The other ways to unlock stay as they are.')
  await page.key('Escape')
  await page.waitForFocus('Set a password')

  await goTo(page, 'Backup')
  await page.fill('Password of the backup', NEW_PASSWORD)
  await page.fill('Password of the backup again', NEW_PASSWORD)
  expect(await page.has('field', 'Current password')).toBe(false)
  await page.press('Make a backup file')
  await page.waitForText(/countersign-backup-\d{4}-\d\d-\d\d\.json was made\./)
  await page.resize(320, 700)
  const tooWide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await page.evaluate(tooWide)).toBe(0)

  // Where there is no room beside the list, an account is below it, for the eye and for the keyboard.
  await goTo(page, 'Accounts')
  await page.press(/Harbour/)
  // The button that was pressed has the same name, and the focus before.
  await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('H2')
  await page.waitForFocus(/Harbour/)
  const isBelow = `document.querySelector('.finder').getBoundingClientRect().bottom <=
    document.querySelector('.details').getBoundingClientRect().top`
  expect(await page.evaluate(isBelow)).toBe(true)
  await page.resize(1000, 700)

  await page.fill('Account', 'mia at sea')
  await page.press('Lock')
  await page.waitForFocus('Recovery kit')
  await page.type(kit.join('-'))
  await page.key('Enter')
  await page.waitFor('heading', 'Accounts')
  await page.waitForText('what you had typed was forgotten')
})

test('no part of the manager is hard to use', async () => {
  // axe judges documents, which are the same in both browsers: one of them is enough for most.
  const others = ['Backup', 'Trash and history', 'Security', 'Settings', 'About']
  for (const section of ['Accounts', ...(driver.browser === 'chromium' ? others : [])]) {
    await goTo(page, section)
    expect.soft(await findHardships(driver, page), section).toEqual([])
  }
  await page.press('Lock')
  await page.waitForText('You locked it.')
  expect(await findHardships(driver, page), 'the lock screen').toEqual([])
})

test('who has forgotten how to unlock a vault sets it aside, and has it back after all', async () => {
  await page.press('I can’t unlock it any more')
  await page.waitFor('heading', 'Begin with a new vault?')
  await page.press('Set the old one aside')
  await page.waitForText('A vault was set aside on')
  expect(await findHardships(driver, page), 'the first screen').toEqual([])
  await page.press('Bring the vault back')
  await page.waitFor('heading', 'Vault locked')
  await page.waitForText('The vault is back, with its earlier versions.')
})

test('who meets a vault that nothing opens any more begins with a new one', async () => {
  // As a failing disk might leave it: no copy of the header can be read.
  await page.evaluate(`new Promise((resolve, reject) => {
    const opening = indexedDB.open('vault')
    opening.onerror = reject
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('header', 'readwrite')
      for (const key of ['header', 'copy']) transaction.objectStore('header').put({ magic: 'gone' }, key)
      transaction.oncomplete = () => resolve(opening.result.close())
      transaction.onerror = reject
    }
  })`)
  await page.goto(await page.evaluate<string>("location.href.split('#')[0] + '?again'"))
  await page.waitForText(/The vault is not as it was written/)
  await page.waitFor('button', 'Bring the vault back')
  if (driver.browser === 'chromium') expect(await findHardships(driver, page)).toEqual([])
  await page.press('Begin with a new vault')
  await page.waitFor('heading', 'Begin with a new vault?')
  await page.press('Set the old one aside')
  await page.waitFor('button', 'Create vault')
  await page.fill('Password', 'gulls')
  await page.press('Create vault')
  await page.waitForText('Use at least 8 characters.')
  await page.fill('Password', NEW_PASSWORD)
  await expect.poll(() => page.text()).not.toContain('Use at least 8 characters.')
  await page.fill('Password again', NEW_PASSWORD)
  await page.check('I have a backup file, and restore it next')
  await page.press('Create vault')
  await page.waitFor('heading', 'Restore a backup')
})
