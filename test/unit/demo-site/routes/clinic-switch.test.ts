import { describe, expect, it } from 'vitest'
import { createTestSite, signIn } from '../test-site.ts'

async function signedIn(address: string) {
  const site = await createTestSite()
  const visitor = site.visitor()
  await signIn(visitor, address)
  return { site, visitor }
}

describe('the clinic switcher', () => {
  it('is there for people in several clinics, and its choice lasts as long as the session', async () => {
    const { site, visitor } = await signedIn('bo@harbour.example')
    expect(await visitor.text('/')).toMatch(/<option value="harbour" selected/)
    expect((await visitor.post('/clinic', { clinic: 'northside' })).headers.get('location')).toBe('/')
    expect(await visitor.text('/settings')).toMatch(/<option value="northside" selected/)
    const elsewhere = site.visitor()
    await signIn(elsewhere, 'bo@harbour.example')
    expect(await elsewhere.text('/')).toMatch(/<option value="harbour" selected/)
    const { visitor: anna } = await signedIn('anna@harbour.example')
    expect(await anna.text('/')).toMatch(/<span class="clinics">Harbour Physio<\/span>/)
  })

  it('leads into no clinic that somebody does not belong to, or no longer does', async () => {
    const { site, visitor } = await signedIn('anna@harbour.example')
    expect((await visitor.post('/clinic', { clinic: 'northside' })).status).toBe(404)
    const bo = site.visitor()
    await signIn(bo, 'bo@harbour.example')
    await bo.post('/clinic', { clinic: 'northside' })
    await site.db.run("DELETE FROM memberships WHERE user_id = 'bo' AND clinic_id = 'northside'")
    const page = await bo.text('/notes')
    expect(page).not.toContain('Elena Sørensen')
    expect(page).toContain('Margaret Ellison')
  })

  it('shows the pages of an owner where somebody is one, and the practitioner’s where they are that too', async () => {
    const { site, visitor } = await signedIn('bo@harbour.example')
    await site.db.run(
      "UPDATE memberships SET role = 'owner', practitioner = 0 WHERE user_id = 'bo' AND clinic_id = 'northside'",
    )
    expect(await visitor.text('/')).not.toContain('href="/clinics/')
    expect(await visitor.text('/settings')).toContain('<h1>Settings</h1>')
    await visitor.post('/clinic', { clinic: 'northside' })
    expect(await visitor.text('/')).toContain('href="/clinics/northside"')
    // A practitioner in one clinic has a practitioner's settings, whatever else they are elsewhere.
    expect(await visitor.text('/settings')).toContain('<h1>Settings</h1>')
    expect((await visitor.get('/clinics/harbour/members')).status).toBe(404)
  })
})

describe('the settings of an owner or admin', () => {
  it('are admin settings, with two-factor authentication in them, unless there is practitioner access', async () => {
    const { site, visitor } = await signedIn('admin@harbour.example')
    const page = await visitor.text('/settings')
    expect(page).toContain('<h1>Admin settings</h1>')
    expect(page).toContain('href="/settings/two-factor"')
    expect(page).toContain('href="/clinics/harbour/members"')
    expect(await visitor.text('/')).not.toContain('href="/notes"')
    const nadia = site.visitor()
    await signIn(nadia, 'owner@northside.example')
    const both = await nadia.text('/settings')
    expect(both).toContain('<h1>Settings</h1>')
    expect(both).not.toContain('You look after')
    expect(await nadia.text('/')).toContain('href="/notes"')
  })
})
