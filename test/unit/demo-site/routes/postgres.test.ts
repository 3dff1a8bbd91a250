import { expect, it } from 'vitest'
import { createPostgresDatabase } from '../databases.ts'
import { anna, codeFor, createTestSite, readHidden, signIn, turnOn } from '../test-site.ts'

const codes = '/settings/two-factor/recovery-codes'

it('tells the whole story on PostgreSQL too', async () => {
  const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
  expect(site.db.engine).toBe('postgres')
  const visitor = site.visitor()
  const { key, recoveryCodes } = await turnOn(site, visitor)
  const list = readHidden(await visitor.text(codes), 'list')
  expect((await visitor.post(codes, { list, saved: 'yes' })).status).toBe(303)
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
  await site.twoFactor.settle()
  expect(await replay.text('/mailbox')).toContain('A recovery code was used')

  const forgetful = site.visitor()
  expect((await forgetful.post('/sign-in', { address: 'a\0b@x.example', password: 'x' })).status).toBe(400)
  site.clock.advance(60_000)
  await forgetful.post('/forgotten-password', { address: anna })
  const [mail] = await site.db.all<{ body: string }>("SELECT body FROM outbox WHERE body LIKE '%token=%'")
  await forgetful.get(`/new-password?token=${/token=(\S+)/.exec(mail?.body ?? '')?.[1]}`)
  await forgetful.post('/new-password/code', { code: codeFor(site, key) })
  const stored = await forgetful.post('/new-password', { account: anna, password: 'four words in a row' })
  expect(stored.headers.get('location')).toBe('/sign-in?notice=password-changed')
  expect((await replay.get('/notes')).status).toBe(303)
})
