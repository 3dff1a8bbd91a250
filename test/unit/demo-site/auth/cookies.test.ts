import { describe, expect, it } from 'vitest'
import { codeFor, createTestSite, signIn, turnOn } from '../test-site.ts'

describe('a cookie of the site', () => {
  it('is for this host alone, over TLS alone, and out of reach of scripts', async () => {
    const site = await createTestSite()
    const answers = [
      await signIn(site.visitor()),
      await site.visitor().post('/language', { locale: 'sv', next: '/' }),
      await site.visitor().get('/new-password?token=x'),
    ]
    const { key } = await turnOn(site, site.visitor())
    const waiting = site.visitor()
    answers.push(await signIn(waiting))
    site.clock.advance(30_000)
    answers.push(await waiting.post('/sign-in/code', { code: codeFor(site, key) }))
    const cookies = answers.flatMap(({ headers }) => headers.getSetCookie())
    expect(cookies.length).toBeGreaterThan(4)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-/)
      expect(cookie).toMatch(/; Path=\/(;|$)/)
      expect(cookie).toMatch(/; HttpOnly(;|$)/)
      expect(cookie).toMatch(/; Secure(;|$)/)
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)(;|$)/)
      expect(cookie).not.toMatch(/; Domain=/)
    }
  })
})
