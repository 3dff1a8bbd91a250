import { describe, expect, it } from 'vitest'
import type { PolicyRule } from '../../../../sdk/src/index.ts'
import { createAdmin } from '../admins.ts'
import { createTestSite, password, showFactor, signIn, turnOn } from '../test-site.ts'

const path = '/settings/two-factor/turn-off'
const dayMs = 86_400_000

/** Anna, who had a factor before her clinic required one by this rule, with a fresh code shown. */
async function openUnder(rule: PolicyRule) {
  const site = await createTestSite()
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor)
  const owner = await createAdmin(site)
  await owner.prove()
  const stepUp = owner.visitor.cookies.get('__Host-fresh-factor')
  const place = { organizationId: 'harbour', actorId: 'olivia' }
  const set = await site.twoFactor.policy.setOrganization({ ...place, rule, stepUp })
  expect(set.status).toBe('ok')
  await showFactor(site, visitor, key)
  return { site, visitor, key }
}

describe('turning off what the clinic requires', () => {
  it('says that grace begins with the next sign-in, which then goes straight in', async () => {
    const { site, visitor } = await openUnder({ default: 'required', graceDays: 14 })
    const page = await visitor.text(path)
    expect(page).toContain(
      'Two-factor authentication is required of you by Harbour Physio, 14 days after your next sign-in. You can turn it off, but from then on',
    )
    expect(page).not.toContain('by Harbour Physio. You can')
    await visitor.post('/language', { locale: 'sv', next: path })
    expect(await visitor.text(path)).toContain(
      'Harbour Physio kräver tvåfaktorsautentisering 14 dagar efter din nästa inloggning. Du kan slå av den, men måste från och med då',
    )
    await visitor.post(path, { password })
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
    expect((await signIn(site.visitor())).headers.get('location')).toBe('/')
    site.clock.advance(14 * dayMs)
    expect((await signIn(site.visitor())).headers.get('location')).toContain('/sign-in/set-up')
  })

  it('names the day from which it is required, where that is known', async () => {
    const from = Date.parse('2026-12-05T00:00:00Z')
    const { site, visitor } = await openUnder({ default: 'required', graceDays: 0, from })
    expect(await visitor.text(path)).toContain(
      'From 5 December 2026 two-factor authentication is required of you by Harbour Physio.',
    )
    await visitor.post('/language', { locale: 'sv', next: path })
    expect(await visitor.text(path)).toContain(
      'Från 5 december 2026 kräver Harbour Physio tvåfaktorsautentisering.',
    )
    await visitor.post(path, { password })
    expect((await signIn(site.visitor())).headers.get('location')).toBe('/')
  })

  it('says that it has to be set up again to sign in where there is no grace', async () => {
    const { site, visitor } = await openUnder({ default: 'required', graceDays: 0 })
    expect(await visitor.text(path)).toContain(
      'by Harbour Physio. You can turn it off, but you have to set it up again to sign in.',
    )
    await visitor.post(path, { password })
    expect((await signIn(site.visitor())).headers.get('location')).toContain('/sign-in/set-up')
  })
  it('asks for the password once, however long ago the sign-in was', async () => {
    const { site, visitor, key } = await openUnder({ default: 'required', graceDays: 0 })
    site.clock.advance(21 * 60_000)
    await showFactor(site, visitor, key)
    const copy = visitor.clone()
    const done = await visitor.post(path, { password })
    expect(done.headers.get('location')).toBe('/settings/two-factor?notice=off')
    expect((await copy.get('/settings')).headers.get('location')).toMatch(/^\/sign-in\?/)
    const led = await visitor.get('/settings/two-factor?notice=off')
    expect(led.headers.get('location')).toMatch(/^\/sign-in\/set-up\?/)
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
  })
})
