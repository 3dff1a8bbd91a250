import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import {
  createReviewer,
  findRequestPath,
  listMails,
  moveClockTo,
  press,
  readLink,
  readNewestMail,
  request,
} from '../recoveries.ts'
import { openSession } from '../sessions.ts'
import { anna, createTestSite, signIn, type TestSite, turnOn } from '../test-site.ts'

const bo = 'bo@harbour.example'
const admin = 'admin@harbour.example'
const northside = 'owner@northside.example'

const listTypes = async (site: TestSite, userId = 'anna') =>
  (await site.twoFactor.audit.list({ userId }))
    .filter(({ type }) => type.startsWith('account_recovery.'))
    .map(({ type }) => type.replace('account_recovery.', ''))
    .reverse()

/** A request of Anna's, and the owner of her clinic with a fresh factor. */
async function createRequest() {
  const site = await createTestSite()
  const asked = await request(site, anna)
  const reviewer = await createReviewer(site)
  await reviewer.prove()
  return { site, ...asked, reviewer, owner: reviewer.visitor, path: await findRequestPath(reviewer.visitor) }
}

describe('the list of reviews', () => {
  it('says that there is nothing, and shows no number in the navigation', async () => {
    const site = await createTestSite()
    const owner = site.visitor()
    await signIn(owner, 'owner@harbour.example')
    const page = await owner.text('/reviews')
    expect(page).toContain('Nobody has asked for account recovery.')
    expect(page).toMatch(/href="\/reviews" aria-current="page">Reviews</)
    expect(page).toContain('turn on two-factor authentication first')
  })

  it('has the requests of every clinic of the person, the oldest first, each for who may decide', async () => {
    const site = await createTestSite()
    await request(site, bo)
    site.clock.advance(60_000)
    await request(site, anna)
    const read = async (address: string) => {
      const visitor = site.visitor()
      await signIn(visitor, address)
      return [...(await visitor.text('/reviews')).matchAll(/href="\/reviews\/[^"]+">([^<]+)</g)].map(
        ([, name]) => name,
      )
    }
    expect(await read('owner@harbour.example')).toEqual(['Bo Hartley', 'Anna Lindqvist'])
    expect(await read(admin)).toEqual(['Bo Hartley', 'Anna Lindqvist'])
    expect(await read(northside)).toEqual(['Bo Hartley'])
    for (const [address, told] of [
      [admin, ['Bo Hartley', 'Anna Lindqvist']],
      [northside, ['Bo Hartley']],
    ] as const) {
      const mails = (await listMails(site, address)).filter(({ subject }) =>
        subject.includes('account recovery'),
      )
      expect(mails).toHaveLength(told.length)
      for (const name of told) expect(mails.map(({ body }) => body).join()).toContain(`${name} asked`)
    }
  })

  it('is not there for who reviews nothing', async () => {
    const site = await createTestSite()
    await request(site, anna)
    const visitor = site.visitor()
    await signIn(visitor, bo)
    expect((await visitor.get('/reviews')).status).toBe(404)
    expect(await visitor.text('/')).not.toContain('/reviews')
  })
})

describe('a request under review', () => {
  it('shows what was written down to a fresh factor only, and leaves that in the record', async () => {
    const { site, owner, path, reviewer } = await createRequest()
    expect(await listTypes(site)).toEqual(['link_sent', 'requested'])
    site.clock.advance(600_000)
    const asked = await owner.get(path)
    expect(asked.headers.get('location')).toBe(`/step-up?${new URLSearchParams({ next: path })}`)
    expect(await listTypes(site)).toEqual(['link_sent', 'requested'])
    await reviewer.prove()
    const page = await owner.text(path)
    expect(page).toContain('4242')
    expect(page).toContain('Speak to them: by phone')
    expect(await listTypes(site)).toEqual(['link_sent', 'requested', 'details_read'])
  })

  it.each(['approve', 'reject'])('is not decided without a fresh factor: %s', async (decision) => {
    const { site, owner, path } = await createRequest()
    site.clock.advance(600_000)
    const answer = await owner.post(path, { decision, reason: 'Spoke to her' })
    expect(answer.headers.get('location')).toMatch(/^\/step-up\?next=/)
    expect(await listTypes(site)).toEqual(['link_sent', 'requested'])
  })

  it('is not there for the owner of another clinic, who can neither read nor decide it', async () => {
    const { site, path } = await createRequest()
    const other = await createReviewer(site, northside)
    await other.prove()
    expect(await findRequestPath(other.visitor)).toBe('')
    expect((await other.visitor.get(path)).status).toBe(404)
    for (const decision of ['approve', 'reject'])
      expect((await other.visitor.post(path, { decision, reason: 'x' })).status).toBe(404)
    expect((await other.visitor.get('/reviews/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404)
    expect(await listTypes(site)).toEqual(['link_sent', 'requested'])
  })

  it('is never decided by who asked, nor by somebody below them', async () => {
    const site = await createTestSite()
    const { visitor } = await request(site, admin)
    const owner = await createReviewer(site)
    const path = await findRequestPath(owner.visitor)
    const below = await createReviewer(site, anna)
    await below.prove()
    expect((await below.visitor.post(path, { decision: 'approve', reason: 'x' })).status).toBe(404)
    const now = site.clock.now()
    visitor.cookies.set('__Host-session', await openSession(site.db, { userId: 'adam', now, factorAt: now }))
    for (const answer of [
      await visitor.get(path),
      await visitor.post(path, { decision: 'approve', reason: 'It is me' }),
    ]) {
      expect(answer.status).toBe(403)
      expect(await answer.text()).toContain('This request is not yours to decide')
    }
    expect(await visitor.text('/reviews')).toContain('Nobody has asked for account recovery.')
    expect(await listTypes(site, 'adam')).toEqual(['link_sent', 'requested'])
  })

  it('needs a reason, keeps what was typed, and decides nothing before', async () => {
    const { site, owner, path } = await createRequest()
    for (const [reason, sentence] of [
      [' \n', 'Give a reason. Nothing was decided.'],
      [`<b>${'x'.repeat(500)}`, 'A reason has at most 500 characters. Nothing was decided.'],
    ] as const) {
      const answer = await owner.post(path, { decision: 'approve', reason })
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain(sentence)
      expect(page).toMatch(/<textarea id="reason"[^>]*autofocus=""[^>]*aria-invalid="true"/)
      expect(page).not.toContain('<b>xx')
      expect(page).toContain('Reviews (1)')
      if (reason.length > 10) expect(page).toContain('&lt;b&gt;xx')
    }
    expect((await owner.post(path, { decision: 'maybe', reason: 'x' })).headers.get('location')).toBe(path)
    expect((await listTypes(site)).filter((type) => type !== 'details_read')).toEqual([
      'link_sent',
      'requested',
    ])
  })

  it('is approved once, however often the form is sent, and shows by when it ends', async () => {
    const { site, owner, path } = await createRequest()
    const form = { decision: 'approve', reason: 'Spoke to her face to face' }
    const answers = await Promise.all([owner.post(path, form), owner.post(path, form)])
    const done = `/reviews?${new URLSearchParams({ decided: path.replace('/reviews/', '') })}`
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual([done, done])
    const other = await owner.post(path, { decision: 'reject', reason: 'On second thoughts' })
    expect(other.status).toBe(410)
    expect(await other.text()).toMatch(/Olivia Marsh approved it meanwhile[\s\S]*On second thoughts/)
    const until = '26 November 2026 at 00:00 GMT'
    const list = await owner.text(done)
    expect(list).toContain(`Approved. The waiting period for Anna Lindqvist ends on ${until}`)
    expect(list).toContain(`Approved, waiting until ${until}`)
    expect(list).toMatch(/aria-current="page">Reviews</)
    const page = await owner.text(path)
    expect(page).toContain(`Olivia Marsh approved it. The waiting period ends on ${until}.`)
    expect(page).not.toContain('<textarea')
    const [entry] = (await site.twoFactor.audit.list({ userId: 'anna' })).filter(({ type }) =>
      type.endsWith('.approved'),
    )
    expect(entry).toMatchObject({ actorId: 'olivia', data: { reason: form.reason } })
    expect((await listTypes(site)).filter((type) => type === 'approved')).toHaveLength(1)
  })

  it('is turned down once, tells the person, and can’t be completed or decided again', async () => {
    const { site, owner, path, cancelLink } = await createRequest()
    const form = { decision: 'reject', reason: 'She knows nothing of it' }
    const first = await owner.post(path, form)
    expect(await owner.text(first.headers.get('location') ?? '')).toContain('You turned the request down.')
    expect((await owner.post(path, form)).headers.get('location')).toBe(first.headers.get('location'))
    const second = await owner.post(path, { ...form, decision: 'approve' })
    expect(await second.text()).toContain('Olivia Marsh turned it down.')
    const gone = await owner.get(path)
    expect(gone.status).toBe(410)
    expect(await gone.text()).toContain('This request is closed')
    expect((await readNewestMail(site, anna)).subject).toBe('Your account recovery was turned down')
    await moveClockTo(site, '2026-12-10T00:00:00Z')
    expect((await readNewestMail(site, anna)).subject).toBe('Your account recovery was turned down')
    expect(await readLink(site.visitor(), cancelLink)).toContain('It was turned down on 21 November 2026')
    expect(await listTypes(site)).toEqual(['link_sent', 'requested', 'rejected'])
  })

  it('is closed for a reviewer who comes after it was called off', async () => {
    const { site, owner, path, cancelLink } = await createRequest()
    await press(site.visitor(), cancelLink)
    const answer = await owner.post(path, { decision: 'approve', reason: 'Too late' })
    expect(answer.status).toBe(410)
    expect(await answer.text()).toMatch(/It was called off[\s\S]*was not used[\s\S]*readonly[^>]*>Too late</)
    expect(await listTypes(site)).toEqual(['link_sent', 'requested', 'cancelled'])
  })

  it('that nobody decided ends after 30 days: the person is told, and a late reviewer reads what came of it', async () => {
    const { site, reviewer, owner, path, link, cancelLink } = await createRequest()
    await setLocale(site.db, 'anna', 'sv')
    site.clock.advance(31 * 86_400_000)
    await reviewer.signIn()
    const form = { decision: 'approve', reason: 'Spoke to her at last' }
    const readLate = async () => {
      const late = await owner.post(path, form)
      expect(late.status).toBe(410)
      expect(await late.text()).toMatch(/nobody decided on it within 30 days[\s\S]*>Spoke to her at last</)
    }
    await readLate()
    await site.twoFactor.housekeeping()
    await readLate()
    expect((await owner.get(path)).status).toBe(410)
    const mail = await readNewestMail(site, anna)
    expect(mail.subject).toBe('Din kontoåterställning blev inte klar i tid')
    expect(mail.body).toContain('Ingen avgjorde din begäran om kontoåterställning inom 30 dagar')
    expect(mail.links).toEqual([])
    for (const old of [link, cancelLink])
      expect(await readLink(site.visitor(), old)).toContain('The time for this account recovery is over')
    expect(await listTypes(site)).toEqual(['link_sent', 'requested', 'expired'])
    // What was typed comes through a proof in between as well.
    site.clock.advance(600_000)
    expect((await owner.post(path, form)).headers.get('location')).toMatch(/^\/step-up/)
    await reviewer.prove()
    expect(await owner.text(path)).toContain('>Spoke to her at last</textarea>')
  })

  it('of somebody in two clinics says so, and the owner of the other one is told of the approval', async () => {
    const site = await createTestSite()
    await request(site, bo)
    const reviewer = await createReviewer(site)
    await reviewer.prove()
    const path = await findRequestPath(reviewer.visitor)
    const page = await reviewer.visitor.text(path)
    expect(page).toContain('Harbour Physio, Northside Clinic')
    expect(page).toContain('They belong to another clinic too.')
    await reviewer.visitor.post(path, { decision: 'approve', reason: 'Spoke to him' })
    const { body } = await readNewestMail(site, northside)
    expect(body).toContain('Olivia Marsh approved the account recovery of Bo Hartley')
  })

  it('shows times by the clock of the person’s clinic, not of the reviewer’s', async () => {
    const site = await createTestSite()
    await site.db.run("UPDATE clinics SET time_zone = 'Australia/Sydney' WHERE id = 'northside'")
    await turnOn(site, site.visitor(), northside)
    await site.db.run(
      "INSERT INTO memberships (clinic_id, user_id, role, practitioner) VALUES ('harbour', 'nadia', 'admin', 0)",
    )
    await site.db.run("DELETE FROM memberships WHERE user_id = 'bo' AND clinic_id = 'harbour'")
    await request(site, bo)
    const nadia = site.visitor()
    await signIn(nadia, northside)
    const now = site.clock.now()
    nadia.cookies.set('__Host-session', await openSession(site.db, { userId: 'nadia', now, factorAt: now }))
    expect(await nadia.text('/reviews')).toContain('21 November 2026 at 21:00 GMT+11')
  })
})
