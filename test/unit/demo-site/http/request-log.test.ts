import { describe, expect, it } from 'vitest'
import { anna, codeFor, createTestSite, password, signIn, turnOn } from '../test-site.ts'

describe('the log', () => {
  it('has a line of JSON for each request, without what was asked in the query or sent in the form', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { key, recoveryCodes } = await turnOn(site, visitor)
    site.clock.advance(30_000)
    const second = site.visitor()
    await signIn(second)
    const code = codeFor(site, key)
    await second.post('/sign-in/code', { code })
    await site.visitor().post('/forgotten-password', { address: anna })
    await site.errands.settle()
    const [mail] = await site.db.all<{ body: string }>("SELECT body FROM outbox WHERE body LIKE '%token=%'")
    const token = /token=([\w-]+)/.exec(mail?.body ?? '')?.[1] ?? ''
    expect(token.length).toBeGreaterThan(20)
    await site.visitor().get(`/new-password?token=${token}`)
    await site.visitor().post('/sign-in', { address: 'typed-here', password: 'my other password' })

    const lines = site.logged.map((line) => JSON.parse(line))
    expect(lines.filter(({ event }) => event === 'request').map(({ path }) => path)).toContain(
      '/new-password',
    )
    const log = site.logged.join('')
    const cookies = [...visitor.cookies.values(), ...second.cookies.values()]
    for (const secret of [
      ...[password, key, token, anna, 'typed-here', 'my other password', `"${code}"`],
      ...[...recoveryCodes, ...cookies],
    ]) {
      expect(log).not.toContain(secret)
    }
  })

  it('can’t be given a line by what somebody asks for', async () => {
    const site = await createTestSite()
    await site.visitor().get('/x%0A%7B%22event%22:%22sign_in.completed%22%7D')
    await site.visitor().post('/sign-in', { address: 'a\n{"event":"sign_in.completed"}', password: 'x' })
    expect(site.logged.every((line) => line.trimEnd().split('\n').length === 1)).toBe(true)
    expect(site.logged.map((line) => JSON.parse(line).event)).not.toContain('sign_in.completed')
  })
})
