import { describe, expect, it } from 'vitest'
import { createAdmin } from '../admins.ts'
import { createTestSite, signIn, type TestSite, turnOn } from '../test-site.ts'

async function openWithGrace() {
  const site = await createTestSite()
  await requireOfAll(site)
  return site
}

async function requireOfAll(site: TestSite): Promise<void> {
  const { visitor, prove } = await createAdmin(site)
  await prove()
  const changed = await site.twoFactor.policy.setOrganization({
    organizationId: 'harbour',
    rule: { default: 'required', graceDays: 10 },
    actorId: 'olivia',
    stepUp: visitor.cookies.get('__Host-fresh-factor'),
  })
  expect(changed.status).toBe('ok')
}

describe('the first page after a sign-in', () => {
  it('says from when the clinic requires a second step of somebody who has none', async () => {
    const site = await openWithGrace()
    const visitor = site.visitor()
    expect((await signIn(visitor)).headers.get('location')).toBe('/')
    expect(await visitor.text('/')).toContain('It is required of you by Harbour Physio from 1 December 2026.')
  })

  it('says so in days to whoever has not signed in since', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    await requireOfAll(site)
    site.clock.advance(60_000)
    expect(await visitor.text('/')).toContain(
      'It is required of you by Harbour Physio, 10 days after your next sign-in. From',
    )
    await visitor.post('/sign-out', {})
    await signIn(visitor)
    expect(await visitor.text('/')).toContain('It is required of you by Harbour Physio from 1 December 2026.')
  })

  it('names the clinic that requires it to a member of two, and both where both do', async () => {
    const site = await openWithGrace()
    const visitor = site.visitor()
    await signIn(visitor, 'bo@harbour.example')
    expect(await visitor.text('/')).toContain('It is required of you by Harbour Physio from 1 December 2026.')
    const nadia = await createAdmin(site, 'owner@northside.example')
    await nadia.prove()
    await site.twoFactor.policy.setOrganization({
      organizationId: 'northside',
      rule: { default: 'required', graceDays: 30 },
      actorId: 'nadia',
      stepUp: nadia.visitor.cookies.get('__Host-fresh-factor'),
    })
    const both = 'Harbour Physio and Northside Clinic from 1 December 2026.'
    expect(await visitor.text('/')).toContain(`It is required of you by ${both}`)
    await visitor.post('/language', { locale: 'sv', next: '/' })
    expect(await visitor.text('/')).toContain('Harbour Physio och Northside Clinic kräver den från')
  })

  it('offers no notes where there are none to open', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor)
    expect(await visitor.text('/')).toContain('Open the notes')
    await site.db.run('DELETE FROM notes')
    const page = await visitor.text('/')
    expect(page).toContain('There are no notes yet.')
    expect(page).not.toContain('Open the notes')
  })

  it('says nothing of it to whoever has one, nor where nothing is required', async () => {
    const site = await openWithGrace()
    const visitor = site.visitor()
    await turnOn(site, visitor)
    expect(await visitor.text('/')).not.toContain('is required of you')

    const elsewhere = await createTestSite()
    const free = elsewhere.visitor()
    await signIn(free)
    const page = await free.text('/')
    expect(page).toContain('A second step at sign-in keeps client notes safe')
    expect(page).not.toContain('is required of you')
  })
})
