import { expect, test } from '@playwright/test'
import { makeVault } from '../steps/enroll.ts'
import { lockVault, openPopup, unlockVault } from '../steps/vault.ts'
import { startTestPages, type TestPages } from '../test-pages.ts'
import { useStage } from '../use-stage.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

const stage = useStage('en', { demoSite: false })
let pages: TestPages
test.beforeAll(async () => {
  pages = await startTestPages()
})
test.afterAll(() => pages.stop())

/** What must not be added, and what is said about it. */
const NOT_ADDED: { what: string; text: string; says: string[] }[] = [
  {
    what: 'a web address',
    text: 'https://harbour.example/menu',
    says: [
      'This QR code holds a web address, not a key.',
      'https://harbour.example/menu',
      'Nothing was added.',
    ],
  },
  {
    what: 'a text',
    text: 'Table 7 by the window',
    says: ['This QR code holds something else than a key.', 'Table 7 by the window', 'Nothing was added.'],
  },
  {
    what: 'an unsupported algorithm',
    text: `otpauth://totp/Quay:mia?secret=${SECRET}&algorithm=MD5`,
    says: ['This key can’t be added', 'an algorithm that is not supported', 'MD5'],
  },
  {
    what: 'codes of five digits',
    text: `otpauth://totp/Quay:mia?secret=${SECRET}&digits=5`,
    says: ['This key can’t be added', 'codes of an unsupported length: 5.', '6 to 8 digits'],
  },
  {
    what: 'codes of nine digits',
    text: `otpauth://totp/Quay:mia?secret=${SECRET}&digits=9`,
    says: ['This key can’t be added', 'codes of an unsupported length: 9.', '6 to 8 digits'],
  },
  {
    what: 'no secret',
    text: 'otpauth://totp/Quay:mia?issuer=Quay',
    says: ['This key can’t be added', 'It has no secret.'],
  },
  {
    what: 'an empty secret',
    text: 'otpauth://totp/Quay:mia?secret=&issuer=Quay',
    says: ['This key can’t be added', 'It has no secret.'],
  },
  {
    what: 'a parameter that is there twice',
    text: `otpauth://totp/Quay:mia?secret=${SECRET}&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ`,
    says: ['This key can’t be added', 'It says something twice', 'secret'],
  },
]

test('a page without a QR code says so and offers the next way', async () => {
  const { page, words } = stage()
  await page.goto(pages.show('<h1>Two-factor authentication</h1><p>There is no code here.</p>'))
  await makeVault(stage())
  const { popup } = stage()
  await popup?.press(words.popup.scan)
  await popup?.waitForText('No QR code seen on this page.')
  await popup?.waitFor('button', 'Scan again')
  await popup?.press('Paste or type the key')
  await popup?.waitFor('field', 'Key')
})

test('QR codes that hold no key, or a bad one, are each named for what they are, and none is added', async () => {
  const { page, words } = stage()
  await page.goto(pages.showQr(...NOT_ADDED.map(({ text }) => text)))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText(`${NOT_ADDED.length} QR codes found`)
  const cards = await popup.evaluate<string[]>(
    `[...document.querySelectorAll('.card')].map((card) => card.innerText.replace(/\\s+/g, ' '))`,
  )
  expect(cards).toHaveLength(NOT_ADDED.length)
  for (const { what, says } of NOT_ADDED) {
    const own = cards.filter((card) => says.every((sentence) => card.includes(sentence)))
    expect(own, what).not.toEqual([])
  }
  expect(await popup.has('button', words.popup.save)).toBe(false)
  await (await openPopup(stage())).waitForText('No accounts yet.')
})

test('what a name hides is not markup: it is shown as the characters it is made of', async () => {
  const { page, words } = stage()
  const name = encodeURIComponent('<img src=x onerror=alert(1)>')
  await page.goto(pages.showQr(`otpauth://totp/${name}:mia?secret=${SECRET}&issuer=${name}`))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('<img src=x onerror=alert(1)>')
  expect(await popup.evaluate('document.querySelectorAll("img").length')).toBe(0)
})

test('a key that was found and not saved is gone when the vault locks, which is said', async () => {
  const { words } = stage()
  const { popup } = stage()
  if (!popup) throw new Error('The popup is not open.')
  await popup.evaluate('(globalThis.browser ?? chrome).storage.session.clear()')
  const forgotten = 'What was found and not saved was forgotten when the vault locked.'
  await popup.waitForText(forgotten)
  await unlockVault(popup, stage())
  await popup.waitForText(forgotten)
  expect(await popup.text()).not.toContain('onerror')
  await popup.press(words.popup.add)
  await expect.poll(() => popup.text()).not.toContain(forgotten)
  const again = await openPopup(stage())
  await lockVault(again, stage())
  await unlockVault(again, stage())
  expect(await again.text()).not.toContain(forgotten)
})

test('a key under 80 bits is accepted, with a note', async () => {
  const { page, words } = stage()
  await page.goto(pages.showQr('otpauth://totp/Small%20Bank:mia?secret=JBSWY3DPEHPK3&issuer=Small%20Bank'))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('The site issued a short key (under 80 bits).')
  await popup.press(words.popup.save)
  await popup.waitForText(words.popup.saved('Small Bank'))
})

test('the same key scanned again is said to be there already', async () => {
  const { page, words } = stage()
  await page.goto(pages.showQr('otpauth://totp/Small%20Bank:mia?secret=JBSWY3DPEHPK3&issuer=Small%20Bank'))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('This key is already there, as Small Bank.')
  expect(await popup.has('button', words.popup.save)).toBe(false)
})

test('another key for an account that is there takes its place, or comes first beside it, as the person chooses', async () => {
  const { page, words } = stage()
  const scan = async (secret: string) => {
    await page.goto(pages.showQr(`otpauth://totp/Small%20Bank:mia?secret=${secret}&issuer=Small%20Bank`))
    const popup = await openPopup(stage())
    await popup.press(words.popup.scan)
    await popup.waitForText('Small Bank is already here with another key')
    expect(await popup.has('button', words.popup.save)).toBe(false)
    return popup
  }
  const rows = `[...document.querySelectorAll('.row')].map((row) => row.querySelector('.names').innerText)`
  const replacing = await scan('KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU')
  await replacing.press(words.popup.replaceOld)
  await replacing.waitForText('Small Bank saved. The old one is in the trash for 30 days.')
  await expect.poll(() => replacing.evaluate<string[]>(rows)).toEqual(['Small Bank\nmia'])

  const keeping = await scan('MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK')
  await keeping.press('Keep both')
  await keeping.waitForText(words.popup.saved('Small Bank'))
  await expect.poll(() => keeping.evaluate<string[]>(rows)).toHaveLength(2)
  const [newer, older] = await keeping.evaluate<string[]>(rows)
  expect(newer).toMatch(/^Small Bank\n.*\d:\d\d:\d\d.*\nmia$/)
  expect(older).not.toBe(newer)
})

test('two codes on one page are both read, and wait in the tab where somebody goes on with pictures', async () => {
  const { driver, page, words } = stage()
  const uri = (name: string, secret: string) => `otpauth://totp/${name}:mia?secret=${secret}&issuer=${name}`
  await page.goto(pages.showQr(uri('East', SECRET), uri('West', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')))
  const popup = await openPopup(stage())
  await popup.press(words.popup.scan)
  await popup.waitForText('2 QR codes found')
  const text = await popup.text()
  expect(text).toContain('East')
  expect(text).toContain('West')
  await popup.press('Other ways')
  const opened = await driver.openedBy(page, () => popup.press('Choose pictures'))
  await opened.waitForText('2 accounts were found and wait to be saved.')
  expect(await opened.url()).toMatch(/#files\/[0-9a-f-]{36}$/)
  const kept = `(globalThis.browser ?? chrome).storage.session.get().then((kept) => JSON.stringify(kept))`
  expect(await opened.evaluate<string>(kept)).not.toContain('East')
  await opened.press('Show what was found')
  await opened.waitForText('From localhost')
  await opened.press('Save, East')
  await opened.waitForText(words.popup.saved('East'))
})

test('what was handed over to a tab that never took it is dropped when its time is over', async () => {
  const { driver, page } = stage()
  const popup = await openPopup(stage())
  const api = '(globalThis.browser ?? chrome)'
  await popup.press('Add')
  const opened = await driver.openedBy(page, () => popup.press('Choose pictures'))
  await opened.waitForText('Choose pictures of QR codes')
  const listAlarms = `${api}.alarms.getAll().then((all) => all.map(({ name }) => name).join())`
  expect(await opened.evaluate(listAlarms)).not.toContain('scanJob')
  await opened.evaluate(`${api}.storage.session.set({ 'scanJob left': { pictures: [] } })
    .then(() => ${api}.alarms.create('scanJob left', { when: Date.now() }))`)
  const listKept = `${api}.storage.session.get().then((kept) => Object.keys(kept).join())`
  await expect.poll(() => opened.evaluate<string>(listKept)).not.toContain('scanJob')
  await opened.close()
})
