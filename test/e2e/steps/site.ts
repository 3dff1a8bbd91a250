import { SITE_PASSWORD, type Stage } from '../stage.ts'

/** Sends address and password; what comes then depends on two-factor authentication. */
export async function enterPassword({ page, site, words }: Stage, address: string): Promise<void> {
  await page.goto(`${site.origin}/sign-in`)
  await page.fill(words.site.address, address)
  await page.fill(words.site.password, SITE_PASSWORD)
  await page.press(words.site.signIn)
}

export async function signOut({ page, words }: Stage): Promise<void> {
  await page.press(words.site.signOut)
  await page.waitForText(words.site.signedOut)
}

/** From anywhere on the site to the page with the QR code. */
export async function openQrCode({ page, words }: Stage): Promise<void> {
  await page.press(words.site.settings, { role: 'link' })
  await page.press(words.site.manage, { role: 'link' })
  await page.press(words.site.setUp, { role: 'link' })
  await page.press(words.site.showQr)
  await page.waitFor('heading', words.site.scanHeading)
}

/** From the first code to *Done*; gives the sentence that says so. */
export async function finishSetUp(stage: Stage): Promise<string> {
  await stage.page.press(stage.words.site.turnOn)
  await stage.page.waitForText(stage.words.site.turnedOn)
  return saveRecoveryCodes(stage)
}

/** Says that the codes on the page are saved, and waits until the site has heard it. */
export async function saveRecoveryCodes({ page, words }: Stage): Promise<string> {
  await page.check(words.site.codesSaved)
  await page.press(words.site.done)
  const [sentence] = await page.waitForText(words.site.savedNotice)
  return sentence
}

/** The recovery codes on the page. */
export async function readRecoveryCodes({ page }: Stage): Promise<string[]> {
  const text = await page.text()
  return text.match(/\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){5}\b/g) ?? []
}

/** Enters a code by hand and sends it. */
export async function enterCode({ page, words }: Stage, code: string): Promise<void> {
  await page.fill(words.site.code, code)
  await page.press(words.site.continue)
}

/** A code that is wrong now and in the steps around: none of the codes that the person could have. */
export function wrongCode(right: string): string {
  return right.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10))
}
