import { describe, expect, it } from 'vitest'
import {
  anna,
  codeFor,
  createTestSite,
  readRecoveryCodes,
  signIn,
  turnOn,
  wrongCodeFor,
} from '../test-site.ts'

const state = '/settings/two-factor'
const newCodes = '/settings/two-factor/new-recovery-codes'
const codes = '/settings/two-factor/recovery-codes'

async function enrolled() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const first = await turnOn(site, visitor)
  await site.db.run('DELETE FROM code_handovers')
  site.clock.advance(60_000)
  return { site, visitor, ...first }
}

describe('new recovery codes', () => {
  it('are made after a fresh code, shown on the page that is left by Done, and void the old ones', async () => {
    const { site, visitor, key, recoveryCodes } = await enrolled()
    expect(await visitor.text(state)).toContain(`<a class="button" href="${newCodes}">`)
    expect(await visitor.text(newCodes)).toContain('You have 5 tries left.')
    const made = await visitor.post(newCodes, { code: codeFor(site, key) })
    expect(made.headers.get('location')).toBe(codes)
    const page = await visitor.text(codes)
    const fresh = readRecoveryCodes(page)
    expect(fresh).toHaveLength(10)
    expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([])
    expect(page).toContain('These are your new recovery codes.')
    expect(page).not.toContain('Step 3 of 3')
    const done = await visitor.post(codes, { saved: 'yes' })
    expect(done.headers.get('location')).toBe(`${state}?notice=new-codes`)
    expect(await visitor.text(`${state}?notice=new-codes`)).toContain('Your new recovery codes are saved.')

    const old = site.visitor()
    await signIn(old)
    expect((await old.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })).status).toBe(422)
    expect((await old.post('/sign-in/recovery', { code: fresh[0] ?? '' })).status).toBe(303)
  })

  it('are made after a recovery code too', async () => {
    const { site, visitor, recoveryCodes } = await enrolled()
    expect(await visitor.text(newCodes)).toContain(`<a href="${newCodes}/recovery">Need help?</a>`)
    const made = await visitor.post(`${newCodes}/recovery`, { code: recoveryCodes[0] ?? '' })
    expect(made.headers.get('location')).toBe(codes)
    expect(await site.twoFactor.recoveryCodes.remaining({ userId: 'anna' })).toBe(10)
  })

  it('are for the session that earned them, and for no other of the same person', async () => {
    const { site, visitor, key } = await enrolled()
    const other = site.visitor()
    await signIn(other)
    await other.post('/sign-in/code', { code: codeFor(site, key) })
    site.clock.advance(60_000)
    await visitor.post(newCodes, { code: codeFor(site, key) })
    for (const path of [codes, `${codes}/download`])
      expect((await other.get(path)).headers.get('location')).toBe(state)
    expect(await other.text('/')).not.toContain('Show the recovery codes')
    expect(await other.text(state)).not.toContain(`href="${codes}"`)
    expect((await other.post(codes, { saved: 'yes' })).headers.get('location')).toBe(state)
    expect(await visitor.text('/')).toContain('Show the recovery codes')
    expect(readRecoveryCodes(await visitor.text(codes))).toHaveLength(10)
    await visitor.post('/sign-out', {})
    expect(await site.db.all('SELECT * FROM code_handovers')).toEqual([])
  })

  it('are made once by a form that is sent eight times, and each answer leads to them', async () => {
    const { site, visitor, key } = await enrolled()
    await visitor.get(newCodes)
    const form = { code: codeFor(site, key) }
    const tabs = Array.from({ length: 8 }, () => visitor.clone())
    const answers = await Promise.all(tabs.map((tab) => tab.post(newCodes, form)))
    for (const answer of answers)
      expect([answer.status, answer.headers.get('location')]).toEqual([303, codes])
    const late = await visitor.post(newCodes, form)
    expect(late.headers.get('location')).toBe(codes)
    const shown = readRecoveryCodes(await visitor.text(codes))
    const made = await site.twoFactor.audit.list({ userId: 'anna' })
    expect(made.filter(({ type }) => type === 'recovery_codes.regenerated')).toHaveLength(1)
    const again = site.visitor()
    await signIn(again)
    expect((await again.post('/sign-in/recovery', { code: shown[0] ?? '' })).status).toBe(303)
  })

  it('are never made without the right code', async () => {
    const { site, visitor, key } = await enrolled()
    const wrong = await visitor.post(newCodes, { code: wrongCodeFor(site, key) })
    expect([wrong.status, await wrong.text()]).toEqual([
      422,
      expect.stringContaining('You have 4 tries left.'),
    ])
    expect((await visitor.post(newCodes, { code: 'abc' })).status).toBe(400)
    expect((await visitor.get(codes)).headers.get('location')).toBe(state)
    const other = site.visitor()
    const bo = await turnOn(site, other, 'bo@harbour.example')
    site.clock.advance(60_000)
    await other.get(newCodes)
    // Somebody else's question, answered with their own code.
    visitor.cookies.set('__Host-step-up', other.cookies.get('__Host-step-up') ?? '')
    expect((await visitor.post(newCodes, { code: codeFor(site, bo.key) })).status).toBe(422)
    expect((await visitor.get(codes)).headers.get('location')).toBe(state)
  })

  it('go on being asked for after five wrong codes, until the step is paused', async () => {
    const { site, visitor, key } = await enrolled()
    for (let i = 0; i < 9; i++)
      expect((await visitor.post(newCodes, { code: wrongCodeFor(site, key) })).status).toBe(422)
    const last = await visitor.post(newCodes, { code: wrongCodeFor(site, key) })
    expect([last.status, await last.text()]).toEqual([
      429,
      expect.stringContaining('There are no tries left for now. You can go on from'),
    ])
    expect((await visitor.post(newCodes, { code: codeFor(site, key) })).status).toBe(429)
  })

  it('are shown in the answer itself when they can’t be kept', async () => {
    const { site, visitor, key } = await enrolled()
    await site.db.run('DROP TABLE code_handovers')
    const made = await visitor.post(newCodes, { code: codeFor(site, key) })
    const page = await made.text()
    expect([made.status, readRecoveryCodes(page).length]).toEqual([200, 10])
    expect(page).toContain(anna)
  })

  it('are not for who has no factor', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    expect((await visitor.get(newCodes)).headers.get('location')).toBe(state)
    expect((await visitor.post(newCodes, { code: '123456' })).headers.get('location')).toBe(state)
  })
})
