import { describe, expect, it } from 'vitest'
import { owner, readMails, readTypes } from '../admins.ts'
import { createPostgresDatabase } from '../databases.ts'
import { mailQuestion } from '../entries.ts'
import { askForLink, listTypes, press, readLink, tokenOf, waitFor, written } from '../recoveries.ts'
import { anna, codeFor, createTestSite, openTwin, signIn, turnOn } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const bo = 'bo@harbour.example'
const day = 86_400_000

async function open() {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  return { site, twin: openTwin(site) }
}

/** Presses the button and goes where the answer leads. */
async function follow(visitor: Visitor, link: string): Promise<string> {
  const pressed = await press(visitor, link, written)
  return (await visitor.get(pressed.headers.get('location') ?? '')).text()
}

describe('a mailed link that two processes see at once', () => {
  it.each([
    ['request', 'You have asked for account recovery'],
    ['cancel', 'You called it off'],
    ['complete', 'The account recovery is complete'],
  ] as const)('says in both what it has done: %s', async (leads, words) => {
    const { site, twin } = await open()
    const [here, there, looking] = [site.visitor(), twin.visitor(), twin.visitor()]
    let link: string
    if (leads === 'request') {
      await turnOn(site, site.visitor())
      link = await askForLink(site, here, anna)
    } else {
      const { completeLink, readyCancelLink } = await waitFor(site)
      link = leads === 'cancel' ? readyCancelLink : completeLink
    }
    const before = (await listTypes(site)).length
    const [first, second, seen] = await Promise.all([
      follow(here, link),
      follow(there, link),
      readLink(looking, link),
    ])
    for (const page of [first, second]) expect(page).toContain(words)
    // A look that came before says what the button does.
    expect(seen).not.toContain('This link no longer works')
    for (const visitor of [here, there, looking]) expect(await readLink(visitor, link)).toContain(words)
    expect((await listTypes(site)).length).toBe(before + 1)
  })

  it('says in both that the person has said yes to an admin, whose act happens once', async () => {
    const { site, twin } = await open()
    const { link } = await mailQuestion(site)
    const words = 'Your two-factor authentication was reset'
    const pages = await Promise.all([
      follow(site.visitor(), link),
      follow(twin.visitor(), link),
      readLink(twin.visitor(), link),
    ])
    for (const page of pages.slice(0, 2)) expect(page).toContain(words)
    expect(pages[2]).not.toContain('This link no longer works')
    await twin.settle()
    expect((await readMails(site, bo)).filter(({ subject }) => subject === words)).toHaveLength(1)
  })

  it('passes the wish for a new one on once, whichever hears of it', async () => {
    const { site, twin } = await open()
    const token = tokenOf((await mailQuestion(site)).link)
    site.clock.advance(2 * day)
    const visitors = [site.visitor(), twin.visitor(), site.visitor(), twin.visitor()]
    const answers = await Promise.all(visitors.map((who) => who.post('/admin-request/again', { token })))
    for (const { headers } of answers)
      expect(headers.get('location')).toBe('/admin-request/again?notice=passed-on')
    await Promise.all([site.errands.settle(), twin.settle()])
    const mails = await readMails(site, owner)
    expect(mails.filter(({ subject }) => subject.endsWith('asks you to ask again'))).toHaveLength(1)
  })
})

describe('one form with a code that two processes judge at once', () => {
  it.each([
    ['a sign-in', '/sign-in/code'],
    ['a step-up', '/step-up'],
  ])('lets one by and alarms nobody: %s', async (_name, path) => {
    const { site, twin } = await open()
    const { key } = await turnOn(site, site.visitor())
    for (let round = 0; round < 4; round++) {
      site.clock.advance(90_000)
      const here = site.visitor()
      await signIn(here)
      if (path === '/step-up') {
        await here.post('/sign-in/code', { code: codeFor(site, key) })
        site.clock.advance(11 * 60_000)
        await here.get('/step-up?next=%2Fsettings')
      }
      const there = twin.visitor(here.cookies)
      const form = { code: codeFor(site, key), next: '/settings' }
      const answers = await Promise.all([here.post(path, form), there.post(path, form)])
      expect(answers.map(({ status }) => status)).toContain(303)
      await Promise.all([site.twoFactor.settle(), twin.settle()])
      expect(await readTypes(site, 'anna')).not.toContain('code.rejected')
    }
    const subjects = (await readMails(site, anna)).map(({ subject }) => subject)
    expect(subjects).not.toContain('A used code was entered again')
    const types = await readTypes(site, 'anna')
    const verified = path === '/step-up' ? 'step_up.verified' : 'login.verified'
    expect(types.filter((type) => type === verified)).toHaveLength(4)
  })
})
