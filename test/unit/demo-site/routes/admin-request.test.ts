import { describe, expect, it } from 'vitest'
import { mailQuestion } from '../entries.ts'
import { listMails, openLink, pageOf, press, readLink, readNewestMail, tokenOf } from '../recoveries.ts'
import { codeFor, createTestSite, readHidden, signIn } from '../test-site.ts'

const bo = 'bo@harbour.example'
const again = '/admin-request/again'

async function ask(act: 'reset' | 'allowOnce') {
  const site = await createTestSite()
  return { site, ...(await mailQuestion(site, act)), visitor: site.visitor() }
}

describe('the word for an admin’s act', () => {
  it('is asked for on a page that changes nothing, and given by its button, once', async () => {
    const { site, key, link, visitor } = await ask('reset')
    const opened = await visitor.get(link)
    expect([opened.status, opened.headers.get('location')]).toEqual([303, pageOf('/admin-request')])
    for (let i = 0; i < 2; i++) {
      const page = await readLink(visitor, link)
      expect(page).toContain('Olivia Marsh wants to reset your two-factor authentication.')
      expect(page).toContain('Lost phone')
    }
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'active' }])
    const answers = await Promise.all([press(visitor, link), press(visitor, link)])
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(
      Array(2).fill(pageOf('/admin-request')),
    )
    expect(await readLink(visitor, link)).toContain('Your two-factor authentication was reset')
    expect((await readNewestMail(site, bo)).subject).toBe('Your two-factor authentication was reset')
    const mails = (await listMails(site, bo)).filter(({ subject }) => subject.includes('was reset'))
    expect(mails).toHaveLength(1)
    const first = await signIn(visitor, bo)
    expect(first.headers.get('location')).toContain('/sign-in/mailed-code')
    expect((await visitor.post('/sign-in/code', { code: codeFor(site, key) })).status).toBe(303)
    expect(visitor.cookies.has('__Host-session')).toBe(false)
  })

  it('lets in once where that was asked for', async () => {
    const { link, visitor } = await ask('allowOnce')
    expect(await readLink(visitor, link)).toContain(
      'Olivia Marsh wants to let you sign in once without your app or phone.',
    )
    await press(visitor, link)
    expect(await readLink(visitor, link)).toContain('You can sign in once without your app')
    expect((await signIn(visitor, bo)).headers.get('location')).toContain('/sign-in/mailed-code')
  })

  it('is asked for in Swedish too', async () => {
    const { link, visitor } = await ask('reset')
    const page = await openLink(visitor, link, { 'accept-language': 'sv' })
    expect(await page.text()).toContain('Olivia Marsh vill återställa din tvåfaktorsautentisering.')
  })

  it.each(['an hour later', 'when the admin is one no longer'])('is worth nothing %s', async (when) => {
    const { site, key, link, visitor } = await ask('reset')
    if (when === 'an hour later') site.clock.advance(3_600_000)
    else await site.db.run("UPDATE memberships SET role = 'practitioner' WHERE user_id = 'olivia'")
    await press(visitor, link)
    const page = await openLink(visitor, link)
    expect(page.status).toBe(410)
    expect(await page.text()).toMatch(/Nothing was changed( now)?\./)
    await signIn(visitor, bo)
    const inside = await visitor.post('/sign-in/code', { code: codeFor(site, key) })
    expect(inside.headers.get('location')).toBe('/')
  })

  it('is not asked for any more of who has left the clinic, and another admin can be told instead', async () => {
    const { site, link, visitor } = await ask('reset')
    expect(await readLink(visitor, link)).toContain('Yes, reset it')
    await site.db.run("DELETE FROM memberships WHERE user_id = 'bo' AND clinic_id = 'harbour'")
    for (const open of [visitor, site.visitor()]) {
      await press(open, link)
      const page = await readLink(open, link)
      expect(page).toContain('or who asked may no longer help you')
      expect(page).not.toContain('Yes, reset it')
    }
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'active' }])
    const passedOn = await visitor.post(again, { token: tokenOf(link) })
    expect(passedOn.headers.get('location')).toBe(`${again}?notice=passed-on`)
    const told = await readNewestMail(site, 'owner@northside.example')
    expect(told.to('/clinics/northside/members/bo')).not.toBe('')
  })

  it('is not taken from a guessed link', async () => {
    const { site, visitor } = await ask('reset')
    for (const token of ['', 'x', 'A'.repeat(43)]) {
      const guessed = `/admin-request?token=${token}`
      await press(visitor, guessed)
      expect((await openLink(visitor, guessed)).status).toBe(410)
    }
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'active' }])
  })

  it('is asked for by a new link once the hour is over, mailed to the same address, once', async () => {
    const { site, link, visitor } = await ask('reset')
    site.clock.advance(3_600_000)
    const opened = await openLink(visitor, link)
    const page = await opened.text()
    expect([opened.status, readHidden(page, 'token')]).toEqual([410, tokenOf(link)])
    expect(page).toContain('Olivia Marsh asked you more than an hour ago')
    expect(page).toContain(`we can mail a new link to ${bo}`)
    expect(page).toContain('action="/admin-request/again"')
    expect(await (await openLink(visitor, link, { 'accept-language': 'sv' })).text()).toContain(
      'Mejla mig en ny länk',
    )
    const [first, second] = await Promise.all([
      visitor.post(again, { token: tokenOf(link) }),
      site.visitor().post(again, { token: tokenOf(link) }),
    ])
    expect([first, second].map(({ headers }) => headers.get('location'))).toEqual([again, again])
    expect(await visitor.text(again)).toContain('a new link is on its way to your address')
    const renewed = (await readNewestMail(site, bo)).to('/admin-request')
    expect(renewed).not.toBe(link)
    expect((await listMails(site, bo)).filter(({ body }) => body.includes('/admin-request'))).toHaveLength(2)
    expect(await readLink(visitor, link)).not.toContain('Mail me a new link')
    await press(visitor, renewed)
    expect(await readLink(visitor, renewed)).toContain('Your two-factor authentication was reset')
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'retired' }])
  })

  it('is asked for by one new link however often the button is pressed, and the admin is not bothered', async () => {
    const { site, link, visitor } = await ask('reset')
    site.clock.advance(3_600_000)
    const answer = async (who = visitor) =>
      (await who.post(again, { token: tokenOf(link) })).headers.get('location')
    expect([await answer(), await answer(), await answer(site.visitor())]).toEqual([again, again, again])
    const renewed = (await readNewestMail(site, bo)).to('/admin-request')
    const asked = async () =>
      (await listMails(site, 'owner@harbour.example')).filter(({ subject }) => subject.includes('ask again'))
    expect(await asked()).toEqual([])
    expect(await readLink(site.visitor(), renewed)).toContain('Olivia Marsh wants to reset')
    // The new link has ended too: whoever has only the old one asks the admin.
    site.clock.advance(3_600_000)
    expect(await answer()).toBe(`${again}?notice=passed-on`)
    await site.errands.settle()
    expect(await asked()).toHaveLength(1)
  })
})
