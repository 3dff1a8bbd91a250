import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createFormat } from '../../../../demo-site/src/http/format.ts'
import { admin, createAdmin, owner, readMails, readTypes, sendAct } from '../admins.ts'
import { createPostgresDatabase } from '../databases.ts'
import { anna, codeFor, createTestSite, openTwin, readHidden, signIn, type TestSite } from '../test-site.ts'

const members = '/clinics/harbour/members'
const [give, take] = ['give-access', 'take-access'] as const
const noteOfHarbour = '/notes/note-1041'

async function open() {
  const site = await createTestSite()
  const olivia = await createAdmin(site)
  await olivia.prove()
  return { site, olivia }
}

async function hasAccess({ db }: TestSite, userId: string, clinicId = 'harbour'): Promise<boolean> {
  const sql = 'SELECT practitioner FROM memberships WHERE user_id = ? AND clinic_id = ?'
  return (await db.get<{ practitioner: number }>(sql, userId, clinicId))?.practitioner === 1
}

const accessMails = async (site: TestSite, to: string) =>
  (await readMails(site, to)).filter(({ subject }) => /practitioner access|behandlare/.test(subject))

async function accessEntries(site: TestSite, userId: string): Promise<string[]> {
  return (await readTypes(site, userId)).filter((type) => type.startsWith('site.'))
}

describe('practitioner access', () => {
  it('is taken away at once, in sessions that are open and for tokens of the API, and given back', async () => {
    const { site, olivia } = await open()
    const person = site.visitor()
    await signIn(person)
    const signedIn = await site
      .visitor()
      .json('/api/v1/sessions', { address: anna, password: 'harbour-demo-2026' })
    const { token } = (await signedIn.json()) as { token: string }
    const byApi = async (path: string) =>
      (await site.visitor().get(`/api/v1${path}`, { authorization: `Bearer ${token}` })).status
    expect([(await person.get(noteOfHarbour)).status, await byApi('/notes')]).toEqual([200, 200])
    const page = await olivia.visitor.text(`${members}/anna`)
    expect(page).toContain('Take practitioner access away')
    expect(page).not.toContain('Give practitioner access')

    const taken = await sendAct(olivia.visitor, `${members}/anna/${take}`, 'Has left the team')
    expect(taken.headers.get('location')).toBe(`${members}/anna?notice=access-taken`)
    expect(await hasAccess(site, 'anna')).toBe(false)
    expect((await person.get('/notes')).status).toBe(403)
    expect((await person.get(noteOfHarbour)).status).toBe(404)
    expect(await person.text('/')).toContain('You have no practitioner access in this clinic.')
    expect([await byApi('/notes'), await byApi(noteOfHarbour), await byApi('/me')]).toEqual([403, 404, 200])
    expect(await person.text('/settings')).toContain('Practitioner without access to clients')
    const [mail, ...others] = await accessMails(site, anna)
    expect(others).toEqual([])
    expect(mail?.body).toMatch(
      /Olivia Marsh took your practitioner access to Harbour .* away on 21 November 2026/,
    )
    const [entry] = await site.twoFactor.audit.list({ userId: 'anna' })
    expect(entry).toMatchObject({
      ...{ type: 'site.practitioner_taken', actorId: 'olivia', intact: true },
      data: { organizationId: 'harbour', reason: 'Has left the team' },
    })
    const record = await olivia.visitor.text('/clinics/harbour/record?kind=access')
    expect(record).toMatch(/Practitioner access was taken away[\s\S]*by Olivia Marsh, “Has left the team”/)
    expect(await person.text('/settings/two-factor/activity')).toContain(
      'An owner or admin took your practitioner access in a clinic away.',
    )

    await setLocale(site.db, 'anna', 'sv')
    await sendAct(olivia.visitor, `${members}/anna/${give}`, 'Is back')
    expect(await hasAccess(site, 'anna')).toBe(true)
    expect([(await person.get(noteOfHarbour)).status, await byApi('/notes')]).toEqual([200, 200])
    expect((await accessMails(site, anna)).map(({ subject }) => subject)).toContainEqual(
      expect.stringContaining('Du har åtkomst som behandlare till'),
    )
    expect(await accessEntries(site, 'anna')).toEqual(['site.practitioner_given', 'site.practitioner_taken'])
  })

  it('is for an owner of the clinic, or an admin, to change, but never one’s own and never upwards', async () => {
    const { site, olivia } = await open()
    const adam = await createAdmin(site, admin)
    await adam.prove()
    expect((await sendAct(adam.visitor, `${members}/bo/${take}`)).headers.get('location')).toContain(
      'access-taken',
    )
    expect(await hasAccess(site, 'bo')).toBe(false)
    expect(await hasAccess(site, 'bo', 'northside')).toBe(true)
    // What one clinic decides is not the other's affair.
    const nadia = await createAdmin(site, 'owner@northside.example')
    expect(await nadia.visitor.text('/clinics/northside/record?kind=access')).toContain(
      'Nothing of that kind',
    )
    for (const [visitor, userId] of [
      [adam.visitor, 'olivia'],
      [adam.visitor, 'adam'],
      [olivia.visitor, 'olivia'],
    ] as const) {
      const path = `${members}/${userId}`
      expect((await visitor.get(`${path}/${give}`)).headers.get('location')).toBe(path)
      const form = { form: crypto.randomUUID(), reason: 'Because' }
      expect((await visitor.post(`${path}/${give}`, form)).headers.get('location')).toBe(path)
      expect(await hasAccess(site, userId)).toBe(false)
      expect(await accessEntries(site, userId)).toEqual([])
    }
    expect(await olivia.visitor.text(`${members}/olivia`)).toContain(
      'and for practitioner access, another owner',
    )
  })

  it('is changed for nobody of another clinic, and by nobody who is no admin there: the pages are not there', async () => {
    const { site, olivia } = await open()
    const member = site.visitor()
    await signIn(member)
    const nadia = await createAdmin(site, 'owner@northside.example')
    await nadia.prove()
    const form = () => ({ form: crypto.randomUUID(), reason: 'Because' })
    for (const [visitor, path] of [
      [olivia.visitor, `${members}/ines/${take}`],
      [olivia.visitor, `/clinics/northside/members/ines/${take}`],
      [olivia.visitor, `${members}/nobody/${take}`],
      [nadia.visitor, `${members}/anna/${take}`],
      [member, `${members}/bo/${take}`],
      [member, `${members}/anna/${give}`],
    ] as const) {
      expect((await visitor.get(path)).status, path).toBe(404)
      expect((await visitor.post(path, form())).status, path).toBe(404)
    }
    for (const userId of ['anna', 'bo']) expect(await hasAccess(site, userId)).toBe(true)
    expect(await hasAccess(site, 'ines', 'northside')).toBe(true)
    expect(await site.db.get('SELECT COUNT(*) AS count FROM unrecorded')).toEqual({ count: 0 })
  })

  it('takes a fresh code and a reason, which the page keeps over the code', async () => {
    const { site, olivia } = await open()
    const path = `${members}/anna/${take}`
    const none = await sendAct(olivia.visitor, path, ' ')
    expect([none.status, await none.text()]).toEqual([
      422,
      expect.stringContaining('Say why in a few words.'),
    ])
    const form = readHidden(await olivia.visitor.text(path), 'form')
    site.clock.advance(600_000)
    expect((await olivia.visitor.get(path)).headers.get('location')).toMatch(/^\/step-up/)
    const asked = await olivia.visitor.post(path, { form, reason: 'Has left' })
    expect(asked.headers.get('location')).toMatch(/^\/step-up/)
    expect(await hasAccess(site, 'anna')).toBe(true)
    await olivia.prove(path)
    expect(await olivia.visitor.text(path)).toContain('value="Has left"')
    expect(await accessMails(site, anna)).toEqual([])
  })

  it('is changed once by a form that is sent twice, by two admins at once, or from an old page', async () => {
    const { site, olivia } = await open()
    const adam = await createAdmin(site, admin)
    await adam.prove()
    const path = `${members}/anna/${take}`
    const sent = await Promise.all(
      [olivia.visitor, adam.visitor].map(async (visitor) => {
        const form = { form: readHidden(await visitor.text(path), 'form'), reason: 'Has left' }
        return {
          visitor,
          form,
          answers: await Promise.all([visitor.post(path, form), visitor.post(path, form)]),
        }
      }),
    )
    for (const { answers } of sent) for (const { status } of answers) expect(status).toBe(303)
    expect(await accessMails(site, anna)).toHaveLength(1)
    expect(await accessEntries(site, 'anna')).toEqual(['site.practitioner_taken'])
    expect((await olivia.visitor.get(path)).headers.get('location')).toBe(`${members}/anna?notice=same`)

    await sendAct(olivia.visitor, `${members}/anna/${give}`, 'Is back')
    // Whoever carried it out has the old page open yet.
    const done = sent.filter(({ answers }) => answers[0]?.headers.get('location')?.includes('access-taken'))
    expect(done).toHaveLength(1)
    for (const { visitor, form } of done) {
      site.clock.advance(5_000)
      const again = await visitor.post(path, form)
      expect(again.headers.get('location')).toBe(`${members}/anna?notice=sent-twice`)
    }
    expect(await hasAccess(site, 'anna')).toBe(true)
  })

  it.each([
    ['en', 'Nobody but Bo Hartley has practitioner access here.'],
    ['sv', 'Ingen utom Bo Hartley har åtkomst som behandlare här.'],
  ])(
    'can be taken from the last one who has it, who is named before in %s; the notes are kept',
    async (locale, sentence) => {
      const { site, olivia } = await open()
      await olivia.visitor.post('/language', { locale })
      const path = `${members}/bo/${take}`
      expect(await olivia.visitor.text(path)).not.toContain(sentence)
      await sendAct(olivia.visitor, `${members}/anna/${take}`)
      expect(await olivia.visitor.text(path)).toContain(sentence)
      await sendAct(olivia.visitor, path)
      expect(await hasAccess(site, 'bo')).toBe(false)
      const bo = site.visitor()
      await signIn(bo, 'bo@harbour.example')
      expect((await bo.get(noteOfHarbour)).status).toBe(404)
      await sendAct(olivia.visitor, `${members}/adam/${give}`)
      const adam = site.visitor()
      await signIn(adam, admin)
      expect((await adam.get(noteOfHarbour)).status).toBe(200)
    },
  )

  it('reaches the record later where that fails at first, once, and is in force meanwhile', async () => {
    const { site, olivia } = await open()
    const page = await olivia.visitor.text(`${members}/anna/${take}`)
    const rows = new DatabaseSync(join(site.dataDir, 'two-factor.db'))
    onTestFinished(() => rows.close())
    rows.exec('ALTER TABLE countersign_audit RENAME TO away')
    const form = { form: readHidden(page, 'form'), reason: 'Has left' }
    expect((await olivia.visitor.post(`${members}/anna/${take}`, form)).status).toBe(303)
    expect(await hasAccess(site, 'anna')).toBe(false)
    rows.exec('ALTER TABLE away RENAME TO countersign_audit')
    expect(await accessEntries(site, 'anna')).toEqual([])
    expect(site.logged.join()).toContain('record.delayed')
    const happenedAt = site.clock.now()
    site.clock.advance(3 * 3_600_000)
    await Promise.all([1, 2, 3].map(() => site.visitor().json('/test/clock', { advanceSeconds: 1 })))
    expect(await accessEntries(site, 'anna')).toEqual(['site.practitioner_taken'])
    expect(await site.db.get('SELECT COUNT(*) AS count FROM unrecorded')).toEqual({ count: 0 })
    const [entry] = await site.twoFactor.audit.list({ userId: 'anna', types: ['site.practitioner_taken'] })
    expect(entry?.data).toMatchObject({ happenedAt })
    expect(entry?.at).toBeGreaterThanOrEqual(happenedAt + 3 * 3_600_000)
    expect((await site.twoFactor.audit.verify()).status).toBe('intact')
    const format = createFormat('en', 'Europe/London')
    const [done, written] = [happenedAt, entry?.at ?? 0].map((at) => format.moment(at))
    await signIn(olivia.visitor, owner)
    await olivia.visitor.post('/sign-in/code', { code: codeFor(site, olivia.key), account: owner })
    const record = await olivia.visitor.text('/clinics/harbour/record?kind=access')
    expect(record).toContain(`<td>${done}</td>`)
    expect(record).toContain(`written down on ${written}`)
    const person = site.visitor()
    await signIn(person)
    expect(await person.text('/settings/two-factor/activity')).toContain(`>${done}</td>`)
  })

  it('is changed once on PostgreSQL too, by two admins at once in two processes', async () => {
    const site = await createTestSite({ databaseUrl: await createPostgresDatabase() })
    const olivia = await createAdmin(site)
    const adam = await createAdmin(site, admin)
    await olivia.prove()
    await adam.prove()
    const twin = openTwin(site).visitor()
    for (const [name, value] of adam.visitor.cookies) twin.cookies.set(name, value)
    const admins = [olivia.visitor, twin]
    for (const [path, type] of [
      [`${members}/anna/${take}`, 'site.practitioner_taken'],
      [`${members}/anna/${give}`, 'site.practitioner_given'],
    ] as const) {
      // Two acts of one moment have no order in the record.
      site.clock.advance(1000)
      const forms = await Promise.all(
        admins.map(async (visitor) => readHidden(await visitor.text(path), 'form')),
      )
      const answers = await Promise.all(
        admins.map((visitor, i) => visitor.post(path, { form: forms[i] ?? '', reason: 'Both at once' })),
      )
      expect(answers.map(({ status }) => status)).toEqual([303, 303])
      expect((await accessEntries(site, 'anna'))[0]).toBe(type)
    }
    expect(await accessEntries(site, 'anna')).toHaveLength(2)
    expect(await accessMails(site, anna)).toHaveLength(2)
    expect(await hasAccess(site, 'anna')).toBe(true)
  })
})
