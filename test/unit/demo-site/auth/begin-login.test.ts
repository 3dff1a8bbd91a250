import type { TwoFactor } from 'countersign'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import { anna, codeFor, createTestSite, password, signIn, type TestSite, turnOn } from '../test-site.ts'
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
