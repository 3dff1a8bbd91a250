import { describe, expect, it } from 'vitest'
import { createAdmin, readMails } from '../admins.ts'
import { request } from '../recoveries.ts'
import { anna, createTestSite, readHidden, signIn, type TestSite } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const nell = 'nell@somewhere.example'
const cookie = '__Host-invitation'
const overAnHour = 3_700_000
const forgotten = 'Open the link in your mail again'

/** Two clinics that invite this address, and the links of their mails. */
async function invite(site: TestSite, address: string): Promise<Record<'harbour' | 'northside', string>> {
  const links = { harbour: '', northside: '' }
  for (const clinic of ['harbour', 'northside'] as const) {
    const { visitor, prove } = await createAdmin(site, `owner@${clinic}.example`)
    await prove()
    const path = `/clinics/${clinic}/invite`
    const form = readHidden(await visitor.text(path), 'form')
    await visitor.post(path, { form, address, name: 'Somebody', role: 'practitioner' })
    const mails = await readMails(site, address)
    links[clinic] =
      mails.map(({ body }) => /(\/invitation\?token=\S+)/.exec(body)?.[1]).findLast(Boolean) ?? ''
  }
  return links
}

/** The hidden fields of the page that the link leads to. */
async function open(visitor: Visitor, link: string): Promise<Record<string, string>> {
  await visitor.get(link)
  const page = await visitor.text('/invitation')
  return Object.fromEntries(['account', 'clinic', 'link'].map((name) => [name, readHidden(page, name)]))
}

const readMembers = (site: TestSite) =>
  site.db.all<{ clinic_id: string; name: string }>(
    'SELECT m.clinic_id, u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE u.address = ?',
    nell,
  )

describe('the page of an invitation that was open for over an hour', () => {
  it('makes the account, under the name that was typed', async () => {
    const site = await createTestSite()
    const { harbour } = await invite(site, nell)
    const visitor = site.visitor()
    const form = await open(visitor, harbour)
    visitor.cookies.delete(cookie)
    site.clock.advance(overAnHour)
    const typed = { ...form, name: 'Nell Ferry', password: 'short' }
    const refused = await visitor.post('/invitation', typed)
    const page = await refused.text()
    expect([refused.status, page]).toEqual([422, expect.stringContaining('value="Nell Ferry"')])
    const again = { ...typed, link: readHidden(page, 'link'), password: 'four quiet lanterns' }
    const made = await visitor.post('/invitation', again)
    expect(made.headers.get('location')).toBe('/sign-in?notice=account-made')
    expect(await readMembers(site)).toEqual([{ clinic_id: 'harbour', name: 'Nell Ferry' }])
    // Sent again: done once, and said so.
    expect((await visitor.post('/invitation', again)).headers.get('location')).toBe(
      '/sign-in?notice=link-used',
    )
  })

  it('lets a member join', async () => {
    const site = await createTestSite()
    const { northside } = await invite(site, anna)
    const visitor = site.visitor()
    await signIn(visitor)
    const form = await open(visitor, northside)
    visitor.cookies.delete(cookie)
    expect((await visitor.post('/invitation/join', form)).headers.get('location')).toBe('/')
    const clinics = "SELECT clinic_id FROM memberships WHERE user_id = 'anna' ORDER BY clinic_id"
    expect(await site.db.all(clinics)).toEqual([{ clinic_id: 'harbour' }, { clinic_id: 'northside' }])
  })

  it('says of a link that has been withdrawn since that it no longer works', async () => {
    const site = await createTestSite()
    const { harbour } = await invite(site, nell)
    const visitor = site.visitor()
    const form = await open(visitor, harbour)
    visitor.cookies.delete(cookie)
    await site.db.run('DELETE FROM invitations')
    const refused = await visitor.post('/invitation', {
      ...form,
      name: 'Nell',
      password: 'four quiet lanterns',
    })
    expect([refused.status, await refused.text()]).toEqual([410, expect.stringContaining('no longer works')])
    expect(await readMembers(site)).toEqual([])
  })

  it('accepts the invitation that it shows, whichever was opened in this browser since, and leaves that one', async () => {
    const site = await createTestSite()
    const { harbour, northside } = await invite(site, nell)
    const visitor = site.visitor()
    const older = await open(visitor, harbour)
    await open(visitor, northside)
    await visitor.post('/invitation', { ...older, name: 'Nell', password: 'four quiet lanterns' })
    expect(await readMembers(site)).toEqual([{ clinic_id: 'harbour', name: 'Nell' }])
    expect(await visitor.text('/invitation')).toContain('Northside Clinic')
  })
})

describe('the page of a mailed link in a browser that has no link', () => {
  it.each(['/invitation', '/recovery/request', '/recovery/cancel', '/recovery/complete', '/admin-request'])(
    'says at %s to open the mail again, and nothing of a link that it does not know',
    async (path) => {
      const site = await createTestSite()
      const answer = await site.visitor().get(path)
      const page = await answer.text()
      expect([answer.status, page]).toEqual([410, expect.stringContaining(`<h1>${forgotten}</h1>`)])
      expect(page).toContain('the link may work all the same')
      expect(page).not.toMatch(/no longer works|too old|used already/)
      const swedish = await (await site.visitor().get(path, { 'accept-language': 'sv' })).text()
      expect(swedish).toContain('Öppna länken i ditt mejl igen')
    },
  )

  it('says so after an hour of a link that still works', async () => {
    const site = await createTestSite()
    const { cancelLink } = await request(site, anna)
    const visitor = site.visitor()
    const open = async () => (await visitor.get(cancelLink)).headers.get('location') ?? ''
    const page = await open()
    expect(await visitor.text(page)).not.toContain(forgotten)
    visitor.cookies.clear()
    site.clock.advance(overAnHour)
    expect(await visitor.text(page)).toContain(forgotten)
    expect(await open()).toBe(page)
    expect((await visitor.get(page)).status).toBe(200)
  })
})
