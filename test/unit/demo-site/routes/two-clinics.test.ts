import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createAdmin, readMails, sendSetting } from '../admins.ts'
import { createTestSite, signIn } from '../test-site.ts'

const bo = 'bo@harbour.example'
const report = '/clinics/northside/report'
const ofBo = '/clinics/northside/members/bo'

/** Bo, whom one of his two clinics gives two weeks, and the owner of the other, with a fresh code. */
async function open() {
  const site = await createTestSite()
  const owner = await createAdmin(site)
  await owner.prove()
  const stepUp = owner.visitor.cookies.get('__Host-fresh-factor')
  const rule = { default: 'required', graceDays: 14 } as const
  const place = { organizationId: 'harbour', actorId: 'olivia' }
  expect(await site.twoFactor.policy.setOrganization({ ...place, rule, stepUp })).toMatchObject({
    changed: true,
  })
  const nadia = await createAdmin(site, 'owner@northside.example')
  await nadia.prove()
  // A second apart, so that the newest mail is the last one.
  const set = (setting: string) => {
    site.clock.advance(1000)
    return sendSetting(nadia.visitor, `${ofBo}/setting`, setting)
  }
  return { site, nadia, set, newest: async () => (await readMails(site, bo)).at(-1)?.body }
}

describe('a member of two clinics, one of which requires what the other does not', () => {
  it('is told by the one that exempts them that the other requires it all the same', async () => {
    const { site, nadia, set, newest } = await open()
    const saved = await set('exempt')
    const mail = await newest()
    expect(mail).toContain('Northside Clinic does not require it of you.')
    expect(mail).toContain('It is required of you by Harbour Physio all the same.')
    const page = await nadia.visitor.text(saved.headers.get('location') ?? '')
    expect(page).toContain('Saved. It holds from now on')
    expect(page).toContain('<dd>Required 14 days after the next sign-in, by another clinic</dd>')
    // The admins of the one learn that there is another, not which.
    expect(page).not.toContain('Harbour Physio')

    await set('default')
    await setLocale(site.db, 'bo', 'sv')
    await set('exempt')
    expect(await newest()).toMatch(
      /Northside Clinic kräver det inte av dig\.[\s\S]*Harbour Physio kräver det av dig ändå\./,
    )
    await setLocale(site.db, 'nadia', 'sv')
    expect(await nadia.visitor.text(ofBo)).toContain('efter nästa inloggning, av en annan mottagning')
  })

  it('is not asked by the one that exempts them, by its report or by its button', async () => {
    const { nadia, set, newest } = await open()
    await set('exempt')
    const told = await newest()
    const page = await nadia.visitor.text(report)
    expect(page).not.toContain('Ask by mail: Bo Hartley')
    expect(page).toContain(', by another clinic')
    for (const member of ['bo', '']) await nadia.visitor.post(`${report}/ask`, { member })
    expect(await newest()).toBe(told)
    // Without the exemption they are.
    await set('default')
    expect(await nadia.visitor.text(report)).toContain('Ask by mail: Bo Hartley')
  })

  it('is asked in the name of the clinic that requires it', async () => {
    const { site, nadia, newest } = await open()
    await signIn(site.visitor(), bo)
    const asked = await nadia.visitor.post(`${report}/ask`, { member: 'bo' })
    expect(asked.headers.get('location')).toBe(`${report}?asked=1`)
    expect(await newest()).toContain('It is required of you by Harbour Physio from 5 December 2026.')
    expect(await nadia.visitor.text('/clinics/northside/members')).toContain(
      'Required from 5 December 2026, by another clinic',
    )
  })
})
