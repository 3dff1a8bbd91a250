import type { TwoFactor } from 'countersign'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import { createOwner } from '../entries.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  readHidden,
  readKey,
  signIn,
  type TestSite,
  turnOn,
} from '../test-site.ts'
import { createVisitor } from '../visitor.ts'

/** The site in which Anna's password becomes another one as soon as Countersign has answered `verb` for the first time. */
function changingPassword(site: TestSite, verb: 'begin' | 'verify') {
  const answers: unknown[] = []
  const { login } = site.twoFactor
  const changed = async <Answer>(asked: Promise<Answer>) => {
    const answer = await asked
    // The new password without what follows it: that has come too early for what was begun just now.
    if (answers.push(answer) === 1) {
      await site.db.run("UPDATE users SET password_hash = 'another' WHERE id = 'anna'")
      await site.db.run("DELETE FROM sessions WHERE user_id = 'anna'")
    }
    return answer
  }
  const racing: TwoFactor['login'] =
    verb === 'begin'
      ? { ...login, begin: (input) => changed(login.begin(input)) }
      : { ...login, verify: (input) => changed(login.verify(input)) }
  const app = createApp({ ...site, twoFactor: { ...site.twoFactor, login: racing } })
  return { visitor: createVisitor(app), answers }
}

const sessionsOf = (site: TestSite) => site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")

describe('a sign-in that is under way while the password is changed', () => {
  it.each(['page', 'API'])('makes no session of the old password alone, by the %s', async (by) => {
    const site = await createTestSite()
    const { visitor } = changingPassword(site, 'begin')
    const form = { address: anna, password }
    const answer = await (by === 'page'
      ? visitor.post('/sign-in', form)
      : visitor.json('/api/v1/sessions', form))
    expect(answer.status).toBe(422)
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
  })

  it.each(['page', 'API'])('does not wait for a code either, by the %s', async (by) => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const { visitor, answers } = changingPassword(site, 'begin')
    const form = { address: anna, password }
    const answer = await (by === 'page'
      ? visitor.post('/sign-in', form)
      : visitor.json('/api/v1/sessions', form))
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('"challenge"')
    expect(visitor.cookies.has('__Host-waiting-sign-in')).toBe(false)
    const [{ status, token }] = answers as [{ status: string; token: string }]
    expect(status).toBe('challenge')
    expect((await site.twoFactor.login.describe({ token })).status).toBe('expired')
  })

  it.each(['page', 'API'])('ends at its code at the latest, by the %s', async (by) => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const { visitor, answers } = changingPassword(site, 'verify')
    const code = codeFor(site, key)
    if (by === 'page') {
      await signIn(visitor)
      const sent = await visitor.post('/sign-in/code', { code })
      expect(sent.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
    } else {
      const begun = await visitor.json('/api/v1/sessions', { address: anna, password })
      const { challenge } = (await begun.json()) as { challenge: string }
      const verified = await visitor.json('/api/v1/sessions/verify', { challenge, method: 'totp', code })
      expect(verified.status).toBe(410)
    }
    expect(answers).toMatchObject([{ status: 'ok' }])
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
  })
})

/** The site in which Anna is reset as soon as Countersign has answered `verb` well, before the site hears of that. */
async function resettingAfter(verb: 'begin' | 'verify' | 'confirm') {
  const site = await createTestSite()
  const owner = await createOwner(site)
  const statuses: string[] = []
  const then = async <Answer extends { status: string }>(asked: Promise<Answer>) => {
    const answer = await asked
    if (statuses.length === 0 && ['ok', 'complete'].includes(answer.status)) {
      statuses.push(answer.status, (await owner.reset('anna')).status)
      await site.twoFactor.settle()
    }
    return answer
  }
  const { login, enrollment } = site.twoFactor
  const racing: Pick<TwoFactor, 'login' | 'enrollment'> = {
    login: {
      ...login,
      ...(verb === 'begin' && { begin: (input) => then(login.begin(input)) }),
      ...(verb === 'verify' && { verify: (input) => then(login.verify(input)) }),
    },
    enrollment: {
      ...enrollment,
      ...(verb === 'confirm' && { confirm: (input) => then(enrollment.confirm(input)) }),
    },
  }
  const app = createApp({ ...site, twoFactor: { ...site.twoFactor, ...racing } })
  return { site, owner, statuses, late: (cookies?: Map<string, string>) => createVisitor(app, cookies) }
}

describe('a sign-in that is under way while an admin resets its person', () => {
  it.each(['page', 'API'])('makes no session of a code that was right before, by the %s', async (by) => {
    const { site, statuses, late } = await resettingAfter('verify')
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const visitor = late()
    const code = codeFor(site, key)
    if (by === 'page') {
      await signIn(visitor)
      const sent = await visitor.post('/sign-in/code', { code })
      expect(sent.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
      expect((await visitor.get('/notes')).headers.get('location')).toBe('/sign-in?next=%2Fnotes')
    } else {
      const begun = await visitor.json('/api/v1/sessions', { address: anna, password })
      const { challenge } = (await begun.json()) as { challenge: string }
      const verified = await visitor.json('/api/v1/sessions/verify', { challenge, method: 'totp', code })
      expect(verified.status).toBe(410)
    }
    expect(statuses).toEqual(['ok', 'ok'])
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
    expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/mailed-code?next=%2F')
  })

  it('makes none of a computer that was trusted before, and calls no password wrong', async () => {
    const { site, statuses, late } = await resettingAfter('begin')
    const known = site.visitor()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    await signIn(known)
    await known.post('/sign-in/code', { code: codeFor(site, key), trust: 'yes' })
    const visitor = late(new Map(known.cookies))
    const sent = await signIn(visitor, anna, '/notes')
    expect(sent.headers.get('location')).toBe('/sign-in?notice=ended&next=%2Fnotes')
    expect(statuses).toEqual(['complete', 'ok'])
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
  })

  it('makes none of a new app that was confirmed before', async () => {
    const { site, owner, statuses, late } = await resettingAfter('confirm')
    expect((await owner.requireFactors()).status).toBe('ok')
    const visitor = late()
    await signIn(visitor)
    await visitor.post('/sign-in/set-up', { next: '/' })
    const page = await visitor.text('/sign-in/set-up/scan')
    const form = { enrollment: readHidden(page, 'enrollment'), code: codeFor(site, readKey(page)) }
    await visitor.post('/sign-in/set-up/scan', form)
    expect(statuses).toEqual(['ok', 'ok'])
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
  })
})
