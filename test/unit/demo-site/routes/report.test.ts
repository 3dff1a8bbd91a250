import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createAdmin, readMails } from '../admins.ts'
import { anna, createTestSite, signIn, turnOn } from '../test-site.ts'

const report = '/clinics/harbour/report'

async function open() {
  const site = await createTestSite()
  const { visitor, prove } = await createAdmin(site)
  return { site, visitor, prove }
}

describe('the report of a clinic', () => {
  it('counts who has two-factor authentication and lists the members of that clinic only', async () => {
    const { site, visitor } = await open()
    await turnOn(site, site.visitor())
    const page = await visitor.text(report)
    expect(page).toContain('2 of 4 members have two-factor authentication on.')
    expect(page).toMatch(/Anna Lindqvist[\s\S]*Authenticator app[\s\S]*21 November 2026/)
    expect(page).toContain('Ask the 2 members without it by mail')
    expect(page).not.toContain('Nadia')
    expect(await visitor.text('/')).toContain('2 of 4 members have two-factor authentication on.')
  })

  it('is a CSV file that nobody keeps, with a name of its own', async () => {
    const { site, visitor } = await open()
    await site.db.run("UPDATE users SET address = '=cmd@x.example' WHERE id = 'bo'")
    const answer = await visitor.get(`${report}/csv`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename="harbour-physio-members-2026-11-21.csv"',
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    const lines = bytes.toString('utf8').trim().split('\r\n')
    expect(lines).toHaveLength(5)
    expect(lines.join('\n')).toContain('olivia,Olivia Marsh,owner@harbour.example,owner,totp,,2026-11-21T')
    expect(lines.join('\n')).toContain(`"'=cmd@x.example"`)
    expect(lines.join('\n')).not.toContain('nadia')
  })
})

describe('the file of a clinic’s report', () => {
  it('is Swedish for whoever reads Swedish, with the names of the members', async () => {
    const { site, visitor } = await open()
    await setLocale(site.db, 'olivia', 'sv')
    const lines = (await visitor.text(`${report}/csv`)).trim().split('\r\n')
    expect(lines[0]).toMatch(
      /Användar-id;Namn;E-postadress;Roll;Metoder;Ur bruk;På sedan;.*;Krav;Krävs från;/,
    )
    expect(lines.find((line) => line.startsWith('olivia;'))).toMatch(
      /^olivia;Olivia Marsh;owner@harbour\.example;ägare;app;;2026-11-21T.*;frivilligt;;$/,
    )
    expect(lines.join('\n')).not.toMatch(/practitioner|optional|totp|,/)
  })

  it('has a name in its language with all the letters of the clinic’s', async () => {
    const { site, visitor } = await open()
    await setLocale(site.db, 'olivia', 'sv')
    await site.db.run("UPDATE clinics SET name = 'Hälsocentralen Öst' WHERE id = 'harbour'")
    const { headers } = await visitor.get(`${report}/csv`)
    expect(headers.get('content-disposition')).toBe(
      'attachment; filename="halsocentralen-ost-medlemmar-2026-11-21.csv"',
    )
    await site.db.run("UPDATE clinics SET name = '東京' WHERE id = 'harbour'")
    expect((await visitor.get(`${report}/csv`)).headers.get('content-disposition')).toBe(
      'attachment; filename="medlemmar-2026-11-21.csv"',
    )
  })

  it('tells of practitioner access beside another role', async () => {
    const { site, visitor } = await open()
    await site.db.run("UPDATE memberships SET practitioner = 1 WHERE user_id = 'adam'")
    const lines = (await visitor.text(`${report}/csv`)).split('\r\n')
    expect(lines.find((line) => line.startsWith('adam,'))).toContain(',admin + practitioner,')
    expect(lines.find((line) => line.startsWith('anna,'))).toContain(',practitioner,')
  })
})

describe('a requirement that nobody has met yet', () => {
  it('is told in days, wherever it is told, until the first sign-in settles the date', async () => {
    const { site, visitor, prove } = await open()
    await prove()
    const rule = { default: 'required', graceDays: 7 } as const
    const stepUp = visitor.cookies.get('__Host-fresh-factor')
    await site.twoFactor.policy.setOrganization({
      ...{ organizationId: 'harbour', actorId: 'olivia', stepUp, rule },
    })
    const pages = ['/clinics/harbour/members', '/clinics/harbour/members/anna', report]
    for (const path of pages) {
      const page = await visitor.text(path)
      expect(page, path).toContain('Required 7 days after the next sign-in<')
      expect(page, path).not.toContain('Required from')
    }
    await setLocale(site.db, 'anna', 'sv')
    await visitor.post(`${report}/ask`, { member: 'anna' })
    const [mail] = await readMails(site, anna)
    expect(mail?.body).toContain('Harbour Physio kräver det av dig 7 dagar efter din nästa inloggning.')

    await setLocale(site.db, 'anna', 'en')
    await signIn(site.visitor())
    for (const path of pages)
      expect(await visitor.text(path), path).toContain('Required from 28 November 2026')
    site.clock.advance(86_400_000)
    const next = site.visitor()
    await signIn(next, 'admin@harbour.example')
    expect(await next.text(report)).toContain('Required from 28 November 2026')
    await next.post(`${report}/ask`, { member: 'anna' })
    expect((await readMails(site, anna))[1]?.body).toContain(
      'It is required of you by Harbour Physio from 28 November 2026.',
    )
  })

  it('names the earliest day too, where it begins with a day to come', async () => {
    const { site, visitor, prove } = await open()
    await prove()
    const rule = { default: 'required', graceDays: 1, from: Date.parse('2027-01-01T00:00:00Z') } as const
    const stepUp = visitor.cookies.get('__Host-fresh-factor')
    await site.twoFactor.policy.setOrganization({
      ...{ organizationId: 'harbour', actorId: 'olivia', stepUp, rule },
    })
    const earliest = '1 day after the next sign-in, from 2 January 2027 at the earliest'
    expect(await visitor.text(report)).toContain(earliest)
    const preview = `/clinics/harbour/policy/preview?who=nobody&grace=0&from=&totp=yes&sms=yes&computers=usual`
    expect(await visitor.text(preview)).toContain(earliest)
  })
})

describe('asking members to turn it on', () => {
  it('mails everybody who has not, once a day, in their language, and nobody else', async () => {
    const { site, visitor } = await open()
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    await setLocale(site.db, 'anna', 'sv')
    await site.twoFactor.settle()
    await site.db.run('DELETE FROM outbox')
    const asked = await visitor.post(`${report}/ask`, {})
    expect(asked.headers.get('location')).toBe(`${report}?asked=2`)
    expect(await visitor.text(`${report}?asked=2`)).toContain('2 mails were sent.')
    const mails = await site.db.all('SELECT recipient, subject FROM outbox ORDER BY recipient')
    expect(mails).toEqual([
      { recipient: 'admin@harbour.example', subject: 'Please turn on two-factor authentication' },
      { recipient: anna, subject: 'Slå på tvåfaktorsautentisering' },
    ])
    const [swedish] = await readMails(site, anna)
    expect(swedish?.body).toMatch(/^Hej Anna Lindqvist![\s\S]*Olivia Marsh på Harbour Physio ber dig/)
    expect(swedish?.body).toContain('http://localhost:3000/settings/two-factor')
    expect(swedish?.body).not.toContain('kräver det av dig')

    const again = await visitor.post(`${report}/ask`, { member: 'anna' })
    expect(again.headers.get('location')).toBe(`${report}?asked=0`)
    expect(await visitor.text(`${report}?asked=0`)).toContain('No mail was sent')
    site.clock.advance(86_400_000 - 1)
    const next = site.visitor()
    await next.post('/sign-in', { address: 'admin@harbour.example', password: 'harbour-demo-2026' })
    expect((await next.post(`${report}/ask`, { member: 'anna' })).headers.get('location')).toContain('=0')
    site.clock.advance(1)
    expect((await next.post(`${report}/ask`, { member: 'anna' })).headers.get('location')).toContain('=1')
    expect(await readMails(site, anna)).toHaveLength(2)
  })

  it('says so when the member has turned it on since the page was opened', async () => {
    const { site, visitor } = await open()
    await turnOn(site, site.visitor())
    const asked = await visitor.post(`${report}/ask`, { member: 'anna' })
    expect(asked.headers.get('location')).toBe(`${report}?asked=on`)
    expect(await visitor.text(`${report}?asked=on`)).toContain('they have turned it on by now')
    expect((await readMails(site, anna)).map(({ subject }) => subject)).not.toContain(
      'Please turn on two-factor authentication',
    )
  })

  it('sends one mail when two admins ask at the same moment', async () => {
    const { site, visitor } = await open()
    const tabs = Array.from({ length: 6 }, () => visitor.clone())
    await Promise.all(tabs.map((tab) => tab.post(`${report}/ask`, { member: 'anna' })))
    expect(await readMails(site, anna)).toHaveLength(1)
  })

  it('names the day from which it is required, and leaves out who is exempt, elsewhere or the asker', async () => {
    const { site, visitor, prove } = await open()
    await prove()
    const stepUp = visitor.cookies.get('__Host-fresh-factor')
    const acting = { organizationId: 'harbour', actorId: 'olivia', stepUp }
    const { policy } = site.twoFactor
    await policy.setOrganization({ ...acting, rule: { default: 'required', graceDays: 10 } })
    await policy.setUser({ ...acting, userId: 'bo', setting: 'exempt' })
    expect((await visitor.post(`${report}/ask`, { member: 'bo' })).headers.get('location')).toBe(
      `${report}?asked=nobody`,
    )
    // As on every page of members: whether there is such a person elsewhere is not to be told apart.
    for (const member of ['nadia', 'nobody'])
      expect((await visitor.post(`${report}/ask`, { member })).status).toBe(404)
    expect(await readMails(site, 'owner@northside.example')).toEqual([])
    expect((await visitor.post(`${report}/ask`, { member: 'olivia' })).headers.get('location')).toBe(
      `${report}?asked=on`,
    )
    expect(await visitor.text(`${report}?asked=nobody`)).toContain('nobody is left to ask')
    await signIn(site.visitor())
    await visitor.post(`${report}/ask`, { member: 'anna' })
    expect((await readMails(site, anna))[0]?.body).toContain(
      'It is required of you by Harbour Physio from 1 December 2026.',
    )
  })
})
