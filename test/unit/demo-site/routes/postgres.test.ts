import { expect, it } from 'vitest'
import { createPostgresDatabase } from '../databases.ts'
import { codeFor, createTestSite, signIn, turnOn } from '../test-site.ts'

it('tells the whole story on PostgreSQL too', async () => {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  expect(site.db.engine).toBe('postgres')
  const visitor = site.visitor()
  const { key, recoveryCodes } = await turnOn(site, visitor)
  await visitor.post('/settings/two-factor/recovery-codes', { saved: 'yes' })
  await visitor.post('/sign-out', {})
  expect((await visitor.get('/notes')).status).toBe(303)

  site.clock.advance(60_000)
  const code = codeFor(site, key)
  await signIn(visitor)
  expect((await visitor.post('/sign-in/code', { code })).headers.get('location')).toBe('/')
  expect(await visitor.text('/notes')).toContain('Margaret Ellison')

  const replay = site.visitor()
  await signIn(replay)
  expect((await replay.post('/sign-in/code', { code })).status).toBe(422)
  const recovery = { code: recoveryCodes[0] ?? '' }
  expect((await replay.post('/sign-in/recovery', recovery)).headers.get('location')).toBe(
    '/?notice=recovery-used',
  )
  expect(await replay.text('/mailbox')).toContain('A recovery code was used')
})
