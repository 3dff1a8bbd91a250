import { expect, it, vi } from 'vitest'
import { readTypes } from '../admins.ts'
import { createPostgresDatabase } from '../databases.ts'
import { createOwner, enter, readMailedCode } from '../entries.ts'
import { judgeTogether } from '../judge-together.ts'
import { addPhone, enterNumber, firstNumber } from '../phones.ts'
import {
  codeFor,
  createTestSite,
  openTwin,
  readHidden,
  readKey,
  readRecoveryCodes,
  showFactor,
  signIn,
  type TestSite,
  turnOn,
} from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const state = '/settings/two-factor'
const codes = `${state}/recovery-codes`
const [mailed, setUp] = ['/sign-in/mailed-code', '/sign-in/set-up']
const accepted = '/sign-in?notice=accepted&next=%2F'
const acceptedWords = 'Your code was just accepted in another window'
const session = '__Host-session'

async function open() {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  return { site, twin: openTwin(site) }
}

/** Anna, whose two-factor authentication an owner has reset, in the sign-in that follows. */
async function openEntry({ proven }: { proven: boolean }) {
  const opened = await open()
  const { site } = opened
  await turnOn(site, site.visitor())
  const owner = await createOwner(site)
  expect((await owner.reset('anna')).status).toBe('ok')
  return { ...opened, here: await enter(site, site.visitor(), { proven }) }
}

/** Sends one form to two processes, which judge its code together: the winner comes first. */
async function sendTwice(
  { site, twin, here }: { site: TestSite; twin: ReturnType<typeof openTwin>; here: Visitor },
  tables: readonly string[],
  path: string,
  form: Record<string, string>,
  isWinner: (answer: Response) => boolean,
) {
  const visitors = [here, twin.visitor(here.cookies)]
  const answers = await judgeTogether(
    site.db,
    tables,
    visitors.map((who) => () => who.post(path, form)),
  )
  expect(answers.map(({ status }) => status)).toEqual([303, 303])
  expect(answers.filter(isWinner)).toHaveLength(1)
  const told = visitors.map((who, index) => ({ who, answer: answers[index] as Response }))
  const [winner, loser] = told.sort((one) => (isWinner(one.answer) ? -1 : 1))
  if (!winner || !loser) throw new Error('two have answered')
  await Promise.all([site.twoFactor.settle(), twin.settle()])
  return { winner: winner.who, loser: loser.who, place: loser.answer.headers.get('location') ?? '' }
}

const gains = (name: string) => (answer: Response) =>
  answer.headers.getSetCookie().some((cookie) => cookie.startsWith(`${name}=`) && !/=;/.test(cookie))

const newestSms = async (site: TestSite) => {
  const sql = "SELECT body FROM outbox WHERE kind = 'sms' ORDER BY sent_at DESC LIMIT 1"
  return /\d{6}/.exec((await site.db.get<{ body: string }>(sql))?.body ?? '')?.[0] ?? ''
}

it('a mailed code that two processes judge at once is called used in neither', async () => {
  const opened = await openEntry({ proven: false })
  const { site } = opened
  const form = { code: await readMailedCode(site) }
  const waiting = gains('__Host-waiting-set-up')
  const { winner, loser, place } = await sendTwice(
    opened,
    ['sent_codes', 'challenges'],
    mailed,
    form,
    waiting,
  )
  expect(place).toBe(`${setUp}?next=%2F`)
  // The browser has the cookie of the first answer by then.
  expect((await winner.get(place)).status).toBe(200)
  // Or it has not.
  const own = loser.cookies.get('__Host-waiting-set-up')
  expect((await loser.get(place)).headers.get('location')).toBe(accepted)
  expect(await loser.text(accepted)).toContain(acceptedWords)
  expect(loser.cookies.get('__Host-waiting-set-up')).toBe(own)
  const types = await readTypes(site, 'anna')
  expect(types.filter((type) => type === 'enroll.verified')).toHaveLength(1)
  expect(types).not.toContain('code.rejected')
})

it.each(['app', 'phone'] as const)(
  'the first code of a set-up inside a sign-in makes one session at two processes, and nobody is asked again: %s',
  async (kind) => {
    const opened = await openEntry({ proven: true })
    const { site, here } = opened
    const path = kind === 'app' ? `${setUp}/scan` : `${setUp}/phone/code`
    if (kind === 'app') await here.post(setUp, {})
    else {
      const form = readHidden(await here.text(`${setUp}/phone`), 'form')
      await here.post(`${setUp}/phone`, { form, number: firstNumber, name: '' })
    }
    const page = await here.text(path)
    const code = kind === 'app' ? codeFor(site, readKey(page)) : await newestSms(site)
    const form = { enrollment: readHidden(page, 'enrollment'), code }
    const tables = kind === 'app' ? ['accounts', 'factors'] : ['sent_codes', 'factors']
    const { winner, loser, place } = await sendTwice(opened, tables, path, form, gains(session))
    expect((await winner.get(place)).headers.get('location')).toBe(codes)
    expect(readRecoveryCodes(await winner.text(codes))).toHaveLength(10)
    expect((await loser.get(place)).headers.get('location')).toBe(accepted)
    expect(await loser.text(accepted)).toContain(acceptedWords)
    const types = await readTypes(site, 'anna')
    expect(types.filter((type) => type === 'factor.replaced')).toHaveLength(1)
    expect(types).not.toContain('enrollment.rejected')
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(1)
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toHaveLength(1)
  },
)

it.each(['app', 'phone'] as const)(
  'the first code of a first factor turns it on once at two processes, and leads both to the recovery codes: %s',
  async (kind) => {
    const opened = { ...(await open()) }
    const { site } = opened
    const here = site.visitor()
    await signIn(here)
    const path = kind === 'app' ? `${state}/set-up/scan` : `${addPhone}/code`
    if (kind === 'app') await here.post(`${state}/set-up`, {})
    else await enterNumber(here, firstNumber)
    const page = await here.text(path)
    const code = kind === 'app' ? codeFor(site, readKey(page)) : await newestSms(site)
    const form = { enrollment: readHidden(page, 'enrollment'), code }
    const tables = kind === 'app' ? ['accounts', 'factors'] : ['sent_codes', 'factors']
    const { winner, place } = await sendTwice({ ...opened, here }, tables, path, form, gains(session))
    expect(place).toBe(codes)
    expect(readRecoveryCodes(await winner.text(place))).toHaveLength(10)
    const types = await readTypes(site, 'anna')
    expect(types.filter((type) => type === 'two_factor.enabled')).toHaveLength(1)
    expect(types).not.toContain('enrollment.rejected')
  },
)

it.each([
  ['one more', 'added', 2],
  ['the place of the old one', 'replaced', 1],
] as const)(
  'the first code of an app in a session is told alike at two processes: %s',
  async (_name, notice, count) => {
    const opened = await open()
    const { site } = opened
    const here = site.visitor()
    const { key } = await turnOn(site, here)
    await showFactor(site, here, key)
    const [old] = await site.twoFactor.factors.list({ userId: 'anna' })
    const replaces = notice === 'replaced' ? (old?.id ?? '') : ''
    await here.post(`${state}/add-app?replaces=${replaces}`, { name: 'Tablet' })
    const path = `${state}/add-app/scan`
    const page = await here.text(path)
    const form = { enrollment: readHidden(page, 'enrollment'), code: codeFor(site, readKey(page)), replaces }
    const tables = ['accounts', 'factors']
    const { winner, place } = await sendTwice({ ...opened, here }, tables, path, form, gains(session))
    expect(place).toBe(`${state}?notice=${notice}`)
    expect((await winner.get(place)).status).toBe(200)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toHaveLength(count)
    expect(await readTypes(site, 'anna')).not.toContain('enrollment.rejected')
  },
)

it('a form that comes while the session of its twin is being raised ends nothing', async () => {
  const { site, twin } = await open()
  const here = site.visitor()
  await signIn(here)
  await here.post(`${state}/set-up`, {})
  const path = `${state}/set-up/scan`
  const page = await here.text(path)
  const form = { enrollment: readHidden(page, 'enrollment'), code: codeFor(site, readKey(page)) }
  const there = twin.visitor(here.cookies)
  const busy =
    "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
  const looking =
    "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT 1 AS one FROM sessions%'"
  const answers = await site.db.transaction(async (held) => {
    await held.all("SELECT id FROM sessions WHERE user_id = 'anna' FOR UPDATE")
    const first = here.post(path, form)
    // Between the code and the new token of the session.
    await vi.waitFor(async () => expect(await site.db.all(busy)).toHaveLength(1), { interval: 10 })
    const second = there.post(path, form)
    await vi.waitFor(async () => expect(await site.db.all(looking)).not.toEqual([]), { interval: 10 })
    return { sent: [first, second] }
  })
  const [first, second] = await Promise.all(answers.sent)
  expect(first?.headers.get('location')).toBe(codes)
  expect(readRecoveryCodes(await here.text(codes))).toHaveLength(10)
  expect(second?.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
  expect(second?.headers.getSetCookie().filter((cookie) => cookie.startsWith(session))).toEqual([])
  expect(await readTypes(site, 'anna')).not.toContain('login.challenged')
})
