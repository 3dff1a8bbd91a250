import { describe, expect, it } from 'vitest'
import { createApp } from '../../../../demo-site/src/app.ts'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createPostgresDatabase } from '../databases.ts'
import { readMailedCode } from '../entries.ts'
import {
  askForLink,
  createReviewer,
  findRequestPath,
  listMails,
  listTypes,
  moveClockTo,
  openLink,
  pageOf,
  press,
  readLink,
  readNewestMail,
  tokenOf,
  waitFor,
  written,
} from '../recoveries.ts'
import { anna, codeFor, createTestSite, readHidden, readKey, signIn, turnOn } from '../test-site.ts'
import { createVisitor } from '../visitor.ts'

describe('who has lost everything', () => {
  it('asks, is reviewed, waits, is told thrice, and comes in with a new app', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    site.clock.advance(1000)
    const visitor = site.visitor()
    expect(await visitor.text('/sign-in')).toContain('href="/recovery"')
    const sent = await visitor.post('/recovery', { address: ' ANNA@harbour.example ' })
    expect(sent.headers.get('location')).toBe('/recovery?notice=sent')
    expect(await visitor.text('/recovery?notice=sent')).toContain('a link is on its way to it')
    const asked = await readNewestMail(site, anna)
    expect(asked.subject).toBe('Your link to account recovery')

    const link = asked.to('/recovery/request')
    const form = await readLink(visitor, link)
    expect(form).toContain(`account recovery for ${anna}`)
    expect(form).toContain('This link is valid until 11:00 GMT')
    const made = await press(visitor, link, written)
    expect([made.status, made.headers.get('location')]).toEqual([303, pageOf('/recovery/request')])
    const next = await readLink(visitor, link)
    expect(next).toContain('We took down your request on 21 November 2026 at 10:00 GMT')
    expect(next).toContain('ends on Wednesday, 25 November 2026 at the earliest')

    const reviewer = await createReviewer(site)
    await reviewer.prove()
    expect(await reviewer.visitor.text('/')).toContain('Reviews (1)')
    const path = await findRequestPath(reviewer.visitor)
    const page = await reviewer.visitor.text(path)
    for (const shown of ['4242', 'Anna Lindqvist', anna, 'Harbour Physio', 'Open until'])
      expect(page).toContain(shown)
    expect(page).not.toContain('Student number')
    const decided = await reviewer.visitor.post(path, { decision: 'approve', reason: 'Spoke to her' })
    expect(decided.status).toBe(303)
    expect(await reviewer.visitor.text(decided.headers.get('location') ?? '')).toContain(
      'Approved. The waiting period for Anna Lindqvist ends on 26 November 2026 at 00:00 GMT',
    )
    expect((await readNewestMail(site, anna)).body).toContain('it ends on 26 November 2026 at 00:00 GMT')

    await moveClockTo(site, '2026-11-23T17:05:00Z')
    const half = await readNewestMail(site, anna)
    expect(half.subject).toBe('Account recovery is under way')
    expect(half.body).toContain('Its waiting period ends on 26 November 2026 at 00:00 GMT')
    await moveClockTo(site, '2026-11-26T00:00:00Z')
    const ready = await readNewestMail(site, anna)
    expect(ready.subject).toBe('You can complete your account recovery')
    for (const mail of [half, ready]) expect(mail.to('/recovery/cancel')).not.toBe('')

    const completeLink = ready.to('/recovery/complete')
    expect(await readLink(visitor, completeLink)).toContain('Complete the account recovery?')
    expect(await listTypes(site)).not.toContain('account_recovery.completed')
    await press(visitor, completeLink)
    expect(await readLink(visitor, completeLink)).toContain('The account recovery is complete')
    expect((await readNewestMail(site, anna)).subject).toBe('Your account recovery is complete')

    const first = await signIn(visitor)
    expect(first.headers.get('location')).toContain('/sign-in/mailed-code')
    expect(await visitor.text('/sign-in/mailed-code')).toContain('Your account recovery is complete.')
    await visitor.post('/sign-in/mailed-code', { code: await readMailedCode(site) })
    await visitor.post('/sign-in/set-up', {})
    const scan = await visitor.text('/sign-in/set-up/scan')
    const enrollment = readHidden(scan, 'enrollment')
    await visitor.post('/sign-in/set-up/scan', { enrollment, code: codeFor(site, readKey(scan)) })
    expect((await visitor.get('/notes')).status).toBe(200)
    expect(await listTypes(site)).toEqual(
      ['link_sent', 'requested', 'details_read', 'approved', 'completed'].map(
        (end) => `account_recovery.${end}`,
      ),
    )
    await reviewer.signIn()
    expect(await reviewer.visitor.text('/reviews')).toContain('Nobody has asked for account recovery.')
  })

  it('is led through it in Swedish, in the pages and in every mail', async () => {
    const site = await createTestSite()
    await setLocale(site.db, 'anna', 'sv')
    await setLocale(site.db, 'olivia', 'sv')
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const swedish = { 'accept-language': 'sv' }
    const read = async (path: string) => (await openLink(visitor, path, swedish)).text()
    expect(await read('/recovery')).toContain('Ingen släpps in genast')
    const link = await askForLink(site, visitor, anna)
    expect(await read(link)).toContain('Kortets fyra sista siffror')
    const empty = await visitor.post('/recovery/request', { token: tokenOf(link) }, swedish)
    expect(await empty.text()).toContain('Fyll i minst en av de tre uppgifterna.')
    site.clock.advance(1000)
    await press(visitor, link, written)
    expect(await read(link)).toContain('Vi tog emot din begäran 21 november 2026 kl. 10:00')
    const requested = await readNewestMail(site, anna)
    expect(requested.subject).toBe('Någon har bett om kontoåterställning')
    expect(await read(requested.to('/recovery/cancel'))).toContain('Avbryta kontoåterställningen?')

    const reviewer = await createReviewer(site)
    await reviewer.prove()
    const told = await listMails(site, 'owner@harbour.example')
    expect(told.map(({ body }) => body).join()).toContain('Ärendet finns under ”Granskning”')
    expect(await reviewer.visitor.text('/reviews')).toContain('Väntar på beslut')
    const path = await findRequestPath(reviewer.visitor)
    expect(await reviewer.visitor.text(path)).toContain('Kontoåterställning för Anna Lindqvist')
    expect(await (await reviewer.visitor.post(path, { decision: 'reject', reason: ' ' })).text()).toContain(
      'Ange ett skäl.',
    )
    const decided = await reviewer.visitor.post(path, { decision: 'approve', reason: 'Talade med henne' })
    expect(await reviewer.visitor.text(decided.headers.get('location') ?? '')).toContain(
      'Väntetiden för Anna Lindqvist slutar 26 november 2026 kl. 00:00',
    )
    const approved = await readNewestMail(site, anna)
    expect(approved.body).toContain('den slutar 26 november 2026 kl. 00:00')
    await moveClockTo(site, '2026-11-23T17:05:00Z')
    expect((await readNewestMail(site, anna)).subject).toBe('En kontoåterställning pågår')
    await moveClockTo(site, '2026-11-26T00:00:00Z')
    const ready = await readNewestMail(site, anna)
    expect(await read(ready.to('/recovery/complete'))).toContain('Slutföra kontoåterställningen?')
    await press(visitor, ready.to('/recovery/complete'))
    expect(await read(ready.to('/recovery/complete'))).toContain('Kontoåterställningen är klar')
    await signIn(visitor)
    expect(await read('/sign-in/mailed-code')).toContain('Din kontoåterställning är klar.')
  })

  it('is led through it on PostgreSQL too', async () => {
    const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
    const { completeLink, visitor } = await waitFor(site)
    await press(visitor, completeLink)
    expect(await readLink(visitor, completeLink)).toContain('The account recovery is complete')
    expect((await signIn(visitor)).headers.get('location')).toContain('/sign-in/mailed-code')
  })

  it('gets a new password by mail alone once the recovery is complete, and not before', async () => {
    const site = await createTestSite()
    const { visitor, completeLink } = await waitFor(site)
    const openReset = async () => {
      site.clock.advance(60_000)
      await visitor.post('/forgotten-password', { address: anna })
      await visitor.get((await readNewestMail(site, anna)).to('/new-password'))
      return visitor.get('/new-password')
    }
    expect((await openReset()).headers.get('location')).toBe('/new-password/code')
    await press(visitor, completeLink)
    expect(await (await openReset()).text()).toContain('Choose a new password')
  })
})

describe('asking for the link', () => {
  it('is answered alike for every address, and mails only to who has a factor to lose', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    const before = await site.db.all('SELECT id FROM outbox')
    const answers: unknown[] = []
    for (const address of [anna, 'bo@harbour.example', 'nobody@harbour.example']) {
      const answer = await site.visitor().post('/recovery', { address })
      answers.push([answer.status, answer.headers.get('location'), [...answer.headers.keys()].sort()])
    }
    expect(answers).toEqual([answers[0], answers[0], answers[0]])
    await site.errands.settle()
    await site.twoFactor.settle()
    expect(await site.db.all('SELECT id FROM outbox')).toHaveLength(before.length + 1)
    expect((await readNewestMail(site, anna)).subject).toBe('Your link to account recovery')
  })

  it('is answered before anything is looked up, so that its duration tells nothing', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const lost = site.visitor()
    const { db } = site
    const asked: unknown[] = []
    const get = db.get.bind(db)
    db.get = (sql: string, ...values) => {
      if (sql.includes('WHERE address')) asked.push(sql)
      return get(sql, ...values)
    }
    await lost.post('/recovery', { address: anna })
    expect(asked).toEqual([])
    await site.errands.settle()
    expect(asked).toHaveLength(1)
  })

  it('holds up other requests alike, whether or not anything is sent, and leaves no row of it', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    const rows = () => site.db.all('SELECT id FROM outbox')
    const before = await rows()
    const { db } = site
    let commits = 0
    const transaction = db.transaction.bind(db)
    db.transaction = (work) => {
      commits++
      return transaction(work)
    }
    for (const address of ['bo@harbour.example', 'nobody@harbour.example']) {
      await site.visitor().post('/recovery', { address })
      // Not yet: the next request would wait for it.
      await site.visitor().get('/health')
      expect(commits).toBe(0)
      await site.errands.settle()
      expect(commits).toBe(3)
      expect(await rows()).toEqual(before)
      commits = 0
    }
  })

  it('keeps what was typed and says what is wrong with it', async () => {
    const site = await createTestSite()
    const answer = await site.visitor().post('/recovery', { address: 'anna' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('That is not an email address.')
    expect(page).toMatch(/<input id="address"[^>]*value="anna"[^>]*autofocus=""[^>]*aria-invalid="true"/)
  })

  it('is counted alike for addresses that nobody has, apart from links to a new password', async () => {
    const site = await createTestSite()
    const ask = (address: string) => site.visitor().post('/recovery', { address })
    for (const address of [anna, 'nobody@harbour.example']) {
      for (let i = 0; i < 5; i++) expect((await ask(address)).status).toBe(303)
      const refused = await ask(address)
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('3600')
      expect(await refused.text()).toContain('You can ask for another one at')
    }
    expect((await site.visitor().post('/forgotten-password', { address: anna })).status).toBe(303)
  })
})

describe('the form behind the link', () => {
  it('keeps what was typed, marks the field, and sends nothing that the reviewer can’t use', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, anna)
    for (const [fields, field, sentence] of [
      [{}, 'cardDigits', 'Fill in at least one of the three.'],
      [{ cardDigits: '  ', cardName: ' ' }, 'cardDigits', 'Fill in at least one of the three.'],
      [{ cardDigits: '42', cardName: 'A. "L"' }, 'cardDigits', 'Enter the last four digits of the card'],
      [
        { cardName: 'A. "L"', studentNumber: 'x'.repeat(41) },
        'studentNumber',
        'Enter at most 40 characters.',
      ],
    ] as const) {
      const answer = await press(visitor, link, fields)
      expect(answer.status).toBe(422)
      const page = await answer.text()
      expect(page).toContain(sentence)
      expect(page).toMatch(new RegExp(`<input id="${field}"[^>]*autofocus=""[^>]*aria-invalid="true"`))
      if ('cardDigits' in fields) expect(page).toContain(`value="${fields.cardDigits}"`)
      if ('cardName' in fields && fields.cardName.trim()) expect(page).toContain('value="A. &quot;L&quot;"')
    }
    expect(await listTypes(site)).toEqual(['account_recovery.link_sent'])
    expect((await press(visitor, link, written)).status).toBe(303)
  })

  it('never sends the whole number of a card back, nor keeps it', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const link = await askForLink(site, site.visitor(), anna)
    const answer = await press(site.visitor(), link, { cardDigits: '4242424242424242' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).not.toContain('42424242')
    expect(await listTypes(site)).toEqual(['account_recovery.link_sent'])
  })

  it('makes one request however often it is sent, and shows every sender that it is made', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const visitor = site.visitor()
    const link = await askForLink(site, visitor, anna)
    const answers = await Promise.all([1, 2, 3].map(() => press(visitor, link, written)))
    answers.push(await press(visitor, link, written))
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(
      Array(4).fill(pageOf('/recovery/request')),
    )
    expect((await openLink(visitor, link)).status).toBe(200)
    expect(await readLink(visitor, link)).toContain('You have asked for account recovery')
    await site.twoFactor.settle()
    const subjects = (await listMails(site, anna)).map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject === 'Account recovery was requested')).toHaveLength(1)
    expect((await listTypes(site)).filter((type) => type.endsWith('requested'))).toHaveLength(1)
  })

  it('says of an old link that it is over, and offers a new one', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const link = await askForLink(site, site.visitor(), anna)
    site.clock.advance(3_600_000)
    const page = await openLink(site.visitor(), link)
    expect(page.status).toBe(410)
    expect(await page.text()).toMatch(/This link no longer works.*href="\/recovery"/s)
    const sent = await press(site.visitor(), link, written)
    expect(sent.headers.get('location')).toEqual(pageOf('/recovery/request'))
    expect(await listTypes(site)).toEqual(['account_recovery.link_sent'])
  })

  it('says what it has done when another process has done it meanwhile', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const link = await askForLink(site, site.visitor(), anna)
    const { accountRecovery } = site.twoFactor
    const racing: typeof accountRecovery = {
      ...accountRecovery,
      async request(input) {
        const both = await Promise.all([accountRecovery.request(input), accountRecovery.request(input)])
        return both.find(({ status }) => status !== 'ok') ?? both[0]
      },
    }
    const app = createApp({ ...site, twoFactor: { ...site.twoFactor, accountRecovery: racing } })
    const visitor = createVisitor(app)
    const answer = await press(visitor, link, written)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, pageOf('/recovery/request')])
    expect(await visitor.text(answer.headers.get('location') ?? '')).toContain(
      '<h1>You have asked for account recovery</h1>',
    )
    const types = await listTypes(site)
    expect(types.filter((type) => type === 'account_recovery.requested')).toHaveLength(1)
  })

  it('says of a second link that one request is open already', async () => {
    const site = await createTestSite()
    await turnOn(site, site.visitor())
    const first = await askForLink(site, site.visitor(), anna)
    site.clock.advance(1000)
    const second = await askForLink(site, site.visitor(), anna)
    await press(site.visitor(), first, written)
    const answer = await press(site.visitor(), second, written)
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('A request is open already')
  })
})
