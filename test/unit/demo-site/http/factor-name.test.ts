import { describe, expect, it } from 'vitest'
import { createProgram } from '../api/program.ts'
import { createOwner } from '../entries.ts'
import { addPhone, enterNumber, firstNumber, readSms } from '../phones.ts'
import {
  anna,
  codeFor,
  createTestSite,
  password,
  readHidden,
  showFactor,
  signIn,
  turnOn,
} from '../test-site.ts'

const state = '/settings/two-factor'
const sentence = 'A name has at most 64 characters here. Shorten it.'

/** Longer than it looks: normalised, each of these letters is three. */
const swelling = '\ufb2c'.repeat(40)
const longNames = ['x'.repeat(65), swelling]

describe('a name that is too long', () => {
  it('is refused beside its field when an app is renamed, and the app keeps the one it has', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    const [factor] = await site.twoFactor.factors.list({ userId: 'anna' })
    for (const name of longNames) {
      const refused = await visitor.post(`${state}/factors/${factor?.id}/rename`, { name })
      expect(refused.status).toBe(422)
      const page = await refused.text()
      expect(page).toContain(sentence)
      expect(page).toContain(`value="${name}"`)
    }
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([factor])
    await visitor.post(`${state}/factors/${factor?.id}/rename`, { name: `${'x'.repeat(64)}\u202e\n` })
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toMatchObject([{ label: 'x'.repeat(64) }])
  })

  it('begins no other app, and says so in Swedish too', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor)
    await showFactor(site, visitor, key)
    await visitor.post('/language', { locale: 'sv' })
    for (const name of longNames) {
      const refused = await visitor.post(`${state}/add-app`, { name })
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('Ett namn har högst 64 tecken här. Korta det.')
    }
    expect((await visitor.get(`${state}/add-app/scan`)).headers.get('location')).toBe(state)
    expect(await site.db.all('SELECT 1 FROM sessions WHERE enrollment_id IS NOT NULL')).toEqual([])
  })

  it('sends no code to a number, keeps what was typed, and lets the same form be sent again', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const form = readHidden(await visitor.text(addPhone), 'form')
    const refused = await visitor.post(addPhone, { form, number: firstNumber, name: swelling })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain(sentence)
    expect(page).toContain(`value="${firstNumber}"`)
    expect(page.match(/autofocus/g)).toHaveLength(1)
    expect(await readSms(site)).toEqual([])
    const sent = await visitor.post(addPhone, { form, number: firstNumber, name: 'Phone' })
    expect(sent.headers.get('location')).toBe(`${addPhone}/code`)
    expect(await readSms(site)).toHaveLength(1)
    expect((await enterNumber(visitor, firstNumber, { name: 'x'.repeat(65) })).status).toBe(422)
  })

  it('is refused for a number that is set up inside a sign-in', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await owner.requireFactors()
    const visitor = site.visitor()
    await signIn(visitor)
    const phone = '/sign-in/set-up/phone'
    const form = readHidden(await visitor.text(phone), 'form')
    const refused = await visitor.post(phone, { form, number: firstNumber, name: 'x'.repeat(65) })
    expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(sentence)])
    expect(await readSms(site)).toEqual([])
  })

  it('is malformed as the label of a device, and the challenge takes its code still', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    site.clock.advance(60_000)
    const program = await createProgram(site)
    const { body } = await program.post('/sessions', { address: anna, password })
    const answer = { challenge: body.challenge, method: 'totp', code: codeFor(site, key) }
    const refused = await program.post('/sessions/verify', { ...answer, trust: { label: swelling } })
    expect([refused.status, refused.body]).toEqual([
      400,
      expect.objectContaining({ fields: ['trust.label'] }),
    ])
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toEqual([])
    expect((await program.post('/sessions/verify', answer)).status).toBe(201)
  })
})
