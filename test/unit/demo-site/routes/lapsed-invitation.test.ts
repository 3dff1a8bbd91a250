import { describe, expect, it } from 'vitest'
import { createAdmin, owner, readMails } from '../admins.ts'
import { codeFor, createTestSite, readHidden, signIn } from '../test-site.ts'

const invite = '/clinics/harbour/invite'
const members = '/clinics/harbour/members'
const again = '/invitation/again'
const address = 'nell@somewhere.example'
const day = 86_400_000
const week = 7 * day
const joined = 'You are invited to Harbour Physio'

/** A clinic whose invitation to Nell is a week old, and the token of its link. */
async function lapse() {
  const site = await createTestSite()
  const { visitor: inviter, key, prove } = await createAdmin(site)
  async function signInAgain() {
    site.clock.advance(60_000)
    await signIn(inviter, owner)
    await inviter.post('/sign-in/code', { code: codeFor(site, key) })
    await prove()
  }
  await prove()
  const form = readHidden(await inviter.text(invite), 'form')
  await inviter.post(invite, { form, address, name: 'Nell Ferry', role: 'admin', practitioner: 'yes' })
  const readToken = async () =>
    /invitation\?token=(\S+)/.exec((await readMails(site, address)).at(-1)?.body ?? '')?.[1] ?? ''
  const token = await readToken()
  site.clock.advance(week)
  return { site, inviter, signInAgain, token, readToken }
}

describe('an invitation whose week is over', () => {
  it('says so and mails a new link to the same address, once, from its own page', async () => {
    const { site, token, readToken } = await lapse()
    const nell = site.visitor()
    const dead = await nell.get(`/invitation?token=${token}`)
    const page = await dead.text()
    expect(dead.status).toBe(410)
    expect(page).toContain('Its seven days are over')
    expect(page).toContain('Mail me a new link')
    expect(readHidden(page, 'token')).toBe(token)
    const sent = await Promise.all([nell.post(again, { token }), nell.post(again, { token })])
    for (const { headers } of sent) expect(headers.get('location')).toBe(again)
    expect(await nell.text(again)).toContain('a new link is on its way')
    expect((await readMails(site, address)).map(({ subject }) => subject)).toEqual([joined, joined])
    const next = await readToken()
    expect(next).not.toBe(token)
    expect((await nell.get(`/invitation?token=${next}`)).headers.get('location')).toBe('/invitation')
    expect((await site.visitor().get(`/invitation?token=${token}`)).status).toBe(410)
  })

  it('is renewed once when the button is pressed again later, which says the same', async () => {
    const { site, token, readToken } = await lapse()
    const nell = site.visitor()
    const press = async (who = nell) => (await who.post(again, { token })).headers.get('location')
    expect(await press()).toBe(again)
    const next = await readToken()
    expect([await press(), await press(site.visitor())]).toEqual([again, again])
    await site.errands.settle()
    expect(await readMails(site, address)).toHaveLength(2)
    expect(await site.visitor().text(`/invitation?token=${token}`)).toContain('Ask for a new invitation')
    expect((await site.visitor().get(`/invitation?token=${next}`)).headers.get('location')).toBe(
      '/invitation',
    )
    site.clock.advance(day)
    expect(await press()).toBe(`${again}?notice=passed-on`)
    expect(await nell.text(`${again}?notice=passed-on`)).toContain('a new link to it is on its way')
    await site.errands.settle()
    expect(await readMails(site, address)).toHaveLength(3)
  })

  it('lets nobody in, and is renewed neither by a made-up link nor once its sender has left or has withdrawn it', async () => {
    const { site, inviter, signInAgain, token } = await lapse()
    const nell = site.visitor()
    nell.cookies.set('__Host-invitation', token)
    expect((await nell.post('/invitation', { name: 'Nell', password: 'four quiet lanterns' })).status).toBe(
      410,
    )
    expect((await nell.post(again, { token: 'x'.repeat(43) })).headers.get('location')).toBe(again)
    const leave = "UPDATE memberships SET role = ? WHERE user_id = 'olivia'"
    await site.db.run(leave, 'practitioner')
    await nell.post(again, { token })
    expect(await nell.text(`/invitation?token=${token}`)).not.toContain('Mail me a new link')
    await site.db.run(leave, 'owner')
    await signInAgain()
    await inviter.post('/clinics/harbour/invitations/withdraw', { address })
    await nell.post(again, { token })
    expect(await nell.text(`/invitation?token=${token}`)).not.toContain('Mail me a new link')
    expect(await readMails(site, address)).toHaveLength(1)
    expect(await site.db.all('SELECT id FROM users WHERE address = ?', address)).toEqual([])
  })

  it('stays in the list of the clinic for a month, where it can be sent again as it was', async () => {
    const { site, inviter, signInAgain, token, readToken } = await lapse()
    await signInAgain()
    const list = await inviter.text(members)
    expect(list).toContain('Invitations whose seven days are over')
    const link = /href="(\/clinics\/harbour\/invite\?again=[^"]+)"/.exec(list)?.[1] ?? ''
    const page = await inviter.text(link)
    for (const held of [
      /value="Nell Ferry"/,
      /value="nell@somewhere\.example"/,
      /value="admin" checked/,
      /name="practitioner" value="yes" checked/,
    ])
      expect(page).toMatch(held)
    await inviter.post(invite, { form: readHidden(page, 'form'), address, name: 'Nell Ferry', role: 'admin' })
    const next = await readToken()
    expect(next).not.toBe(token)
    expect((await site.visitor().get(`/invitation?token=${next}`)).status).toBe(303)
    expect(await inviter.text(members)).not.toContain('whose seven days are over')
    site.clock.advance(5 * week + 3 * day)
    await signInAgain()
    expect(await inviter.text(members)).not.toContain('whose seven days are over')
    const late = await site.visitor().get(`/invitation?token=${next}`)
    expect(late.status).toBe(410)
    expect(await late.text()).toMatch(/its time is over[\s\S]*<a href="\/sign-in">Sign in</)
  })
})
