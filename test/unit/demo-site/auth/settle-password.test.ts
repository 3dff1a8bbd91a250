import { expect, it } from 'vitest'
import { hashPassword } from '../../../../demo-site/src/auth/passwords.ts'
import { storeNewPassword } from '../../../../demo-site/src/data/password-resets.ts'
import { findPasswordHash, findSettling } from '../../../../demo-site/src/data/people.ts'
import { anna, codeFor, createTestSite, password, signIn, type TestSite, turnOn } from '../test-site.ts'

const fresh = 'four quiet lanterns'

/** The first half of a change of Anna's password: the site has stored it, and Countersign knows nothing of it yet. */
async function storeOnly(site: TestSite): Promise<void> {
  const now = site.clock.now()
  const reset = { tokenHash: 'one', userId: 'anna', expiresAt: now + 1 }
  await site.db.run(
    'INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
    ...[reset.tokenHash, reset.userId, now, reset.expiresAt],
  )
  expect(await storeNewPassword(site.db, reset, { passwordHash: await hashPassword(fresh), now })).toBe(true)
}

async function enrolled() {
  const site = await createTestSite()
  const { key } = await turnOn(site, site.visitor())
  site.clock.advance(60_000)
  return { site, key }
}

const sessionsOf = (site: TestSite) => site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")

it.each(['page', 'API'])(
  'lets no sign-in that waits for its code end in a session between the two halves of a new password, by the %s',
  async (by) => {
    const { site, key } = await enrolled()
    const visitor = site.visitor()
    if (by === 'page') {
      await signIn(visitor)
      await storeOnly(site)
      const sent = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
      expect(sent.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
    } else {
      const begun = await visitor.json('/api/v1/sessions', { address: anna, password })
      const { challenge } = (await begun.json()) as { challenge: string }
      await storeOnly(site)
      const answer = { challenge, method: 'totp', code: codeFor(site, key) }
      expect((await visitor.json('/api/v1/sessions/verify', answer)).status).toBe(410)
    }
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await sessionsOf(site)).toEqual([])
    expect(await findPasswordHash(site.db, 'anna')).toBe('')
  },
)

it('goes on where a crash has cut it short, at the next sign-in, and ends what waited by then', async () => {
  const { site, key } = await enrolled()
  const waiting = site.visitor()
  await signIn(waiting)
  await storeOnly(site)
  const visitor = site.visitor()
  expect((await visitor.post('/sign-in', { address: anna, password })).status).toBe(422)
  expect(await findSettling(site.db, 'anna')).not.toBeNull()
  const begun = await visitor.post('/sign-in', { address: anna, password: fresh })
  expect(begun.headers.get('location')).toMatch(/^\/sign-in\/code/)
  expect(await findSettling(site.db, 'anna')).toBeNull()
  const late = await waiting.post('/sign-in/code', { code: codeFor(site, key) })
  expect(late.headers.get('location')).toBe('/sign-in?notice=ended&next=%2F')
  expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).headers.get('location')).toBe(
    '/',
  )
  expect(await sessionsOf(site)).toHaveLength(1)
})
