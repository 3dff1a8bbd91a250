import { describe, expect, it } from 'vitest'
import { textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { readMails } from '../admins.ts'
import { createOwner, readMailedCode } from '../entries.ts'
import { openSession } from '../sessions.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  signIn,
  type TestSite,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'
import { createProgram } from './program.ts'

const right = { address: anna, password }
const adam = 'admin@harbour.example'

async function createWorld() {
  const site = await createTestSite()
  const { key, recoveryCodes } = await turnOn(site, site.visitor())
  await site.db.run('DELETE FROM sessions')
  return { site, key, recoveryCodes, program: await createProgram(site) }
}

const sessions = (site: TestSite) => site.db.all('SELECT user_id, channel, factor_at FROM sessions')

describe('signing in by the API', () => {
  it('with the password alone gives a token to who has no factor and needs none', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const { status, body } = await program.post('/sessions', right)
    expect([status, body.status]).toEqual([201, 'complete'])
    expect(body.expiresAt).toBe(new Date(site.clock.now() + 86_400_000).toISOString())
    expect(await sessions(site)).toEqual([{ user_id: 'anna', channel: 'api', factor_at: null }])
    expect((await program.get('/notes', body.token)).body.notes).toHaveLength(4)
  })

  it('gives who has a factor a challenge first, which opens nothing, and the token for a code', async () => {
    const { site, key, program } = await createWorld()
    const begun = await program.post('/sessions', right)
    expect(begun).toMatchObject({
      status: 200,
      body: { status: 'challenge', methods: [{ type: 'totp', preferred: true }, { type: 'recovery_code' }] },
    })
    const { challenge } = begun.body
    for (const path of ['/me', '/notes', '/notes/note-1041']) {
      expect((await program.get(path, challenge)).status).toBe(401)
    }
    expect((await program.signOut(challenge)).status).toBe(401)
    expect(await sessions(site)).toEqual([])
    site.clock.advance(30_000)
    const verified = await program.post('/sessions/verify', {
      challenge,
      method: 'totp',
      code: codeFor(site, key),
    })
    expect(verified).toMatchObject({ status: 201, body: { status: 'complete' } })
    expect(await sessions(site)).toEqual([{ user_id: 'anna', channel: 'api', factor_at: site.clock.now() }])
    const me = await program.get('/me', verified.body.token)
    expect(me.body).toMatchObject({
      id: 'anna',
      twoFactor: true,
      clinics: [{ id: 'harbour', practitioner: true }],
    })
    const audit = await site.twoFactor.audit.list({ userId: 'anna' })
    expect(audit.map(({ type }) => type)).toContain('login.verified')
  })

  it('takes each code and each challenge once', async () => {
    const { site, key, program } = await createWorld()
    site.clock.advance(30_000)
    const code = codeFor(site, key)
    const [first, second] = [await program.post('/sessions', right), await program.post('/sessions', right)]
    const verify = (challenge: string) =>
      program.post('/sessions/verify', { challenge, method: 'totp', code })
    expect((await verify(first.body.challenge)).status).toBe(201)
    expect((await verify(first.body.challenge)).body.code).toBe('challenge_expired')
    expect((await verify(second.body.challenge)).body).toMatchObject({
      code: 'code_already_used',
      attemptsLeft: 4,
    })
    expect(await sessions(site)).toHaveLength(1)
  })

  it('takes a recovery code in any spelling', async () => {
    const { recoveryCodes, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    const code = recoveryCodes[0]?.toLowerCase().replaceAll('-', ' ')
    expect(
      (await program.post('/sessions/verify', { challenge, method: 'recovery_code', code })).status,
    ).toBe(201)
  })

  it('says of a wrong code how many tries are left, and of the last one that they are used up', async () => {
    const { site, key, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    const attempt = (code: string, method = 'totp') =>
      program.post('/sessions/verify', { challenge, method, code })
    const wrong = wrongCodeFor(site, key)
    expect((await attempt('12')).body).toMatchObject({ status: 400, code: 'code_malformed' })
    expect((await attempt(wrong, 'sms')).body).toMatchObject({ status: 422, code: 'method_not_allowed' })
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect((await attempt(wrong)).body).toMatchObject({ status: 422, code: 'code_invalid', attemptsLeft })
    }
    expect((await attempt(wrong)).body).toMatchObject({ status: 410, code: 'challenge_exhausted' })
    expect(await sessions(site)).toEqual([])
  })

  it('asks who was let in once for the own factor where the program says so, after all the mails of an hour too', async () => {
    const { site, key, program } = await createWorld()
    await (await createOwner(site)).allowOnce('anna')
    for (let mail = 0; mail < 6; mail++)
      expect((await program.post('/sessions', right)).body).toMatchObject({ because: 'bypass' })
    const until = new Date(site.clock.now() + 3_600_000).toISOString()
    const title = 'Too many codes were sent by mail. Sign in again later.'
    const refused = await program.post('/sessions', right)
    expect(refused.body).toMatchObject({ status: 429, code: 'too_many_mails', until, title })
    const { challenge } = (await program.post('/sessions', { ...right, factor: 'own' })).body
    const answer = { challenge, method: 'totp', code: codeFor(site, key) }
    expect((await program.post('/sessions/verify', answer)).status).toBe(201)
  })

  it('shares the pause after too many wrong codes with the pages', async () => {
    const { site, key, program } = await createWorld()
    const visitor = site.visitor()
    for (let round = 0; round < 2; round++) {
      await signIn(visitor)
      for (let i = 0; i < 4; i++) await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    const { challenge } = (await program.post('/sessions', right)).body
    const attempt = () =>
      program.post('/sessions/verify', { challenge, method: 'totp', code: wrongCodeFor(site, key) })
    expect((await attempt()).body.code).toBe('code_invalid')
    const paused = await attempt()
    const until = new Date(site.clock.now() + 900_000).toISOString()
    expect(paused.body).toMatchObject({ status: 429, code: 'factor_locked', until })
    expect(paused.headers.get('retry-after')).toBe('900')
    expect((await program.post('/sessions', right)).body).toMatchObject({ code: 'factor_locked', until })
  })

  it('counts wrong passwords, alike for addresses that nobody has, and looks at no cookie for that', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const program = await createProgram(site)
    for (const address of [anna, 'nobody@harbour.example']) {
      for (let i = 0; i < 10; i++) {
        const wrong = await program.post('/sessions', { address, password: 'wrong' }, { cookie })
        expect(wrong.body).toEqual({
          ...{ type: 'about:blank', status: 422, code: 'wrong_credentials' },
          title: 'The email address or the password is wrong.',
        })
      }
      const limited = await program.post('/sessions', { address, password }, { cookie })
      expect(limited.body).toMatchObject({
        status: 429,
        code: 'too_many_attempts',
        until: expect.any(String),
      })
      expect(limited.headers.get('retry-after')).toBe('900')
    }
    // The browser of the person has a counter of its own.
    expect((await visitor.post('/sign-in', { address: anna, password })).status).toBe(303)
  })

  it('after a reset takes the mailed code, then a new app, and only then makes a session', async () => {
    const { site, key: oldKey, program } = await createWorld()
    const owner = await createOwner(site)
    await owner.reset('anna')
    const begun = await program.post('/sessions', right, { 'accept-language': 'sv' })
    expect(begun).toMatchObject({
      status: 200,
      body: {
        ...{ status: 'enroll', because: 'reset', proof: 'mailed', url: 'http://localhost:3000/sign-in' },
        message: expect.stringContaining('Ange först koden från vårt mejl'),
      },
    })
    const { challenge } = begun.body
    const code = await readMailedCode(site)
    // Neither step comes before its turn, nor does the challenge open anything else.
    expect((await program.post('/sessions/set-up', { challenge })).body.code).toBe('challenge_expired')
    const early = { challenge, method: 'totp', code: codeFor(site, oldKey) }
    expect((await program.post('/sessions/verify', early)).status).toBe(410)
    expect((await program.get('/notes', challenge)).status).toBe(401)
    const wrong = code === '00000000' ? '11111111' : '00000000'
    expect(await program.post('/sessions/proof', { challenge, code: wrong })).toMatchObject({
      ...{ status: 422, body: { code: 'code_invalid', attemptsLeft: 4 } },
    })
    const proven = (await program.post('/sessions/proof', { challenge, code })).body.challenge
    expect((await program.post('/sessions/proof', { challenge, code })).body.code).toBe('challenge_expired')

    const pending = (await program.post('/sessions/set-up', { challenge: proven })).body
    const form = { challenge: proven, enrollment: pending.enrollment }
    const confirm = (first: string) => program.post('/sessions/set-up/confirm', { ...form, code: first })
    expect((await confirm(wrongCodeFor(site, pending.secret))).body.code).toBe('code_invalid')
    expect(await site.db.all("SELECT * FROM sessions WHERE user_id = 'anna'")).toEqual([])
    const done = await confirm(codeFor(site, pending.secret))
    expect([done.status, done.body.recoveryCodes.length]).toEqual([201, 10])
    expect((await program.get('/notes', done.body.token)).status).toBe(200)
    expect((await confirm(codeFor(site, pending.secret))).body.code).toBe('challenge_expired')
    expect(await site.db.all("SELECT channel FROM sessions WHERE user_id = 'anna'")).toEqual([
      { channel: 'api' },
    ])
    site.clock.advance(60_000)
    const next = (await program.post('/sessions', right)).body.challenge
    const shown = { challenge: next, method: 'totp', code: codeFor(site, pending.secret) }
    expect((await program.post('/sessions/verify', shown)).status).toBe(201)
  })

  it('has mail come in the language that the program speaks, from the first one on, and learns none from a program that names none', async () => {
    const { site, program } = await createWorld()
    const readLocale = () => site.db.all("SELECT locale, last_locale FROM users WHERE id = 'anna'")
    const forget = () => site.db.run("UPDATE users SET last_locale = NULL WHERE id = 'anna'")
    const speak = (language: string) => program.post('/sessions', right, { 'accept-language': language })
    const owner = await createOwner(site)
    await owner.reset('anna')
    await forget()
    await speak('*')
    expect(await readLocale()).toEqual([{ locale: null, last_locale: null }])
    await speak('sv')
    await site.twoFactor.settle()
    const subjects = (await readMails(site, anna)).map(({ subject }) => subject)
    expect(subjects).toContain(textIn('sv').mail.proofSubject)
    // Somebody who knows no more than the password changes nothing that is known.
    await speak('en')
    expect(await readLocale()).toEqual([{ locale: null, last_locale: 'sv' }])
  })

  it('remembers the language of a sign-in that is through, for mail', async () => {
    const { site, key, program } = await createWorld()
    const signInWith = async (headers: Record<string, string>) => {
      site.clock.advance(60_000)
      const { challenge } = (await program.post('/sessions', right, headers)).body
      const shown = { challenge, method: 'totp', code: codeFor(site, key) }
      expect((await program.post('/sessions/verify', shown, headers)).status).toBe(201)
      return site.db.all("SELECT last_locale FROM users WHERE id = 'anna'")
    }
    expect(await signInWith({ 'accept-language': 'sv-FI, en;q=0.5' })).toEqual([{ last_locale: 'sv' }])
    expect(await signInWith({})).toEqual([{ last_locale: 'sv' }])
    expect(await signInWith({ 'accept-language': 'en' })).toEqual([{ last_locale: 'en' }])
  })

  it('leads straight to a new app who must have one, and can be called off there', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await owner.requireFactors()
    const program = await createProgram(site)
    const { body } = await program.post('/sessions', right)
    expect(body).toMatchObject({
      status: 'enroll',
      because: 'required',
      proof: 'none',
      methods: ['totp', 'sms'],
    })
    const { challenge } = body
    expect((await program.post('/sessions/set-up', { challenge })).status).toBe(200)
    expect((await program.post('/sessions/cancel', { challenge })).status).toBe(204)
    expect((await program.post('/sessions/set-up', { challenge })).body.code).toBe('challenge_expired')
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
  })

  it('sends who may have codes by SMS only to the site, after a reset too, and speaks of no app', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor(), adam)
    await owner.requireFactors(['sms'])
    const program = await createProgram(site)
    const { body } = await program.post('/sessions', right)
    expect(body).toMatchObject({
      ...{ status: 'enroll', because: 'required', methods: ['sms'], url: 'http://localhost:3000/sign-in' },
      message:
        'Your account needs a phone number for codes by SMS, which is added on the site. Sign in there.',
    })
    const refused = await program.post('/sessions/set-up', { challenge: body.challenge })
    expect(refused.body.code).toBe('method_not_allowed')

    await owner.reset('adam')
    const begun = await program.post('/sessions', { address: adam, password }, { 'accept-language': 'sv' })
    expect(begun.body).toMatchObject({
      ...{ status: 'enroll', because: 'reset', proof: 'mailed', methods: ['sms'] },
      message: expect.stringContaining('behöver ett telefonnummer för koder per sms'),
    })
  })

  it('can be called off, and then its challenge is worth nothing', async () => {
    const { site, key, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    expect((await program.post('/sessions/cancel', { challenge })).status).toBe(204)
    expect((await program.post('/sessions/cancel', { challenge })).status).toBe(204)
    site.clock.advance(30_000)
    const verified = await program.post('/sessions/verify', {
      challenge,
      method: 'totp',
      code: codeFor(site, key),
    })
    expect(verified.body.code).toBe('challenge_expired')
  })

  it('sends a code by SMS when the person chose that, and takes it', async () => {
    const site = await createTestSite()
    const begun = await site.twoFactor.enrollment.begin({
      userId: 'anna',
      type: 'sms',
      number: '07400 123456',
    })
    const lastCode = async () => {
      const [sms] = await site.db.all<{ body: string }>(
        "SELECT body FROM outbox WHERE kind = 'sms' ORDER BY sent_at DESC",
      )
      return /#(\d{6})$/.exec(sms?.body ?? '')?.[1] ?? ''
    }
    const enrollmentId = begun.status === 'pending' ? begun.enrollmentId : ''
    const confirmed = await site.twoFactor.enrollment.confirm({
      userId: 'anna',
      enrollmentId,
      code: await lastCode(),
    })
    expect(confirmed.status).toBe('ok')
    site.clock.advance(120_000)
    const program = await createProgram(site)
    const { challenge, methods } = (await program.post('/sessions', right)).body
    expect(methods[0]).toMatchObject({ type: 'sms', number: expect.stringContaining('•') })
    expect(JSON.stringify(methods)).not.toContain('123456')
    const unknown = await program.post('/sessions/sms', { challenge, factor: 'no-such' })
    expect(unknown.body.code).toBe('method_not_allowed')
    const sent = await program.post('/sessions/sms', { challenge, factor: methods[0]?.id })
    expect(sent.body).toMatchObject({ status: 'sent', number: methods[0]?.number })
    const again = await program.post('/sessions/sms', { challenge })
    expect(again.body).toMatchObject({ code: 'sms_too_soon', until: sent.body.resendAt })
    const code = await lastCode()
    expect((await program.post('/sessions/verify', { challenge, method: 'sms', code })).status).toBe(201)
  })

  it('trusts a device that asked for it, by a token that changes at each sign-in', async () => {
    const { site, key, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    site.clock.advance(30_000)
    const code = codeFor(site, key)
    const verified = await program.post('/sessions/verify', {
      ...{ challenge, method: 'totp', code, trust: { label: 'Anna’s phone' } },
    })
    const { device } = verified.body
    const trusted = await program.post('/sessions', { ...right, device: device.token })
    expect(trusted).toMatchObject({ status: 201, body: { device: { expiresAt: device.expiresAt } } })
    expect(trusted.body.device.token).not.toBe(device.token)
    expect((await program.post('/sessions', { ...right, device: 'x' })).body.status).toBe('challenge')
    const listed = await site.twoFactor.trustedDevices.list({ userId: 'anna' })
    expect(listed.map(({ label }) => label)).toEqual(['Anna’s phone'])
  })

  it('lets a trusted device in however many passwords strangers have guessed, and nobody by its token alone', async () => {
    const { site, key, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    site.clock.advance(30_000)
    const shown = { challenge, method: 'totp', code: codeFor(site, key), trust: { label: 'Anna’s phone' } }
    const { device } = (await program.post('/sessions/verify', shown)).body
    expect(JSON.stringify(await site.db.all('SELECT * FROM known_devices'))).not.toContain(device.token)
    for (let i = 0; i < 10; i++) await program.post('/sessions', { ...right, password: 'wrong' })
    expect((await program.post('/sessions', right)).status).toBe(429)
    const made = 'A'.repeat(43)
    expect((await program.post('/sessions', { ...right, device: made })).status).toBe(429)
    const bo = { address: 'bo@harbour.example', device: device.token }
    for (let i = 0; i < 10; i++) await program.post('/sessions', { ...bo, password: 'wrong' })
    expect((await program.post('/sessions', { ...bo, password })).status).toBe(429)
    const signedIn = await program.post('/sessions', { ...right, device: device.token })
    expect(signedIn).toMatchObject({ status: 201, body: { status: 'complete' } })

    // The next token is known too, and has a limit of its own.
    const next = signedIn.body.device.token
    for (let i = 0; i < 10; i++) {
      const wrong = await program.post('/sessions', { ...right, password: 'wrong', device: next })
      expect(wrong.status).toBe(422)
    }
    expect((await program.post('/sessions', { ...right, device: next })).status).toBe(429)
  })

  it('never trusts a device after a recovery code: something was lost', async () => {
    const { site, recoveryCodes, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    const verified = await program.post('/sessions/verify', {
      ...{ challenge, method: 'recovery_code', code: recoveryCodes[0], trust: { label: 'Anna’s phone' } },
    })
    expect(verified.status).toBe(201)
    expect(verified.body).not.toHaveProperty('device')
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toEqual([])
    expect(await sessions(site)).toHaveLength(1)
  })

  it.each([
    ['no JSON', '{', []],
    ['a list', '[]', []],
    ['null', 'null', []],
    ['a password that is none', { ...right, password: ['x'] }, ['password']],
    ['nothing', {}, ['address', 'password']],
    ['more than is asked for', { ...right, userId: 'olivia' }, []],
    ['a NUL character', { ...right, address: 'a\0@x.example' }, []],
    ['__proto__', `{"address":"${anna}","password":"x","__proto__":{"a":1}}`, []],
  ])('is refused with %s, by the names of the fields', async (_, body, fields) => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const answer = await program.post('/sessions', body)
    expect(answer.body).toMatchObject({ status: 400, code: 'malformed_request', fields })
    expect(await sessions(site)).toEqual([])
  })

  it('takes JSON alone, so that no form of another site gets through, and not too much of it', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const answer = await program.post('/sessions', right, { 'content-type': type })
      expect(answer.body.code, type).toBe('unsupported_media_type')
    }
    const large = await program.post('/sessions', { ...right, password: 'x'.repeat(20_000) })
    expect(large.body).toMatchObject({ status: 413, code: 'too_large' })
  })

  it('leaves neither passwords, codes nor tokens in the log', async () => {
    const { site, key, program } = await createWorld()
    const { challenge } = (await program.post('/sessions', right)).body
    site.clock.advance(30_000)
    const code = codeFor(site, key)
    const { token } = (await program.post('/sessions/verify', { challenge, method: 'totp', code })).body
    await program.ask('GET', `/api/v1/notes?token=${token}`)
    const log = site.logged.join('')
    for (const secret of [password, challenge, token, `"${code}"`]) expect(log).not.toContain(secret)
    expect(log).toContain('"channel":"api"')
  })
})

describe('a session of the API', () => {
  it('ends when its person signs out, and after an hour of silence or a day', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const { token } = (await program.post('/sessions', right)).body
    expect((await program.signOut(token)).status).toBe(204)
    const after = await program.get('/me', token)
    expect(after.body.code).toBe('unauthorized')
    expect(after.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"')
    const silent = (await program.post('/sessions', right)).body.token
    site.clock.advance(3_600_000)
    expect((await program.get('/me', silent)).status).toBe(401)
    const busy = (await program.post('/sessions', right)).body.token
    for (let i = 0; i < 47; i++) {
      site.clock.advance(1_800_000)
      expect((await program.get('/me', busy)).status).toBe(200)
    }
    site.clock.advance(1_800_000)
    expect((await program.get('/me', busy)).status).toBe(401)
  })

  it('of the password alone is over as soon as its person has a factor', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const { token } = (await program.post('/sessions', right)).body
    await turnOn(site, site.visitor())
    expect((await program.get('/notes', token)).status).toBe(401)
    // Nor does one help that slipped through.
    const late = await openSession(site.db, {
      userId: 'anna',
      now: site.clock.now(),
      factorAt: null,
      channel: 'api',
    })
    expect((await program.get('/notes', late)).status).toBe(401)
  })

  it('reads the notes of the person’s own clinics, and no other exists for it', async () => {
    const site = await createTestSite()
    const program = await createProgram(site)
    const { token } = (await program.post('/sessions', right)).body
    expect((await program.get('/notes/note-1041', token)).body).toMatchObject({ client: 'Margaret Ellison' })
    for (const id of ['note-2012', 'no-such-note', '..%2Fme']) {
      expect((await program.get(`/notes/${id}`, token)).body.code, id).toBe('not_found')
    }
    const admin = (await program.post('/sessions', { ...right, address: 'admin@harbour.example' })).body.token
    expect((await program.get('/notes', admin)).body.code).toBe('forbidden')
    expect((await program.get('/notes/note-1041', admin)).body.code).toBe('not_found')
  })
})
