import { describe, expect, test } from 'vitest'
import { anna, codeFor, createTestSite, turnOn, wrongCodeFor } from '../test-site.ts'

async function open() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const { key } = await turnOn(site, visitor)
  site.clock.advance(30_000)
  const [person] = await site.db.all<{ id: string }>('SELECT id FROM users WHERE address = ?', anna)
  return { site, visitor, key, userId: person?.id as string }
}

describe('a step-up', () => {
  test('leads a right code back to where it was asked for, with a proof that the SDK knows', async () => {
    const { site, visitor, key, userId } = await open()
    const page = await visitor.text('/step-up?next=%2Fsettings')
    expect(page).toContain('Show that it is you')
    const judged = await visitor.post('/step-up?next=%2Fsettings', { code: codeFor(site, key) })
    expect([judged.status, judged.headers.get('location')]).toEqual([303, '/settings'])
    const cookie = judged.headers.getSetCookie().find((text) => text.startsWith('__Host-fresh-factor='))
    const stepUp = /=([^;]+)/.exec(cookie ?? '')?.[1]
    expect(await site.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(true)
    site.clock.advance(600_000)
    expect(await site.twoFactor.stepUp.isFresh({ userId, stepUp })).toBe(false)
  })

  test('goes nowhere with a wrong code, and never off this site', async () => {
    const { site, visitor, key } = await open()
    const wrong = await visitor.post('/step-up?next=%2Fsettings', { code: wrongCodeFor(site, key) })
    expect(wrong.status).toBe(422)
    expect(wrong.headers.getSetCookie().join()).not.toContain('fresh-factor')
    const judged = await visitor.post('/step-up?next=https%3A%2F%2Fevil.example', {
      code: codeFor(site, key),
    })
    expect(judged.headers.get('location')).toBe('/')
  })

  test('sends who has no factor to the settings, and who is not signed in to the sign-in', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    expect((await visitor.get('/step-up')).headers.get('location')).toBe('/sign-in?next=%2Fstep-up')
    await visitor.post('/sign-in', { address: anna, password: 'harbour-demo-2026' })
    expect((await visitor.get('/step-up')).headers.get('location')).toBe('/settings/two-factor')
  })
})
