import { describe, expect, it } from 'vitest'
import { textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { nameComputer } from '../../../../demo-site/src/views/computer-name.ts'
import { createAdmin } from '../admins.ts'
import { createOwner } from '../entries.ts'
import { anna, codeFor, createTestSite, signIn, type TestSite, turnOn, wrongCodeFor } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const computers = '/settings/two-factor/computers'
const cookie = '__Host-trusted-computer'
const day = 24 * 3_600_000
const firefox = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
}

async function enrolled() {
  const site = await createTestSite()
  const { key, recoveryCodes } = await turnOn(site, site.visitor())
  return { site, key, recoveryCodes }
}

/** Signs in with a code a minute later, with *Trust this computer* ticked. */
async function trust(site: TestSite, key: string, visitor: Visitor = site.visitor()): Promise<Visitor> {
  site.clock.advance(60_000)
  await signIn(visitor)
  await visitor.post('/sign-in/code', { code: codeFor(site, key), trust: 'yes' }, firefox)
  return visitor
}

describe('a trusted computer', () => {
  it('is offered unticked, and is none unless it was ticked', async () => {
    const { site, key } = await enrolled()
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    const page = await visitor.text('/sign-in/code')
    expect(page).toMatch(/<input type="checkbox" name="trust" value="yes" aria-describedby="trust-hint"\/>/)
    await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(visitor.cookies.has(cookie)).toBe(false)
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toEqual([])
  })

  it('stays ticked beside a code that was wrong, and only where it was ticked', async () => {
    const { site, key } = await enrolled()
    const visitor = site.visitor()
    await signIn(visitor)
    const code = wrongCodeFor(site, key)
    const ticked = await visitor.post('/sign-in/code', { code, trust: 'yes' })
    expect([ticked.status, await ticked.text()]).toEqual([
      422,
      expect.stringMatching(/name="trust" value="yes" checked=""/),
    ])
    const unticked = await visitor.post('/sign-in/code', { code })
    expect([unticked.status, await unticked.text()]).toEqual([
      422,
      expect.not.stringMatching(/name="trust"[^>]* checked/),
    ])
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toEqual([])
  })

  it('signs in by the password alone, gets a new token each time, and is asked again after thirty days', async () => {
    const { site, key } = await enrolled()
    const visitor = await trust(site, key)
    const tokens = [visitor.cookies.get(cookie)]
    for (let i = 0; i < 3; i++) {
      site.clock.advance(9 * day)
      await visitor.post('/sign-out', {})
      expect((await signIn(visitor, anna, '/notes')).headers.get('location')).toBe('/notes')
      expect((await visitor.get('/notes')).status).toBe(200)
      tokens.push(visitor.cookies.get(cookie))
    }
    expect(new Set(tokens).size).toBe(4)
    site.clock.advance(3 * day)
    await visitor.post('/sign-out', {})
    expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    const types = (await site.twoFactor.audit.list({ userId: 'anna' })).map(({ type }) => type)
    expect(types.filter((type) => type === 'login.trusted_device')).toHaveLength(3)
  })

  it('is no reason to let anybody else in, nor to change anything without a code', async () => {
    const { site, key } = await enrolled()
    const bo = site.visitor()
    await turnOn(site, bo, 'bo@harbour.example')
    const visitor = await trust(site, key)
    await visitor.post('/sign-out', {})
    expect((await signIn(visitor, 'bo@harbour.example')).headers.get('location')).toBe(
      '/sign-in/code?next=%2F',
    )
    await signIn(visitor)
    expect((await visitor.get('/settings/two-factor/turn-off')).headers.get('location')).toContain('/step-up')
    const thief = site.visitor()
    thief.cookies.set('__Host-session', visitor.cookies.get(cookie) ?? '')
    expect((await thief.get('/notes')).status).toBe(303)
  })

  it('is no longer trusted anywhere once a copy of its token is used, and the person is told', async () => {
    const { site, key } = await enrolled()
    const visitor = await trust(site, key)
    const thief = visitor.clone()
    for (let i = 0; i < 2; i++) {
      await visitor.post('/sign-out', {})
      await signIn(visitor)
    }
    expect((await signIn(thief)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    await visitor.post('/sign-out', {})
    expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    await site.twoFactor.settle()
    expect(await site.db.all('SELECT subject FROM outbox')).toContainEqual({
      subject: 'No computer is trusted any more',
    })
  })

  it('is listed by its browser and address, and ends at a click, for good', async () => {
    const { site, key } = await enrolled()
    const visitor = await trust(site, key)
    const page = await visitor.text(computers)
    expect(page).toContain('<strong>Firefox on Linux</strong>')
    expect(page).toContain('Address 127.0.0.1')
    expect(page).toContain('21 December 2026')
    expect(page).not.toContain(visitor.cookies.get(cookie) ?? '')
    const action = /action="([^"]+\/revoke)"/.exec(page)?.[1] ?? ''
    for (let i = 0; i < 2; i++)
      expect((await visitor.post(action, {})).headers.get('location')).toBe(`${computers}?notice=revoked`)
    expect(await visitor.text(`${computers}?notice=revoked`)).toContain('You trust no computer.')
    await visitor.post('/sign-out', {})
    expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('is named in the language of the page, whichever the sign-in was in, and never a name that a program gave', async () => {
    const { site, key } = await enrolled()
    for (const [agent, language] of [
      [firefox, 'sv'],
      [{ 'user-agent': 'unknown' }, 'sv'],
      [firefox, 'en'],
    ] as const) {
      site.clock.advance(60_000)
      const visitor = site.visitor()
      await visitor.post('/language', { locale: language, next: '/' })
      await signIn(visitor)
      await visitor.post('/sign-in/code', { code: codeFor(site, key), trust: 'yes' }, agent)
    }
    const visitor = await trust(site, key)
    const rows = () => site.twoFactor.trustedDevices.list({ userId: 'anna' })
    expect((await rows()).map(({ label }) => label)).toContain('Firefox på Linux')
    const readNames = async () => {
      const page = await visitor.text(computers)
      const shown = [...page.matchAll(/<strong>([^<]*)<\/strong>/g)].map(([, name]) => name)
      const spoken = [...page.matchAll(/class="plain link" aria-label="([^"]*)"/g)].map(([, name]) => name)
      for (const [index, name] of shown.entries()) expect(spoken[index]).toContain(name)
      return shown
    }
    await visitor.post('/language', { locale: 'en', next: '/' })
    expect((await readNames()).sort()).toEqual(['A browser', ...Array(3).fill('Firefox on Linux')])
    await visitor.post('/language', { locale: 'sv', next: '/' })
    expect((await readNames()).sort()).toEqual(['En webbläsare', ...Array(3).fill('Firefox på Linux')].sort())
    for (const own of ['Phone on Tuesday', 'Firefox on Tuesday', 'Kvar på Linux', 'on', ''])
      for (const text of [textIn('en'), textIn('sv')]) expect(nameComputer(text, own)).toBe(own)
  })

  it('is never ended by somebody else', async () => {
    const { site, key } = await enrolled()
    await trust(site, key)
    const [device] = await site.twoFactor.trustedDevices.list({ userId: 'anna' })
    const bo = site.visitor()
    await signIn(bo, 'bo@harbour.example')
    await bo.post(`${computers}/${device?.id}/revoke`, {})
    await bo.post(`${computers}/revoke-all`, {})
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toHaveLength(1)
  })

  it('ends with all others at one click', async () => {
    const { site, key } = await enrolled()
    const first = await trust(site, key)
    const second = await trust(site, key)
    expect(await second.text(computers)).toContain('Stop trusting all of them')
    await second.post(`${computers}/revoke-all`, {})
    for (const visitor of [first, second]) {
      await visitor.post('/sign-out', {})
      expect((await signIn(visitor)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    }
  })

  it('is not made by a recovery code, which ends all trust instead', async () => {
    const { site, key, recoveryCodes } = await enrolled()
    const trusting = await trust(site, key)
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/sign-in/recovery')).not.toContain('name="trust"')
    await visitor.post('/sign-in/recovery', { code: recoveryCodes[0] ?? '', trust: 'yes' })
    expect(visitor.cookies.has(cookie)).toBe(false)
    await trusting.post('/sign-out', {})
    expect((await signIn(trusting)).headers.get('location')).toBe('/sign-in/code?next=%2F')
  })

  it('is listed while the policy forbids it, and once ended there does not come back with another policy', async () => {
    const { site, key } = await enrolled()
    const [first, second] = [await trust(site, key), await trust(site, key)]
    const owner = await createAdmin(site)
    await owner.prove()
    const allow = (trustedDevices: boolean) =>
      site.twoFactor.policy.setOrganization({
        ...{ actorId: 'olivia', organizationId: 'harbour', rule: { default: 'optional', trustedDevices } },
        stepUp: owner.visitor.cookies.get('__Host-fresh-factor') ?? '',
      })
    expect(await allow(false)).toMatchObject({ status: 'ok' })
    const list = await first.text(computers)
    for (const said of ['wants a code at every sign-in', 'Stop trusting all of them', 'Firefox on Linux'])
      expect(list).toContain(said)
    const actions = [...list.matchAll(/action="([^"]+\/revoke)"/g)].map(([, action = '']) => action)
    expect(actions).toHaveLength(2)
    const kept = (await site.twoFactor.trustedDevices.list({ userId: 'anna' })).at(-1)
    const ended = actions.find((action) => !action.includes(kept?.id ?? ''))
    await first.post(ended ?? '', {})
    await second.post('/sign-out', {})
    expect((await signIn(second)).headers.get('location')).toBe('/sign-in/code?next=%2F')
    expect(await allow(true)).toMatchObject({ status: 'ok' })
    expect(await site.twoFactor.trustedDevices.list({ userId: 'anna' })).toMatchObject([{ id: kept?.id }])
    expect(await first.text(computers)).toContain('Your password alone signs you in on these')
  })

  it('is neither offered nor made for owners and admins, whom the policy forbids it', async () => {
    const site = await createTestSite()
    await createOwner(site)
    const { key } = await turnOn(site, site.visitor(), 'admin@harbour.example')
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor, 'admin@harbour.example')
    expect(await visitor.text('/sign-in/code')).not.toContain('name="trust"')
    await visitor.post('/sign-in/code', { code: codeFor(site, key), trust: 'yes' })
    expect(visitor.cookies.has(cookie)).toBe(false)
    expect(await visitor.text(computers)).toContain('so no computer can be trusted')
  })
})
