import { expect, test } from '@playwright/test'
import { damageHeader } from '../../vault-extension/damage-header.ts'
import { loseDatabase } from '../../vault-extension/lose-database.ts'
import { launch } from '../driver/launch.ts'
import { temporaryFolder } from '../driver/temporary-folder.ts'
import { copyExtension, VAULT_PASSWORD } from '../stage.ts'
import { makeVault, scanAndSave } from '../steps/enroll.ts'
import { readCode } from '../steps/fill.ts'
import { closePopup, lockVault, openPopup, unlockVault } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { browserOf, useStage } from '../use-stage.ts'
import { english } from '../words.ts'

const KEY = 'otpauth://totp/Quay%20Library:mia?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Quay%20Library'
const CODE_FIELD = '<h1>Sign in</h1><label>Code <input name="code" autocomplete="one-time-code"></label>'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

test('two passwords that differ make no vault', async () => {
  const { page, words } = stage()
  await page.goto(pages.show(CODE_FIELD))
  const popup = await openPopup(stage())
  await popup.fill(words.popup.password, VAULT_PASSWORD)
  await popup.fill(words.popup.passwordAgain, `${VAULT_PASSWORD}s`)
  await popup.press(words.popup.createVault)
  await popup.waitForText('The two passwords differ.')
  await (await openPopup(stage())).waitFor('button', words.popup.createVault)
})

test('a locked vault shows nothing; a wrong password says so and changes nothing', async () => {
  const { page, words } = stage()
  await makeVault(stage())
  await page.goto(pages.showQr(KEY))
  await scanAndSave(stage(), 'Quay Library')

  const popup = await openPopup(stage())
  await lockVault(popup, stage())
  expect(await popup.text()).not.toContain('Quay Library')
  await popup.fill(words.popup.password, 'four quiet harbour lampposts')
  await popup.press(words.popup.unlock)
  await popup.waitForText(words.popup.wrongPassword)
  await popup.waitFor('heading', words.popup.locked)

  const again = await openPopup(stage())
  await again.waitFor('heading', words.popup.locked)
  await unlockVault(again, stage())
  await again.waitForText(/Quay Library\s+mia/)
})

test('by keyboard alone: the password unlocks, and Enter fills the code of this site', async () => {
  const { page, words } = stage()
  await page.goto(pages.show(CODE_FIELD))
  const open = await openPopup(stage())
  await lockVault(open, stage())

  const popup = await openPopup(stage())
  await popup.waitForFocus(words.popup.password)
  await popup.type(VAULT_PASSWORD)
  await popup.key('Enter')
  await popup.waitForFocus(words.popup.search)
  await popup.key('Enter')
  await popup.waitUntilClosed()
  await closePopup(stage())
  expect(await page.value('Code')).toMatch(/^\d{6}$/)
})

test('Copy code puts the digits, and nothing else, on the clipboard', async () => {
  const { page, words } = stage()
  await page.goto(pages.show(CODE_FIELD))
  const popup = await openPopup(stage())
  const before = await readCode(stage(), 'Quay Library')
  await popup.press(words.popup.copy)
  await popup.waitForText('Code copied.')
  const after = await readCode(stage(), 'Quay Library')
  await closePopup(stage())
  await page.press('Code', { role: 'textbox' })
  await page.key('Control+v')
  await expect.poll(() => page.value('Code')).not.toBe('')
  // The code may have turned over between reading and copying.
  expect([before, after]).toContain(await page.value('Code'))
})

test('a vault that nobody uses locks by itself, in a view that is open, and says why', async () => {
  const { page, words } = stage()
  const popup = await openPopup(stage())
  const address = await popup.evaluate<string>('location.href')
  await closePopup(stage())
  await page.goto(address)
  await page.waitFor('button', words.popup.lock)
  // As if it had been used last almost 15 minutes ago; the other value makes the background look again.
  await page.evaluate(`(globalThis.browser ?? chrome).storage.session.set({
    lastUsed: Date.now() - 15 * 60_000 + 4000, autoLock: { minutes: 15, withSystem: false } })`)
  await page.waitFor('heading', words.popup.locked)
  await page.waitForText(/It locked because nobody had used it for a while/)
  await page.goto(pages.show(CODE_FIELD))
})

test('who finds no version that can be read is offered the second copy, where its key is another one', async () => {
  const { page, words } = stage()
  const popup = await openPopup(stage())
  const address = await popup.evaluate<string>('location.href')
  await unlockVault(popup, stage())
  await closePopup(stage())
  await page.goto(address)
  await page.waitFor('button', words.popup.lock)
  // As failing disks and old files put back might leave it.
  await page.evaluate(`(async () => {
    const { local } = (globalThis.browser ?? chrome).storage
    const { vaultCopyHeader } = await local.get('vaultCopyHeader')
    vaultCopyHeader.keyId = crypto.randomUUID()
    const { vaultCopyRevision } = await local.get('vaultCopyRevision')
    vaultCopyRevision.nonce.bytes = 'AAAAAAAAAAAAAAAA'
    await local.set({ vaultCopyHeader, vaultCopyRevision })
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open('vault')
      opening.onerror = reject
      opening.onsuccess = () => {
        const transaction = opening.result.transaction('revisions', 'readwrite')
        const store = transaction.objectStore('revisions')
        store.getAll().onsuccess = ({ target }) => {
          for (const record of target.result) store.put({ ...record, ciphertext: record.nonce })
        }
        transaction.oncomplete = () => resolve(opening.result.close())
        transaction.onerror = reject
      }
    })
  })()`)
  await page.goto(`${address}?again`)
  await page.waitForText(/None of the earlier versions can be read either\..*There is a second copy/s)
  await page.waitFor('button', 'Bring the vault back')
  await page.waitFor('button', 'Open the manager')
  await page.goto(pages.show(CODE_FIELD))
})

test('after the browser was closed the vault is there and locked, and the password opens it, even over a damaged byte, and even where the browser has thrown its database away', async () => {
  const browser = browserOf(test.info())
  const profile = temporaryFolder('profile')
  const extension = copyExtension(browser)
  try {
    for (const round of ['made', 'opened again', 'lost']) {
      // Firefox keeps each record in a row of SQLite, where a byte can be reached.
      if (round === 'opened again' && browser === 'firefox') damageHeader(profile.path)
      if (round === 'lost') loseDatabase(profile.path, browser)
      const driver = await launch(browser, { extension: extension.path, profile: profile.path })
      try {
        const page = await driver.open(pages.showQr(KEY))
        const popup = await driver.popup(page)
        if (round === 'made') {
          await popup.fill(english.popup.password, VAULT_PASSWORD)
          await popup.fill(english.popup.passwordAgain, VAULT_PASSWORD)
          await popup.press(english.popup.createVault)
          await popup.press(english.popup.scan)
          await popup.press(english.popup.save)
          await popup.waitForText(english.popup.saved('Quay Library'))
        } else {
          if (round === 'lost') {
            await popup.waitForText(/The vault is gone from its place.*second copy of the vault: version 2/s)
            expect(await popup.text()).not.toContain('Quay Library')
            await popup.press('Bring the vault back')
          }
          await popup.waitFor('heading', english.popup.locked)
          expect(await popup.text()).not.toContain('Quay Library')
          await popup.fill(english.popup.password, VAULT_PASSWORD)
          await popup.press(english.popup.unlock)
          await popup.waitForText(/Quay Library\s+mia/)
        }
      } finally {
        await driver.close()
      }
    }
  } finally {
    extension.remove()
    profile.remove()
  }
})
