import { describe, expect, it } from 'vitest'
import { createAdmin, readMails } from '../admins.ts'
import { createProgram } from '../api/program.ts'
import { createOwner } from '../entries.ts'
import { anna, createTestSite, password, readHidden, showFactor, signIn, turnOn } from '../test-site.ts'

const nadia = 'owner@northside.example'

describe('a requirement that is due', () => {
  it('ends what the password alone has opened, on the pages and in the API, and leads to the set-up', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    const [visitor, program] = [site.visitor(), await createProgram(site)]
    await signIn(visitor)
    const { token } = (await program.post('/sessions', { address: anna, password })).body
    expect((await visitor.get('/notes')).status).toBe(200)
    expect((await program.get('/notes', token)).status).toBe(200)
    expect((await owner.requireFactors()).status).toBe('ok')
    expect((await program.get('/notes', token)).status).toBe(401)
    const sentOn = await visitor.get('/notes')
    expect(sentOn.headers.get('location')).toBe('/sign-in/set-up?next=%2Fnotes')
    expect(visitor.cookies.has('__Host-session')).toBe(false)
    expect(await visitor.text('/sign-in/set-up')).toContain('Get an authenticator app')
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'anna'")).toEqual([])
  })

  it('shows nothing of a clinic that requires a factor to who joins it by the password alone', async () => {
    const site = await createTestSite()
    const olivia = await createAdmin(site)
    await olivia.prove()
    const invite = '/clinics/harbour/invite'
    const form = readHidden(await olivia.visitor.text(invite), 'form')
    await olivia.visitor.post(invite, { form, address: nadia, name: 'Nadia', role: 'practitioner' })
    const changed = await site.twoFactor.policy.setOrganization({
      organizationId: 'harbour',
      rule: { default: 'required', graceDays: 0 },
      actorId: 'olivia',
      stepUp: olivia.visitor.cookies.get('__Host-fresh-factor'),
    })
    expect(changed.status).toBe('ok')
    const visitor = site.visitor()
    await signIn(visitor, nadia)
    const mail = (await readMails(site, nadia)).at(-1)?.body ?? ''
    await visitor.get(/http:\/\/localhost:3000(\/invitation\S+)/.exec(mail)?.[1] ?? '')
    expect(
      (await visitor.post('/invitation/join', { account: nadia, clinic: 'harbour' })).headers.get('location'),
    ).toBe('/')
    const twin = visitor.clone()
    expect((await visitor.get('/clinics/harbour/members')).headers.get('location')).toMatch(
      /^\/sign-in\/set-up\?/,
    )
    expect((await twin.get('/notes')).headers.get('location')).toMatch(/^\/sign-in\?/)
    expect(await site.db.all("SELECT id FROM sessions WHERE user_id = 'nadia'")).toEqual([])
  })

  it('meets who turns the factor off, in every session, and not who shows one', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    const visitor = site.visitor()
    const { key } = await turnOn(site, visitor)
    await owner.requireFactors()
    expect((await visitor.get('/notes')).status).toBe(200)
    await showFactor(site, visitor, key)
    await visitor.post('/settings/two-factor/turn-off', { password })
    expect(await site.twoFactor.factors.list({ userId: 'anna' })).toEqual([])
    expect((await visitor.get('/notes')).headers.get('location')).toBe('/sign-in/set-up?next=%2Fnotes')
  })
})
