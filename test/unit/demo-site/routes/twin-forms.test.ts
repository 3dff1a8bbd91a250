import { expect, it } from 'vitest'
import { createAdmin, readMails, readTypes } from '../admins.ts'
import { createPostgresDatabase } from '../databases.ts'
import { judgeTogether } from '../judge-together.ts'
import { addPhone } from '../phones.ts'
import { anna, codeFor, createTestSite, openTwin, readHidden, signIn, turnOn } from '../test-site.ts'

const members = '/clinics/harbour/members'
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
  /** The same, and the pages that the answers lead to. */
  async function follow(path: string, fields: Record<string, string>) {
    const form = readHidden(await visitor.text(path), 'form')
    const pages = [visitor, twin.visitor(visitor.cookies)].map(async (who) => {
      const answer = await who.post(path, { form, ...fields })
      return who.text(answer.headers.get('location') ?? '')
    })
    return Promise.all(pages)
  }
  return { site, sendTwice, follow }
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

it.each([
  [addPhone, 'Enter the code from the SMS'],
  ['/settings/two-factor/new-recovery-codes', 'Save your recovery codes'],
])('a form that leads on to what it has begun finds that in the other process: %s', async (path, words) => {
  const { follow } = await openOwner()
  for (let round = 0; round < rounds; round++)
    for (const page of await follow(path, { number: `07400 12345${round}`, name: `Phone ${round}` }))
      expect(page).toContain(words)
})

/** Anna with a factor, at two processes at once. */
async function openAnna() {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  const twin = openTwin(site)
  const { key } = await turnOn(site, site.visitor())
  site.clock.advance(60_000)
  return { site, twin, key, here: site.visitor() }
}

it('a code for a new password that two processes judge at once lets one of them by, and the other says so', async () => {
  const { site, twin, key, here } = await openAnna()
  const path = '/new-password/code'
  await here.post('/forgotten-password', { address: anna })
  const [link = ''] = /\/new-password\?token=\S+/.exec((await readMails(site, anna)).at(-1)?.body ?? '') ?? []
  await here.get(link)
  await here.get(path)
  const [there, late] = [twin.visitor(here.cookies), twin.visitor(here.cookies)]
  const own = here.cookies.get('__Host-new-password')
  const form = { code: codeFor(site, key), account: anna }
  const visitors = [here, there]
  const answers = await judgeTogether(
    site.db,
    ['factors', 'challenges'],
    visitors.map((who) => () => who.post(path, form)),
  )
  // Longer than one process gives the same answer again.
  site.clock.advance(4000)
  answers.push(await late.post(path, form))
  visitors.push(late)
  const places = answers.map(({ headers }) => headers.get('location'))
  const accepted = `${path}?notice=accepted`
  expect([...places].sort()).toEqual(['/new-password', accepted, accepted])
  for (const [index, who] of visitors.entries()) {
    if (places[index] === '/new-password') {
      expect(await who.text('/new-password')).toContain('name="password"')
      // To here the others lead too where the cookie of this answer has come by then.
      expect((await who.get(accepted)).headers.get('location')).toBe('/new-password')
    } else {
      expect(who.cookies.get('__Host-new-password')).toBe(own)
      expect(await who.text(accepted)).toContain('Your code was just accepted in another window')
      expect((await who.get('/new-password')).headers.get('location')).toBe(path)
    }
  }
  await Promise.all([site.twoFactor.settle(), twin.settle()])
  const types = await readTypes(site, 'anna')
  expect(types.filter((type) => type === 'password_reset.verified')).toHaveLength(1)
  expect(types).not.toContain('code.rejected')
})

it('a code for a sign-in that two processes judge at once is called used in neither', async () => {
  const { site, twin, key, here } = await openAnna()
  await signIn(here, anna, '/settings')
  const there = twin.visitor(here.cookies)
  const form = { code: codeFor(site, key), next: '/settings', account: anna }
  const visitors = [here, there]
  const answers = await judgeTogether(
    site.db,
    ['factors', 'challenges'],
    visitors.map((who) => () => who.post('/sign-in/code', form)),
  )
  const places = answers.map(({ headers }) => headers.get('location') ?? '')
  const [first, second] = places[0] === '/settings' ? [here, there] : [there, here]
  const place = places.find((one) => one !== '/settings') ?? ''
  // Ended: the first was so much faster that nothing was left to judge.
  expect([...places].sort()).toEqual([
    '/settings',
    expect.stringMatching(/^\/sign-in\?notice=(accepted|ended)&next=%2Fsettings$/),
  ])
  expect(await second.text(place)).toMatch(/just accepted in another window|has already been used/)
  expect((await second.get('/settings')).status).toBe(303)
  // With the session of the first, which the second leads to where its cookie has come by then.
  expect((await first.get(place)).headers.get('location')).toBe('/settings')
  await Promise.all([site.twoFactor.settle(), twin.settle()])
  const types = await readTypes(site, 'anna')
  expect(types.filter((type) => type === 'login.verified')).toHaveLength(1)
  expect(types).not.toContain('code.rejected')
})
