import { describe, expect, it } from 'vitest'
import { createAdmin, owner, readMails } from '../admins.ts'
import { mailQuestion } from '../entries.ts'
import { openLink, pageOf, press, readLink, readNewestMail, tokenOf, waitFor } from '../recoveries.ts'
import { codeFor, createTestSite, password, readHidden, signIn, type TestSite } from '../test-site.ts'

const bo = 'bo@harbour.example'
const nell = 'nell@somewhere.example'
const day = 86_400_000
const passedOn = 'We have passed it on'
const askWord = '/admin-request/again'
const askPlace = '/invitation/again'

const demote = "UPDATE memberships SET role = 'practitioner' WHERE user_id = ?"

async function askedMails(site: TestSite, to: string, subject: string) {
  await site.errands.settle()
  return (await readMails(site, to)).filter((mail) => mail.subject.includes(subject))
}

/** Bo, in two clinics, whom Olivia, the owner of one, has asked by mail; and the link. */
async function askBo() {
  const site = await createTestSite()
  const { key, link } = await mailQuestion(site)
  const told = (to: string) => askedMails(site, to, 'asks you to ask again')
  return { site, key, link, visitor: site.visitor(), told }
}

describe('the link of a question that an admin asked', () => {
  it.each([1, 30, 1000])('offers a new one %d days later: the admin who asked hears of it', async (days) => {
    const { site, link, visitor, told } = await askBo()
    site.clock.advance(days * day)
    await site.twoFactor.housekeeping()
    const opened = await visitor.get(link)
    expect(opened.headers.get('location')).toEqual(pageOf('/admin-request'))
    const dead = await visitor.get(opened.headers.get('location') ?? '')
    const page = await dead.text()
    expect([dead.status, readHidden(page, 'token')]).toEqual([410, tokenOf(link)])
    expect(page).toContain('we can tell Olivia Marsh, or another admin of your clinic')
    expect(page).toContain('Ask for a new link')
    expect(await (await openLink(visitor, link, { 'accept-language': 'sv' })).text()).toContain(
      'Be om en ny länk',
    )
    const answer = await visitor.post(askWord, { token: tokenOf(link) })
    expect(answer.headers.get('location')).toBe(`${askWord}?notice=passed-on`)
    expect(await visitor.text(`${askWord}?notice=passed-on`)).toContain(passedOn)
    const mails = await told(owner)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.body).toContain('http://localhost:3000/clinics/harbour/members/bo')
    // Nothing has happened to Bo, and nobody was asked in the admin's name.
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'active' }])
    expect(await askedMails(site, bo, 'An admin needs your word')).toHaveLength(1)
  })

  it('is passed on once a day, however often it is asked for', async () => {
    const { site, link, told } = await askBo()
    site.clock.advance(2 * day)
    const ask = () => site.visitor().post(askWord, { token: tokenOf(link) })
    for (const { headers } of await Promise.all([ask(), ask(), ask()]))
      expect(headers.get('location')).toBe(`${askWord}?notice=passed-on`)
    expect(await told(owner)).toHaveLength(1)
    site.clock.advance(day)
    await ask()
    expect(await told(owner)).toHaveLength(2)
  })

  it('goes to the owners of the person’s clinics once the one who asked has no say', async () => {
    const { site, link, visitor, told } = await askBo()
    await site.db.run(demote, 'olivia')
    site.clock.advance(60_000)
    expect(await readLink(visitor, link)).not.toContain('We can mail')
    site.clock.advance(2 * day)
    await visitor.post(askWord, { token: tokenOf(link) })
    expect(await told(owner)).toEqual([])
    const owners = await site.db.all<{ address: string; clinic_id: string }>(
      `SELECT u.address, m.clinic_id FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.role = 'owner' AND m.clinic_id IN (SELECT clinic_id FROM memberships WHERE user_id = 'bo')`,
    )
    expect(owners.length).toBeGreaterThan(0)
    for (const { address, clinic_id: clinic } of owners) {
      const [mail] = await told(address)
      expect(mail?.body).toContain(`/clinics/${clinic}/members/bo`)
    }
  })

  it.each(['has turned it off', 'has left every clinic'])(
    'tells nobody when the person %s, and the answer is the same',
    async (why) => {
      const { site, key, link, visitor, told } = await askBo()
      site.clock.advance(2 * day)
      if (why === 'has turned it off') {
        const begun = await site.twoFactor.stepUp.begin({ userId: 'bo' })
        if (begun.status !== 'challenge') throw new Error(begun.status)
        const shown = { token: begun.token, method: 'totp', code: codeFor(site, key) } as const
        const verified = await site.twoFactor.stepUp.verify(shown)
        if (verified.status !== 'ok') throw new Error(verified.status)
        await site.twoFactor.factors.disable({ userId: 'bo', stepUp: verified.stepUp })
      } else await site.db.run("DELETE FROM memberships WHERE user_id = 'bo'")
      const answer = await visitor.post(askWord, { token: tokenOf(link) })
      expect(answer.headers.get('location')).toBe(`${askWord}?notice=passed-on`)
      expect(await visitor.text(`${askWord}?notice=passed-on`)).toContain(
        'Unless you have turned two-factor authentication off or left the clinic, an admin of it hears',
      )
      expect(await told(owner)).toEqual([])
    },
  )

  it.each(['made up', 'with the ticket of another', 'without its ticket', 'with that of an invitation'])(
    'offers nothing when it is %s, and tells nobody',
    async (how) => {
      const { site, link, visitor, told } = await askBo()
      site.clock.advance(2 * day)
      await site.twoFactor.housekeeping()
      const [token = '', ticket = ''] = tokenOf(link).split('.')
      const forged = {
        'made up': 'A'.repeat(43),
        'with the ticket of another': `${'A'.repeat(43)}.${ticket}`,
        'without its ticket': token,
        'with that of an invitation': `${token}.${'A'.repeat(ticket.length)}`,
      }[how]
      const page = await openLink(visitor, `/admin-request?token=${forged}`)
      expect(page.status).toBe(410)
      const words = await page.text()
      expect(words).not.toContain('Ask for a new link')
      expect(words).toMatch(/ask the admin whom the mail names[\s\S]*href="\/recovery"/)
      const answer = await visitor.post(askWord, { token: forged ?? '' })
      expect(answer.headers.get('location')).toBe(askWord)
      expect(await told(owner)).toEqual([])
    },
  )

  it('gives its yes with and without the ticket, and never by the ticket', async () => {
    const { site, link, visitor } = await askBo()
    const [token = '', ticket = ''] = tokenOf(link).split('.')
    await press(visitor, `/admin-request?token=${ticket}`)
    await press(visitor, `/admin-request?token=${'A'.repeat(43)}.${ticket}`)
    expect(await site.twoFactor.factors.list({ userId: 'bo' })).toMatchObject([{ state: 'active' }])
    await press(visitor, `/admin-request?token=${token}`)
    expect(await readLink(visitor, link)).toContain('Your two-factor authentication was reset')
  })
})

/** A clinic that has invited Nell, and the link of the mail. */
async function invite(role = 'practitioner') {
  const site = await createTestSite()
  const inviter = await createAdmin(site)
  async function send() {
    await inviter.prove()
    const form = readHidden(await inviter.visitor.text('/clinics/harbour/invite'), 'form')
    await inviter.visitor.post('/clinics/harbour/invite', { form, address: nell, name: 'Nell Ferry', role })
    return (await readNewestMail(site, nell)).to('/invitation')
  }
  const told = (to: string) => askedMails(site, to, 'asks for a new invitation')
  const ask = async (link: string, who = site.visitor()) =>
    (await who.post(askPlace, { token: tokenOf(link) })).headers.get('location')
  return { site, inviter, send, told, ask, link: await send() }
}

describe('the link of an invitation', () => {
  it.each([38, 1000])('offers a new one %d days later: the inviter hears of it, once a day', async (days) => {
    const { site, link, told, ask } = await invite()
    site.clock.advance(days * day)
    const visitor = site.visitor()
    const dead = await openLink(visitor, link)
    const page = await dead.text()
    expect([dead.status, readHidden(page, 'token')]).toEqual([410, tokenOf(link)])
    expect(page).toContain(`we can tell the clinic that ${nell} asks for a new invitation`)
    expect(await (await openLink(visitor, link, { 'accept-language': 'sv' })).text()).toContain(
      'Be om en ny inbjudan',
    )
    expect(await Promise.all([ask(link), ask(link)])).toEqual(Array(2).fill(`${askPlace}?notice=passed-on`))
    expect(await visitor.text(`${askPlace}?notice=passed-on`)).toContain(passedOn)
    const mails = await told(owner)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.body).toContain(nell)
    expect(mails[0]?.body).toContain('http://localhost:3000/clinics/harbour/invite')
    expect(await readMails(site, nell)).toHaveLength(1)
    site.clock.advance(day)
    await ask(link)
    expect(await told(owner)).toHaveLength(2)
  })

  it('goes to the owners when the inviter has left, and to nobody of another clinic', async () => {
    const { site, link, told, ask } = await invite()
    await site.db.run(
      "INSERT INTO memberships (clinic_id, user_id, role, practitioner) VALUES ('harbour', 'anna', 'owner', 0) ON CONFLICT (clinic_id, user_id) DO UPDATE SET role = 'owner'",
    )
    await site.db.run(demote, 'olivia')
    site.clock.advance(40 * day)
    await ask(link)
    expect(await told('anna@harbour.example')).toHaveLength(1)
    const all = await site.db.all<{ recipient: string }>(
      "SELECT recipient FROM outbox WHERE subject LIKE '%asks for a new invitation%'",
    )
    expect(all.map(({ recipient }) => recipient)).toEqual(['anna@harbour.example'])
  })

  it('tells nobody when the person has joined, and the answer is the same', async () => {
    const { site, link, told, ask } = await invite()
    const visitor = site.visitor()
    const page = await readLink(visitor, link)
    await visitor.post('/invitation', {
      ...{ name: 'Nell Ferry', password: `${password} and more`, account: nell },
      clinic: readHidden(page, 'clinic'),
    })
    expect((await readLink(visitor, link)).includes('If you have joined already, sign in')).toBe(true)
    expect(await ask(link)).toBe(`${askPlace}?notice=passed-on`)
    expect(await told(owner)).toEqual([])
    expect(await readMails(site, nell)).toHaveLength(1)
  })

  it('is mailed anew, to the invited address, when it was replaced and the clinic still waits', async () => {
    const { site, send, told, ask, link } = await invite()
    const newer = await send()
    const visitor = site.visitor()
    expect((await openLink(visitor, newer)).status).toBe(200)
    expect((await openLink(site.visitor(), link)).status).toBe(410)
    await ask(link)
    await site.errands.settle()
    const mails = await readMails(site, nell)
    expect(mails).toHaveLength(3)
    expect(await told(owner)).toEqual([])
    const newest = (await readNewestMail(site, nell)).to('/invitation')
    expect((await openLink(site.visitor(), newest)).status).toBe(200)
    // One of them at a time leads in.
    expect((await openLink(site.visitor(), newer)).status).toBe(410)
    await ask(link)
    await site.errands.settle()
    expect(await readMails(site, nell)).toHaveLength(3)
  })

  it('that was replaced keeps no invitation alive: once the newer one is over, the clinic is asked', async () => {
    const { site, send, told, ask, link } = await invite()
    await send()
    const readEnd = () => site.db.get('SELECT expires_at FROM invitations WHERE address = ?', nell)
    const end = await readEnd()
    for (let days = 0; days < 9; days++) {
      await ask(link)
      await site.errands.settle()
      expect(await readEnd()).toEqual(end)
      site.clock.advance(day)
    }
    const mails = await readMails(site, nell)
    const weekOfMails = 7
    expect(mails).toHaveLength(2 + weekOfMails)
    const [, second] = mails.map(({ body }) => /until \d+ \w+ \d{4}/.exec(body)?.[0])
    expect(mails.at(-1)?.body).toContain(second)
    expect(await told(owner)).toHaveLength(2)
    const newest = (await readNewestMail(site, nell)).to('/invitation')
    expect((await openLink(site.visitor(), newest)).status).toBe(410)
  })

  it('of one that was withdrawn lets nobody in: the clinic is asked', async () => {
    const { site, inviter, link, told, ask } = await invite()
    await inviter.visitor.post('/clinics/harbour/invitations/withdraw', { address: nell })
    expect((await openLink(site.visitor(), link)).status).toBe(410)
    await ask(link)
    expect(await told(owner)).toHaveLength(1)
    expect(await readMails(site, nell)).toHaveLength(1)
  })

  it('offers nothing when it is made up, and takes no ticket of another link', async () => {
    const { site, link, told, ask } = await invite()
    site.clock.advance(40 * day)
    const [token = '', ticket = ''] = tokenOf(link).split('.')
    for (const forged of [
      'A'.repeat(43),
      token,
      `${'A'.repeat(43)}.${ticket}`,
      `${token}.${ticket}A`,
      '.',
      '..',
    ]) {
      const path = `/invitation?token=${forged}`
      const page = await openLink(site.visitor(), path)
      expect(page.status).toBe(410)
      expect(await page.text()).not.toContain('Ask for a new invitation')
      expect(await ask(path)).toBe(askPlace)
    }
    expect(await told(owner)).toEqual([])
  })

  it('lets the person in with its ticket, through the sign-in too', async () => {
    const { site, link } = await invite()
    await site.db.run('UPDATE invitations SET address = ?', 'bo@harbour.example')
    const visitor = site.visitor()
    expect(await readLink(visitor, link)).toContain('Sign in as bo@harbour.example')
    await signIn(visitor, 'bo@harbour.example', '/invitation')
    expect(await visitor.text('/invitation')).toContain('Join the clinic')
  })
})

/** The links of all mails of a site, the last one of each kind, by their paths. */
async function collectLinks(site: TestSite): Promise<Map<string, string>> {
  const mails = await site.db.all<{ body: string }>('SELECT body FROM outbox')
  const all = mails.flatMap(({ body }) => [...body.matchAll(/localhost:3000((\/\S+?)\?token=\S+)/g)])
  return new Map(all.map(([, link = '', path = '']) => [path, link]))
}

describe('every link that any mail has', () => {
  it('says a year later that it no longer works, and has the way to a new one', async () => {
    const ways: Record<string, string> = {
      '/new-password': 'href="/forgotten-password"',
      '/recovery/request': 'href="/recovery"',
      '/recovery/cancel': 'href="/recovery"',
      '/recovery/complete': 'href="/recovery"',
      '/admin-request': 'action="/admin-request/again"',
      '/invitation': 'action="/invitation/again"',
    }
    const recovering = await createTestSite()
    await recovering.visitor().post('/forgotten-password', { address: 'anna@harbour.example' })
    await waitFor(recovering)
    const seen = new Set<string>()
    for (const site of [(await invite()).site, (await askBo()).site, recovering]) {
      const links = await collectLinks(site)
      site.clock.advance(365 * day)
      await site.twoFactor.housekeeping({ batch: 10_000 })
      for (const [path, link] of links) {
        seen.add(path)
        const ended = await openLink(site.visitor(), link)
        const page = await ended.text()
        expect([path, ended.status]).toEqual([path, 410])
        expect(page).toContain('no longer works')
        expect(page).toContain(ways[path])
      }
    }
    expect([...seen].sort()).toEqual(Object.keys(ways).sort())
  })
})
