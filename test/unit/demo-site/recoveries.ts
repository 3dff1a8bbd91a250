import { expect } from 'vitest'
import { anna, codeFor, signIn, type TestSite, turnOn } from './test-site.ts'
import type { Visitor } from './visitor.ts'

/** What somebody writes down who asks for account recovery. */
export const written = { cardDigits: '4242', cardName: 'Anna Lindqvist', studentNumber: '' }

/** The newest mail to an address, with whatever it links to. */
export async function readNewestMail(site: TestSite, to: string) {
  await site.errands.settle()
  await site.twoFactor.settle()
  const [mail] = await listMails(site, to)
  if (!mail) throw new Error(`no mail to ${to}`)
  const links = [...mail.body.matchAll(/http:\/\/localhost:3000(\/\S+)/g)].map((match) => match[1] ?? '')
  return { ...mail, links, to: (path: string) => links.find((link) => link.startsWith(path)) ?? '' }
}

/** The mails to an address, the newest first. */
export function listMails(site: TestSite, to: string): Promise<{ subject: string; body: string }[]> {
  const then = site.db.engine === 'sqlite' ? ', rowid DESC' : ''
  return site.db.all(
    `SELECT subject, body FROM outbox WHERE recipient = ? AND kind = 'mail' ORDER BY sent_at DESC${then}`,
    to,
  )
}

export function tokenOf(link: string): string {
  return new URLSearchParams(link.split('?')[1]).get('token') ?? ''
}

/** The address of the page of a mailed link, which only names it. */
export const pageOf = (path: string) => expect.stringMatching(new RegExp(`^${path}\\?link=[\\w-]{16}$`))

/** Opens a mailed link and follows it to its page, whose address has no token. */
export async function openLink(
  visitor: Visitor,
  link: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  let opened = await visitor.get(link, headers)
  for (let i = 0; i < 3 && opened.status === 303; i++)
    opened = await visitor.get(opened.headers.get('location') ?? '', headers)
  return opened
}

/** The page behind a mailed link. */
export async function readLink(visitor: Visitor, link: string): Promise<string> {
  return (await openLink(visitor, link)).text()
}

/** Presses the button behind a mailed link. */
export function press(visitor: Visitor, link: string, fields: Record<string, string> = {}) {
  return visitor.post(link.split('?')[0] ?? '', { token: tokenOf(link), ...fields })
}

/** Moves the clock as QA does, so that whatever falls due goes out. */
export async function moveClockTo(site: TestSite, now: string): Promise<void> {
  await site.visitor().json('/test/clock', { now })
  await site.twoFactor.settle()
}

/** Asks for the link and returns it. */
export async function askForLink(site: TestSite, visitor: Visitor, address: string): Promise<string> {
  site.clock.advance(1000)
  await visitor.post('/recovery', { address })
  return (await readNewestMail(site, address)).to('/recovery/request')
}

/** Somebody who has a factor and asks for account recovery, and the links of the mails so far. */
export async function request(site: TestSite, address: string) {
  const { key, recoveryCodes } = await turnOn(site, site.visitor(), address)
  const visitor = site.visitor()
  const link = await askForLink(site, visitor, address)
  site.clock.advance(1000)
  await press(visitor, link, written)
  const cancelLink = (await readNewestMail(site, address)).to('/recovery/cancel')
  return { key, recoveryCodes, visitor, link, cancelLink }
}

/** An owner or admin who is signed in, with a factor that was shown a moment ago. */
export async function createReviewer(site: TestSite, address = 'owner@harbour.example') {
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor, address)
  await site.twoFactor.settle()

  async function prove(): Promise<void> {
    site.clock.advance(60_000)
    await visitor.post('/step-up?next=%2Freviews', { code: codeFor(site, key) })
  }
  return {
    visitor,
    prove,
    /** Signs in again, after days. */
    async signIn(): Promise<void> {
      await signIn(visitor, address)
      await visitor.post('/sign-in/code', { code: codeFor(site, key) })
      await prove()
    },
  }
}

/** The address of the only request, or of the first, in a reviewer's list. */
export async function findRequestPath(visitor: Visitor): Promise<string> {
  return /href="(\/reviews\/[^"]+)"/.exec(await visitor.text('/reviews'))?.[1] ?? ''
}

/** What the record has of Anna's account recoveries, the oldest first. */
export const listTypes = async (site: TestSite) =>
  (await site.twoFactor.audit.list({ userId: 'anna' }))
    .map(({ type }) => type)
    .filter((type) => type.startsWith('account_recovery.'))
    .reverse()

/** Anna's request, approved on Saturday by the owner: the waiting period ends on Thursday, 0:00 in London. */
export async function approve(site: TestSite) {
  const asked = await request(site, anna)
  const reviewer = await createReviewer(site)
  await reviewer.prove()
  const path = await findRequestPath(reviewer.visitor)
  const decided = await reviewer.visitor.post(path, { decision: 'approve', reason: 'Spoke to her' })
  await site.twoFactor.settle()
  return { ...asked, reviewer, path, decided }
}

/** The same, at the end of the waiting period, with the link that completes it. */
export async function waitFor(site: TestSite) {
  const approved = await approve(site)
  await moveClockTo(site, '2026-11-26T00:00:00Z')
  const ready = await readNewestMail(site, anna)
  return {
    ...approved,
    completeLink: ready.to('/recovery/complete'),
    readyCancelLink: ready.to('/recovery/cancel'),
  }
}
