import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { encodeBase32 } from 'countersign/otp'
import type { Page, Popup } from '../e2e/driver/driver.ts'
import { killBrowser } from '../e2e/driver/kill-browser.ts'
import { launch } from '../e2e/driver/launch.ts'
import { type TemporaryFolder, temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import { copyExtension } from '../e2e/stage.ts'
import { goTo, showManager } from '../e2e/steps/manager.ts'
import { startTestPages } from '../e2e/test-pages.ts'
import { browserOf } from '../e2e/use-stage.ts'
import { english } from '../e2e/words.ts'
import { bytesNeedle, searchProfile, secretNeedle, textNeedle } from './profile-search.ts'

test.describe.configure({ mode: 'serial' })

let profile: TemporaryFolder
let extension: TemporaryFolder
test.beforeAll(() => {
  profile = temporaryFolder('profile')
  extension = copyExtension(browserOf(test.info()))
})
test.afterAll(() => {
  profile.remove()
  extension.remove()
})

test('after an account was added and noted about, neither its secret nor the vault key, names, note or password is anywhere on disk', async () => {
  const secret = encodeBase32(randomBytes(20))
  const issuer = `Issuer ${randomBytes(9).toString('hex')}`
  const account = `person ${randomBytes(9).toString('hex')}`
  const password = `words ${randomBytes(9).toString('hex')}`
  const note = `recovery ${randomBytes(9).toString('hex')}`
  const unsaved = `half a note ${randomBytes(9).toString('hex')}`
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`

  const key = await inPopup(uri, async (popup, page) => {
    await popup.fill(english.popup.password, password)
    await popup.fill(english.popup.passwordAgain, password)
    await popup.press(english.popup.createVault)
    await popup.press(english.popup.scan)
    await popup.waitForText(issuer)
    await popup.press(english.popup.save)
    await popup.waitForText(english.popup.saved(issuer))
    const vaultKey = await readVaultKey(popup)
    // Locked and opened again, so that whatever that leaves behind is searched too.
    await popup.press(english.popup.lock)
    await unlock(popup, password)
    await popup.waitForText(account)
    await showManager(page, popup)
    await page.press(new RegExp(issuer))
    await page.fill('Note', note)
    await page.press('Save')
    await page.waitForText('Saved.')
    await page.fill('Note', unsaved)
    await leaveAndComeBack(page)
    await page.press(new RegExp(issuer))
    await page.waitFor('field', 'Note')
    await page.press('Lock')
    await page.waitForText('You locked it.')
    return vaultKey
  })

  const needles = [
    secretNeedle('secret', secret),
    bytesNeedle('vault key', key),
    textNeedle('issuer', issuer),
    textNeedle('account', account),
    textNeedle('password', password),
    textNeedle('note', note),
    textNeedle('unsaved note', unsaved),
  ]
  const { findings, files } = searchProfile(profile.path, needles)
  expect(findings).toEqual([])
  expect(files).toBeGreaterThan(20)
  const vault = searchProfile(profile.path, [textNeedle('vault', 'countersign')])
  expect(vault.findings.map(({ file }) => file).join('\n')).toMatch(/idb|IndexedDB/)

  // Looked at only, by a browser that then has no time to tidy up.
  await inPopup(uri, async (popup, page) => {
    await unlock(popup, password)
    await showManager(page, popup)
    await page.press(new RegExp(issuer))
    await page.waitFor('field', 'Note')
    await leaveAndComeBack(page)
    const session = () => searchProfile(profile.path, [textNeedle('title', 'Security \u00b7 Countersign')])
    // Firefox writes its own only every 15 seconds, or when it ends.
    if (browserOf(test.info()) === 'chromium') await expect.poll(() => session().findings).not.toEqual([])
    killBrowser(profile.path)
  })
  expect(searchProfile(profile.path, needles).findings).toEqual([])
})

test('what is planted in plain text through the same page is found by the same search', async () => {
  const inIndexedDb = plant()
  const inStorage = plant()
  await inPopup('otpauth://totp/nobody', async (popup) => {
    await popup.waitFor('heading', english.popup.locked)
    await popup.evaluate(`(${writeIndexedDb})(${JSON.stringify(inIndexedDb.text)}, ${COPIES})`)
    await popup.evaluate(`(${writeStorage})(${JSON.stringify(inStorage.text)}, ${COPIES})`)
  })
  const { findings } = searchProfile(profile.path, [
    textNeedle('in IndexedDB', inIndexedDb.needle),
    textNeedle('in storage.local', inStorage.needle),
  ])
  expect(new Set(findings.map(({ needle }) => needle))).toEqual(new Set(['in IndexedDB', 'in storage.local']))
  // The needle is written in one piece only where something was decompressed.
  const layers = findings.map(({ needle, layer }) => `${needle}: ${layer}`)
  expect(layers.join('\n')).toMatch(/in IndexedDB: (leveldb block|snappy value|snappy file)/)
  expect(layers.join('\n')).toMatch(/in storage.local: (leveldb block|snappy value|snappy file)/)
})

/** Enough that Chromium's databases write tables, which are compressed, and not only their logs, which are not. */
const COPIES = 200

/** A text that repeats both halves of a random needle before the needle: compressed, the needle is two references. */
function plant(): { needle: string; text: string } {
  const [first, second] = [randomBytes(12).toString('hex'), randomBytes(12).toString('hex')]
  const filler = 'plain text '.repeat(3000)
  return { needle: `${first}${second}`, text: `${first} and ${second} make ${first}${second}. ${filler}` }
}

/** One life of the browser: opens a page with this QR code, then the popup; everything is written when it is closed. */
async function inPopup<Result>(
  qr: string,
  work: (popup: Popup, page: Page) => Promise<Result>,
): Promise<Result> {
  const pages = await startTestPages()
  try {
    const driver = await launch(browserOf(test.info()), { extension: extension.path, profile: profile.path })
    try {
      const page = await driver.open(pages.showQr(qr))
      return await work(await driver.popup(page), page)
    } finally {
      // What was killed is closed already.
      await driver.close().catch(() => undefined)
    }
  } finally {
    await pages.stop()
  }
}

async function unlock(popup: Popup, password: string): Promise<void> {
  await popup.fill(english.popup.password, password)
  await popup.press(english.popup.unlock)
  await popup.waitFor('button', english.popup.lock)
}

/** Browsers note what a page holds when it goes to another address of its own. */
async function leaveAndComeBack(page: Page): Promise<void> {
  await goTo(page, 'Security')
  await goTo(page, 'Accounts')
}

/** The key of the open vault, from where extension pages keep it: memory that is never written. */
async function readVaultKey(popup: Popup): Promise<Buffer> {
  const kept = await popup.evaluate<string>(
    '(globalThis.browser ?? chrome).storage.session.get(null).then((all) => JSON.stringify(all))',
  )
  const texts = Object.values(JSON.parse(kept) as Record<string, unknown>).filter(
    (value) => typeof value === 'string',
  )
  const key = texts.map((text) => Buffer.from(text, 'base64')).find((bytes) => bytes.length === 32)
  if (!key) throw new Error('The session holds no key of 32 bytes.')
  return key
}

/** Runs in the extension's page. */
async function writeStorage(text: string, copies: number): Promise<void> {
  const { browser, chrome } = globalThis as unknown as Record<
    string,
    { storage: { local: { set(items: object): Promise<void> } } } | undefined
  >
  for (let index = 0; index < copies; index++)
    await (browser ?? chrome)?.storage.local.set({ [`planted ${index}`]: text })
}

/** Runs in the extension's page. */
function writeIndexedDb(text: string, copies: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('planted', 1)
    opening.onerror = () => reject(opening.error)
    opening.onupgradeneeded = () => opening.result.createObjectStore('texts')
    opening.onsuccess = () => {
      const writing = opening.result.transaction('texts', 'readwrite')
      for (let index = 0; index < copies; index++) writing.objectStore('texts').put(text, index)
      writing.onerror = () => reject(writing.error)
      writing.oncomplete = () => {
        opening.result.close()
        resolve()
      }
    }
  })
}
