import { describe, expect, it } from 'vitest'
import { createAdmin } from '../admins.ts'
import { enterNumber, firstNumber } from '../phones.ts'
import {
  anna,
  codeFor,
  createTestSite,
  readHidden,
  readKey,
  readRecoveryCodes,
  signIn,
  type TestSite,
} from '../test-site.ts'

const settings = '/settings/two-factor'
const scan = `${settings}/set-up/scan`
const codes = `${settings}/recovery-codes`
const entry = '/sign-in/set-up'
const day = 86_400_000
const isOver = 'the set-up that you had begun is over'
const wornOut = 'A newer QR code has been made since'
const codesOver = 'the page with your recovery codes is over'

const readEnrollment = (page: string) => ({ enrollment: readHidden(page, 'enrollment') })

/** Anna, a minute before her clinic requires a factor of her, of one of these types. */
async function waitForDeadline(methods?: string[]) {
  const site = await createTestSite()
  const { visitor: owner, prove } = await createAdmin(site)
  await prove()
  await site.twoFactor.policy.setOrganization({
    organizationId: 'harbour',
    rule: { default: 'required', graceDays: 10, ...(methods && { methods }) },
    actorId: 'olivia',
    stepUp: owner.cookies.get('__Host-fresh-factor'),
  })
  await signIn(site.visitor())
  site.clock.advance(10 * day - 60_000)
  const visitor = site.visitor()
  await signIn(visitor)
  return { site, visitor }
}

/** Who is shown a QR code before then, and has scanned it when it is too late. */
async function scanTooLate() {
  const { site, visitor } = await waitForDeadline()
  await visitor.post(`${settings}/set-up`, {})
  const page = await visitor.text(scan)
  site.clock.advance(70_000)
  const form = { ...readEnrollment(page), code: codeFor(site, readKey(page)) }
  return { site, visitor, sent: await visitor.post(scan, form) }
}

const readTypes = async (site: TestSite) =>
  (await site.twoFactor.factors.list({ userId: 'anna' })).map(({ type, state }) => [type, state])

describe('a set-up whose page was open when it became required', () => {
  it('says that the scanned QR code is void, before the new one and beside it', async () => {
    const { site, visitor, sent } = await scanTooLate()
    const begun = sent.headers.get('location') ?? ''
    expect([sent.status, begun.split('?')[0]]).toEqual([303, entry])
    const page = await visitor.text(begun)
    expect(page).toContain(isOver)
    expect(page).toContain('remove that account from your app')
    const swedish = await (await visitor.get(begun, { 'accept-language': 'sv' })).text()
    expect(swedish).toContain('ta bort det kontot ur appen')
    const next = readHidden(page, 'next')
    const notice = readHidden(page, 'notice')
    const toScan = await visitor.post(entry, { next, notice, account: anna })
    expect(await visitor.text(toScan.headers.get('location') ?? '')).toContain(wornOut)
    expect(await readTypes(site)).toEqual([])
  })

  it.each([
    [['sms'], `${entry}/phone`],
    [['totp', 'sms'], entry],
  ])(
    'says that the code by SMS is void, and nothing of a QR code, where the methods are %j',
    async (methods, start) => {
      const { site, visitor } = await waitForDeadline(methods)
      const sent = await enterNumber(visitor, firstNumber)
      site.clock.advance(70_000)
      let [path, answer] = ['', sent]
      while (answer.status === 303) {
        path = answer.headers.get('location') ?? ''
        answer = await visitor.get(path)
      }
      expect(path.split('?')[0]).toBe(start)
      const page = await answer.text()
      const toPhone = new RegExp(`href="(${entry}/phone\\?[^"]*)"`).exec(page)?.[1]
      const shown = [page]
      if (start === entry) shown.push(await visitor.text(toPhone?.replaceAll('&amp;', '&') ?? ''))
      for (const text of shown) {
        expect(text).toContain('The code that we sent by SMS no longer works')
        expect(text).not.toContain('remove that account')
      }
      const swedish = await (await visitor.get(path, { 'accept-language': 'sv' })).text()
      expect(swedish).toContain('Koden som vi skickade per sms fungerar inte längre')
      // Nor does the page with the QR code call that a newer one.
      expect(readHidden(page, 'notice')).toBe('')
      expect(await readTypes(site)).toEqual([])
    },
  )

  it('ends without a word of codes that were lost, once they are saved', async () => {
    const { site, visitor, sent } = await scanTooLate()
    const page = await visitor.text(sent.headers.get('location') ?? '')
    const next = readHidden(page, 'next')
    await visitor.post(entry, { next })
    const shown = await visitor.text(`${entry}/scan`)
    const form = { ...readEnrollment(shown), next, code: codeFor(site, readKey(shown)) }
    expect((await visitor.post(`${entry}/scan`, form)).headers.get('location')).toBe(codes)
    const list = await visitor.text(codes)
    expect(readRecoveryCodes(list)).toHaveLength(10)
    let answer = await visitor.post(codes, { saved: 'yes', list: readHidden(list, 'list') })
    while (answer.status === 303) answer = await visitor.get(answer.headers.get('location') ?? '')
    const end = await answer.text()
    expect(end).toContain('<h2>Two-factor authentication is on</h2>')
    expect(end).not.toContain(codesOver)
    expect(await readTypes(site)).toEqual([['totp', 'active']])
  })

  it('says nothing of a QR code to who has begun none', async () => {
    const { site } = await scanTooLate()
    const visitor = site.visitor()
    const { headers } = await signIn(visitor)
    expect(headers.get('location')).toBe(`${entry}?next=%2F`)
    expect(await visitor.text(`${entry}?next=%2F`)).not.toContain(isOver)
    await visitor.post(entry, { next: '/' })
    expect(await visitor.text(`${entry}/scan?next=%2F`)).not.toContain(wornOut)
  })
})

describe('the page of the QR code, after the set-up', () => {
  it('leads to the recovery codes until they are saved, and calls none lost that are', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    await visitor.post(`${settings}/set-up`, {})
    const page = await visitor.text(scan)
    await visitor.post(scan, { ...readEnrollment(page), code: codeFor(site, readKey(page)) })
    expect((await visitor.get(scan)).headers.get('location')).toBe(codes)
    const list = readHidden(await visitor.text(codes), 'list')
    await visitor.post(codes, { saved: 'yes', list })
    expect((await visitor.get(scan)).headers.get('location')).toBe(settings)
  })
})
