import { expect } from '@playwright/test'
import { decodeBase32, generateTotp } from 'countersign/otp'
import { until } from '../driver/wait.ts'
import { type HttpSession, openHttpSession } from '../http-session.ts'
import { SITE_PASSWORD, type Stage } from '../stage.ts'
import { finishSetUp } from './site.ts'
import { letTimePass } from './vault.ts'

/** An owner or admin whose codes come from a phone. */
export interface Desk {
  /** The site under another name of this machine, so that they stay signed in beside the person of the flow. */
  origin: string
  address: string
  key: string
}

/** Signs in at the desk and turns two-factor authentication on. */
export async function openDesk(stage: Stage, address: string): Promise<Desk> {
  const origin = stage.site.origin.replace('//', `//${address.replace(/[@.]/g, '-')}.`)
  return { origin, address, key: await turnOnWithPhone(stage, origin, address) }
}

/** Signs in and turns two-factor authentication on with the key that is written below the QR code; gives the key. */
export async function turnOnWithPhone(stage: Stage, origin: string, address: string): Promise<string> {
  const { page, words } = stage
  await page.goto(`${origin}/sign-in`)
  await page.fill(words.site.address, address)
  await page.fill(words.site.password, SITE_PASSWORD)
  await page.press(words.site.signIn)
  await page.waitForText(words.site.greeting)
  await page.goto(`${origin}/settings/two-factor/set-up`)
  await page.press(words.site.showQr)
  const key = await typeKeyIntoPhone(stage)
  await finishSetUp(stage)
  return key
}

/** Reads the key below the QR code, and fills in the first code of a phone that has it; gives the key. */
export async function typeKeyIntoPhone(stage: Stage): Promise<string> {
  const { page, words } = stage
  await page.waitFor('heading', words.site.scanHeading)
  const key = await page.evaluate<string>('document.querySelector(".key").textContent')
  await page.fill(words.site.code, phoneCode(stage, key))
  return key
}

/** The same on another computer, out of sight: for people who have it on already when a flow begins. */
export async function turnOnElsewhere(
  stage: Stage,
  address: string,
): Promise<{ session: HttpSession; key: string }> {
  const setUp = '/settings/two-factor/set-up'
  const session = openHttpSession(stage)
  await session.post('/sign-in', { address, password: SITE_PASSWORD })
  await session.get(setUp)
  await session.post(setUp, {})
  const shown = await session.get(`${setUp}/scan`)
  const key = shown.match(/<code class="key"[^>]*>(.*?)<\/code>/)?.[1]?.replace(/<[^>]+>/g, '') ?? ''
  const enrollment = shown.match(/name="enrollment" value="([^"]*)"/)?.[1] ?? ''
  await session.post(`${setUp}/scan`, { enrollment, code: phoneCode(stage, key) })
  const codes = '/settings/two-factor/recovery-codes'
  const list = (await session.get(codes)).match(/name="list" value="([^"]*)"/)?.[1] ?? ''
  await session.post(codes, { saved: 'yes', list })
  return { session, key }
}

/** Opens a page at the desk; where a fresh code is asked for, or a sign-in, that is done first. */
export async function visitDesk(stage: Stage, desk: Desk, path: string): Promise<void> {
  const { page, words } = stage
  await page.goto(`${desk.origin}${path}`)
  if ((await where(stage)) === '/sign-in') {
    await page.fill(words.site.address, desk.address)
    await page.fill(words.site.password, SITE_PASSWORD)
    await page.press(words.site.signIn)
    await showPhoneCode(stage, desk)
    await page.waitForText(words.site.signOut)
    await page.goto(`${desk.origin}${path}`)
  }
  if ((await where(stage)) === '/step-up') await showPhoneCode(stage, desk)
  await until(
    async () => ((await where(stage)) === path || null) as true | null,
    async () => `${path} does not open, but ${await where(stage)}`,
  )
}

async function showPhoneCode(stage: Stage, desk: Desk): Promise<void> {
  const { page, words } = stage
  // Each code works once, so the next one is waited for.
  await letTimePass(stage, 30)
  await page.fill(words.site.code, phoneCode(stage, desk.key))
  await page.press(/^(Continue|Go on|Fortsätt)$/)
}

async function where({ page }: Stage): Promise<string> {
  return new URL(await page.url()).pathname
}

/** The code that a phone with this key shows now. */
export function phoneCode({ siteAheadSeconds }: Stage, key: string): string {
  const secret = decodeBase32(key.replace(/\s/g, ''))
  if (!secret) throw new Error(`This is no key: ${key}`)
  const parameters = { type: 'totp', secret, algorithm: 'SHA1', digits: 6, period: 30, counter: 0 } as const
  return generateTotp(parameters, Date.now() + siteAheadSeconds * 1000)
}

/** What the newest mail to somebody with this subject says; waits for it. */
export function readMail({ site }: Stage, to: string, subject: string): Promise<string> {
  return until(
    async () => (await site.mails(to)).find((mail) => mail.subject === subject)?.body ?? null,
    async () => `no mail "${subject}" among ${await site.mailSubjects(to)}`,
  )
}

/** The first address in a mail whose path begins so. */
export function linkIn(mail: string, path: string): string {
  const link = mail.match(/http:\/\/\S+/g)?.find((each) => new URL(each).pathname.startsWith(path))
  expect(link, mail).toBeDefined()
  return link ?? ''
}
