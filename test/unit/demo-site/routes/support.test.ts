import { describe, expect, it } from 'vitest'
import { createAdmin, readTypes, sendAct } from '../admins.ts'
import {
  askForLink,
  createReviewer,
  findRequestPath,
  listMails,
  openLink,
  press,
  readLink,
  request,
  written,
} from '../recoveries.ts'
import { anna, createTestSite, signIn, turnOn } from '../test-site.ts'

const owner = 'owner@harbour.example'
const admin = 'admin@harbour.example'
const support = 'support@practice.example'

describe('the support of the site', () => {
  it('decides on the account recovery of a clinic’s only owner, which the words say, and nobody else does', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor(), owner)
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, owner)
    expect(await readLink(visitor, link)).toContain('so our support does. Only they see it')
    expect((await press(visitor, link, written)).status).toBe(303)
    expect(await readLink(visitor, link)).toContain('so our support gets in touch with you')
    const other = await createReviewer(site, admin)
    expect(await findRequestPath(other.visitor)).toBe('')
    const staff = await createReviewer(site, support)
    await staff.prove()
    const told = (await listMails(site, support)).filter(({ body }) => body.includes('Olivia Marsh asked'))
    expect(told.map(({ subject }) => subject)).toEqual([
      'Somebody whom only support can help asks for account recovery',
    ])
    const path = await findRequestPath(staff.visitor)
    const page = await staff.visitor.text(path)
    expect(page).toContain('Compare what they wrote down with what this site knows')
    expect(page).not.toContain('They belong to another clinic too')
    await staff.visitor.post(path, { decision: 'approve', reason: 'Called her back' })
    expect(await staff.visitor.text('/reviews')).toContain('Approved, waiting until')
    expect((await readTypes(site, 'olivia'))[0]).toBe('account_recovery.approved')
  })

  it('has no say over whom somebody in a clinic decides for, and no admin gets one upwards', async () => {
    const site = await createTestSite()
    const asked = await request(site, anna)
    expect(await readLink(asked.visitor, asked.link)).toContain(
      'An owner or admin of your clinic gets in touch',
    )
    const staff = await createReviewer(site, support)
    expect(await findRequestPath(staff.visitor)).toBe('')
    await turnOn(site, site.visitor(), owner)
    const below = await createAdmin(site, admin)
    await below.prove()
    await sendAct(below.visitor, '/clinics/harbour/members/olivia/reset')
    expect(await readTypes(site, 'olivia')).not.toContain('admin.reset')
    const over = await createAdmin(site, 'owner@northside.example')
    await turnOn(site, site.visitor(), 'admin@northside.example')
    await over.prove()
    await sendAct(over.visitor, '/clinics/northside/members/ines/reset')
    expect(await readTypes(site, 'ines')).toContain('admin.reset')
  })

  it('reads no notes and sees no clinic', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, support)
    const home = await visitor.text('/')
    expect(home).toContain('href="/reviews"')
    expect(home).not.toContain('href="/notes"')
    expect(home).not.toContain('/clinics/')
    expect(await visitor.text('/notes')).not.toContain('Margaret Ellison')
    for (const path of ['/notes/note-1041', '/clinics/harbour/members', '/clinics/support/members'])
      expect((await visitor.get(path)).status).toBe(404)
    expect(await visitor.text('/settings')).toMatch(/<dd>Support<\/dd>/)
  })

  it('is missed at once where there is nobody, and nothing is asked for', async () => {
    const site = await createTestSite()
    await site.db.run('DELETE FROM support_staff')
    expect(await site.visitor().text('/recovery')).not.toContain('support')
    await turnOn(site, site.visitor(), owner)
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, owner)
    for (const answer of [await openLink(visitor, link), await press(visitor, link, written)]) {
      expect(answer.status).toBe(409)
      const page = await answer.text()
      expect(page).toContain('Nobody can decide on this yet')
      expect(page).toContain('Turn to whoever runs Harbour Practice')
    }
    expect(await readTypes(site, 'olivia')).not.toContain('account_recovery.requested')
    await site.db.run("INSERT INTO support_staff (user_id) VALUES ('adam')")
    expect((await openLink(visitor, link)).status, 'an admin of hers is below her in support too').toBe(409)
    await site.db.run("INSERT INTO support_staff (user_id) VALUES ('sam')")
    expect((await press(visitor, link, written)).status).toBe(303)
    expect(await readTypes(site, 'olivia')).toContain('account_recovery.requested')
  })
})
