import { describe, expect, it } from 'vitest'
import {
  anna,
  codeFor,
  createTestSite,
  readHidden,
  readRecoveryCodes,
  showFactor,
  signIn,
  turnOn,
} from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const state = '/settings/two-factor'
const newCodes = '/settings/two-factor/new-recovery-codes'
const codes = '/settings/two-factor/recovery-codes'

async function enrolled() {
  const site = await createTestSite()
  const visitor = site.visitor()
  const first = await turnOn(site, visitor)
  await site.db.run('DELETE FROM code_handovers')
  return { site, visitor, ...first }
}

const readFormOf = async (visitor: Visitor) => ({ form: readHidden(await visitor.text(newCodes), 'form') })

describe('new recovery codes', () => {
  it('are made after a fresh factor, shown on the page that is left by Done, and void the old ones', async () => {
    const { site, visitor, key, recoveryCodes } = await enrolled()
    expect(await visitor.text(state)).toContain(`<a class="button" href="${newCodes}">`)
    expect((await visitor.get(newCodes)).headers.get('location')).toBe(
      `/step-up?next=${encodeURIComponent(newCodes)}`,
    )
    await showFactor(site, visitor, key)
    expect(await visitor.text(newCodes)).toContain('The old ones no longer work from then on.')
    const made = await visitor.post(newCodes, await readFormOf(visitor))
    expect(made.headers.get('location')).toBe(codes)
    const page = await visitor.text(codes)
    const fresh = readRecoveryCodes(page)
    expect(fresh).toHaveLength(10)
    expect(fresh.filter((code) => recoveryCodes.includes(code))).toEqual([])
    expect(page).toContain('These are your new recovery codes.')
    expect(page).not.toContain('Step 3 of 3')
    const done = await visitor.post(codes, { list: readHidden(page, 'list'), saved: 'yes' })
    expect(done.headers.get('location')).toBe(`${state}?notice=new-codes`)
    expect(await visitor.text(`${state}?notice=new-codes`)).toContain('Your new recovery codes are saved.')

    const old = site.visitor()
    await signIn(old)
    expect((await old.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })).status).toBe(422)
    expect((await old.post('/sign-in/recovery', { code: fresh[0] ?? '' })).status).toBe(303)
  })

  it('are not ticked off by the Done of a tab that shows an older list, which leads to the newer one', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    const make = async () => {
      await visitor.post(newCodes, await readFormOf(visitor))
      const page = await visitor.text(codes)
      return { list: readHidden(page, 'list'), codes: readRecoveryCodes(page) }
    }
    const [older, newer] = [await make(), await make()]
    expect(newer.list).not.toBe(older.list)
    for (const list of [older.list, '']) {
      const refused = await visitor.post(codes, { list, saved: 'yes' })
      const body = await refused.text()
      expect([refused.status, body]).toEqual([
        409,
        expect.stringContaining('The list that you ticked off no longer works'),
      ])
      expect([readRecoveryCodes(body), readHidden(body, 'list')]).toEqual([newer.codes, newer.list])
    }
    expect(readRecoveryCodes(await visitor.text(codes))).toEqual(newer.codes)
    const done = await visitor.post(codes, { list: newer.list, saved: 'yes' })
    expect(done.headers.get('location')).toBe(`${state}?notice=new-codes`)
    expect(await site.db.all('SELECT * FROM code_handovers')).toEqual([])
  })

  it('are for the session that earned them, and for no other of the same person', async () => {
    const { site, visitor, key } = await enrolled()
    site.clock.advance(60_000)
    const other = site.visitor()
    await signIn(other)
    await other.post('/sign-in/code', { code: codeFor(site, key) })
    await showFactor(site, visitor, key)
    await visitor.post(newCodes, await readFormOf(visitor))
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
    await showFactor(site, visitor, key)
    const form = await readFormOf(visitor)
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

  it('are never made without a fresh factor, nor by the factor of somebody else', async () => {
    const { site, visitor, key, recoveryCodes } = await enrolled()
    await showFactor(site, visitor, key)
    const form = await readFormOf(visitor)
    site.clock.advance(600_000)
    const late = await visitor.post(newCodes, form)
    expect(late.headers.get('location')).toContain('/step-up')
    const other = site.visitor()
    const bo = await turnOn(site, other, 'bo@harbour.example')
    await showFactor(site, other, bo.key)
    visitor.cookies.set('__Host-fresh-factor', other.cookies.get('__Host-fresh-factor') ?? '')
    expect((await visitor.post(newCodes, form)).headers.get('location')).toContain('/step-up')
    expect((await visitor.post(newCodes, {})).headers.get('location')).toBe(newCodes)
    const types = (await site.twoFactor.audit.list({ userId: 'anna' })).map(({ type }) => type)
    expect(types).not.toContain('recovery_codes.regenerated')
    const again = site.visitor()
    await signIn(again)
    expect((await again.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '' })).status).toBe(303)
  })

  it('are shown in the answer itself when they can’t be kept', async () => {
    const { site, visitor, key } = await enrolled()
    await showFactor(site, visitor, key)
    const form = await readFormOf(visitor)
    await site.db.run('DROP TABLE code_handovers')
    const made = await visitor.post(newCodes, form)
    const page = await made.text()
    expect([made.status, readRecoveryCodes(page).length]).toEqual([200, 10])
    expect(page).toContain(anna)
  })

  it('are not for who has no factor', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    const asked = await visitor.get(newCodes)
    const sentOn = await visitor.get(asked.headers.get('location') ?? '')
    expect(sentOn.headers.get('location')).toBe(`${state}?notice=needed`)
  })
})
