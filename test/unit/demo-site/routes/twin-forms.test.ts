import { expect, it } from 'vitest'
import { createAdmin, readMails, readTypes } from '../admins.ts'
import { createPostgresDatabase } from '../databases.ts'
import { anna, codeFor, createTestSite, openTwin, readHidden, signIn, turnOn } from '../test-site.ts'

const members = '/clinics/harbour/members'
const addPhone = '/settings/two-factor/add-phone'
const rounds = 3

/** Olivia, who has shown a factor, at two processes at once. */
async function openOwner() {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  const twin = openTwin(site)
  const { visitor, prove } = await createAdmin(site)
  await prove()
  /** Opens a form and sends it to both; what each of them answers. */
  async function sendTwice(path: string, fields: Record<string, string>) {
    const form = readHidden(await visitor.text(path), 'form')
    const there = twin.visitor(visitor.cookies)
    const answers = await Promise.all([visitor, there].map((who) => who.post(path, { form, ...fields })))
    return answers.map(({ status, headers }) => headers.get('location') ?? status)
  }
  return { site, sendTwice }
}

it('a form that was refused is refused by the process that it reached second, too', async () => {
  const { site, sendTwice } = await openOwner()
  for (let round = 0; round < rounds; round++) {
    expect(await sendTwice(`${members}/anna/reset`, { reason: ' ' })).toEqual([422, 422])
    expect(await sendTwice(addPhone, { number: '070', name: 'My phone' })).toEqual([422, 422])
    // Anna has no factor.
    const none = `${members}/anna?notice=not-enrolled`
    expect(await sendTwice(`${members}/anna/allow-once`, { reason: 'Lost it' })).toEqual([none, none])
  }
  const invite = { address: 'nell@somewhere.example', name: 'Nell', role: 'practitioner' }
  for (let sent = 0; sent < 5; sent++)
    expect(await sendTwice('/clinics/harbour/invite', invite)).toEqual(
      Array(2).fill(`${members}?notice=invited`),
    )
  for (let round = 0; round < rounds; round++)
    expect(await sendTwice('/clinics/harbour/invite', invite)).toEqual([429, 429])
  expect(await readMails(site, invite.address)).toHaveLength(5)
  expect(await readTypes(site, 'anna')).toEqual([])
})

it('a form that had its effect says in the other process that it was sent before', async () => {
  const { site, sendTwice } = await openOwner()
  for (const act of ['take-access', 'give-access'] as const) {
    const told = await sendTwice(`${members}/anna/${act}`, { reason: 'On leave' })
    const notices = [act === 'take-access' ? 'access-taken' : 'access-given', 'sent-twice']
    expect(told.sort()).toEqual(notices.map((notice) => `${members}/anna?notice=${notice}`).sort())
  }
  expect(await readMails(site, anna)).toHaveLength(2)
})

it('a code for a new password that two processes judge at once lets one of them by, and the other says so', async () => {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  const twin = openTwin(site)
  const { key } = await turnOn(site, site.visitor())
  const path = '/new-password/code'
  for (let round = 0; round < rounds; round++) {
    site.clock.advance(60_000)
    const here = site.visitor()
    await here.post('/forgotten-password', { address: anna })
    const link = (await readMails(site, anna)).map(({ body }) => /\/new-password\?token=\S+/.exec(body)?.[0])
    await here.get(link.findLast(Boolean) ?? '')
    await here.get(path)
    const there = twin.visitor(here.cookies)
    const before = there.cookies.get('__Host-new-password')
    const form = { code: codeFor(site, key), account: anna }
    const sent = await Promise.all(
      [here, there].map(async (who) => ({ who, answer: await who.post(path, form) })),
    )
    const places = sent.map(({ answer }) => answer.headers.get('location'))
    expect([...places].sort()).toEqual(['/new-password', `${path}?notice=accepted`])
    for (const { who, answer } of sent) {
      if (answer.headers.get('location') === '/new-password') {
        expect(await who.text('/new-password')).toContain('name="password"')
        // Where its cookie has come by then, the other goes on.
        const both = site.visitor()
        for (const [name, value] of who.cookies) both.cookies.set(name, value)
        expect((await both.get(`${path}?notice=accepted`)).headers.get('location')).toBe('/new-password')
      } else {
        expect(who.cookies.get('__Host-new-password')).toBe(before)
        expect(await who.text(`${path}?notice=accepted`)).toContain(
          'Your code was just accepted in another window',
        )
        expect((await who.get('/new-password')).headers.get('location')).toBe(path)
      }
    }
    await Promise.all([site.twoFactor.settle(), twin.settle()])
  }
  const types = await readTypes(site, 'anna')
  expect(types.filter((type) => type === 'password_reset.verified')).toHaveLength(rounds)
  expect(types).not.toContain('code.rejected')
})

it('a code for a sign-in that two processes judge at once is called used in neither', async () => {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  const twin = openTwin(site)
  const { key } = await turnOn(site, site.visitor())
  for (let round = 0; round < rounds; round++) {
    site.clock.advance(60_000)
    const here = site.visitor()
    await signIn(here)
    const there = twin.visitor(here.cookies)
    const form = { code: codeFor(site, key), next: '/settings', account: anna }
    const sent = await Promise.all(
      [here, there].map(async (who) => ({ who, answer: await who.post('/sign-in/code', form) })),
    )
    const beaten = sent.filter(({ answer }) => answer.headers.get('location') !== '/settings')
    expect(beaten).toHaveLength(1)
    const place = beaten[0]?.answer.headers.get('location') ?? ''
    expect(place).toMatch(/^\/sign-in\?notice=(accepted|ended)&next=%2Fsettings$/)
    expect(await beaten[0]?.who.text(place)).toMatch(/accepted in another window|has already been used/)
    const first = sent.find(({ who }) => who !== beaten[0]?.who)
    expect((await first?.who.get(place))?.headers.get('location')).toBe('/settings')
  }
  expect((await readTypes(site, 'anna')).filter((type) => type === 'login.verified')).toHaveLength(rounds)
})
