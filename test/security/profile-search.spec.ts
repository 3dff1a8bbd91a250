import { randomBytes } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { encodeBase32 } from 'countersign/otp'
import type { Popup } from '../e2e/driver/driver.ts'
import { launch } from '../e2e/driver/launch.ts'
import { type TemporaryFolder, temporaryFolder } from '../e2e/driver/temporary-folder.ts'
import { copyExtension } from '../e2e/stage.ts'
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

test('after an account was added, neither its secret nor the vault key, issuer or password is anywhere on disk', async () => {
  const secret = encodeBase32(randomBytes(20))
  const issuer = `Issuer ${randomBytes(9).toString('hex')}`
  const account = `person ${randomBytes(9).toString('hex')}`
  const password = `words ${randomBytes(9).toString('hex')}`
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const uri = `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`

  const key = await inPopup(uri, async (popup) => {
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
    await popup.fill(english.popup.password, password)
    await popup.press(english.popup.unlock)
    await popup.waitForText(account)
    return vaultKey
  })

  const needles = [
    secretNeedle('secret', secret),
    bytesNeedle('vault key', key),
    textNeedle('issuer', issuer),
    textNeedle('account', account),
    textNeedle('password', password),
  ]
  const { findings, files } = searchProfile(profile.path, needles)
  expect(findings).toEqual([])
  expect(files).toBeGreaterThan(20)
  const vault = searchProfile(profile.path, [textNeedle('vault', 'countersign')])
  expect(vault.findings.map(({ file }) => file).join('\n')).toMatch(/idb|IndexedDB/)
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
async function inPopup<Result>(qr: string, work: (popup: Popup) => Promise<Result>): Promise<Result> {
  const pages = await startTestPages()
  try {
    const driver = await launch(browserOf(test.info()), { extension: extension.path, profile: profile.path })
    try {
      return await work(await driver.popup(await driver.open(pages.showQr(qr))))
    } finally {
      await driver.close()
    }
  } finally {
    await pages.stop()
  }
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
