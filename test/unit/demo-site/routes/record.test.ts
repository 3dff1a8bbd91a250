import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { en } from '../../../../demo-site/src/text/en.ts'
import { findRecordWords, recordKinds, typesOf } from '../../../../demo-site/src/views/record-words.ts'
import { createAdmin, readMails, sendAct, sendSetting } from '../admins.ts'
import { createTestSite, readHidden, signIn, turnOn, wrongCodeFor } from '../test-site.ts'

const record = '/clinics/harbour/record'

/** The types of entries that the SDK's page about its record names. */
function documentedTypes(): string[] {
  const page = readFileSync('sdk/docs/audit.md', 'utf8')
  const cells = page.split('\n').flatMap((line) => /^\| (`[^|]+)\|/.exec(line)?.[1] ?? [])
  const named = cells.flatMap((cell) =>
    [...cell.matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map((match) => match[1] ?? ''),
  )
  const steps = ['challenged', 'verified', 'cancelled']
  return [...named, ...steps.flatMap((step) => [`step_up.${step}`, `password_reset.${step}`])]
}

describe('the record of a clinic', () => {
  it('has words for every type of entry, each of one kind', () => {
    const types = documentedTypes()
    expect(types.length).toBeGreaterThan(45)
    const kinds = Object.keys(recordKinds) as (keyof typeof recordKinds)[]
    const known = kinds.flatMap(typesOf)
    expect(types.filter((type) => !known.includes(type))).toEqual([])
    for (const type of types) expect(findRecordWords(en.record, type), type).not.toBe(en.record.other)
    expect(findRecordWords(en.record, 'of.tomorrow')).toBe('Something else')
  })

  it('says of a clinic in which nothing has happened that nothing has', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await signIn(visitor, 'owner@northside.example')
    expect(await visitor.text('/clinics/northside/record')).toContain('Nothing has happened yet.')
    const filtered = await visitor.text('/clinics/northside/record?kind=sms')
    expect(filtered).toContain('Nothing of that kind has happened.')
  })

  it('says in plain words who did what, why, and from where, in both languages', async () => {
    const site = await createTestSite()
    const { visitor, prove } = await createAdmin(site)
    await turnOn(site, site.visitor())
    await prove()
    await sendAct(visitor, '/clinics/harbour/members/anna/reset', 'Lost <her> phone')
    const page = await visitor.text(record)
    expect(page).toMatch(/21 November 2026 at 10:0\d GMT/)
    expect(page).toMatch(
      /Two-factor authentication was reset<span class="soft"> by Olivia Marsh, “Lost &lt;her&gt; phone”, from 127/,
    )
    expect(page).toContain('Turned two-factor authentication on')
    expect(page).not.toMatch(/admin\.reset|two_factor/)
    await setLocale(site.db, 'olivia', 'sv')
    expect(await visitor.text(record)).toContain('Tvåfaktorsautentiseringen återställdes')
  })

  it('shows invitations from the first mail to the clinic, without an address in clear, and to that clinic only', async () => {
    const site = await createTestSite()
    const { visitor, prove } = await createAdmin(site)
    const { visitor: nadia } = await createAdmin(site, 'owner@northside.example')
    await prove()
    const address = 'nell@somewhere.example'
    const send = async () => {
      site.clock.advance(1000)
      const form = readHidden(await visitor.text('/clinics/harbour/invite'), 'form')
      const asked = { form, address, name: 'Nell Ferry', role: 'admin', practitioner: 'yes' }
      await visitor.post('/clinics/harbour/invite', asked)
      return /invitation\?token=(\S+)/.exec((await readMails(site, address)).at(-1)?.body ?? '')?.[1] ?? ''
    }
    await send()
    await visitor.post('/clinics/harbour/invitations/withdraw', { address })
    // Sent twice, it has nothing left to do and leaves nothing.
    await visitor.post('/clinics/harbour/invitations/withdraw', { address })
    const replaced = await send()
    await send()
    site.clock.advance(1000)
    await site.visitor().post('/invitation/again', { token: replaced })
    await site.errands.settle()
    const mail = (await readMails(site, address)).at(-1)?.body ?? ''
    const nell = site.visitor()
    await nell.get(/\/invitation\?token=\S+/.exec(mail)?.[0] ?? '')
    const joining = {
      account: address,
      clinic: 'harbour',
      name: 'Nell Ferry',
      password: 'four quiet lanterns',
    }
    await nell.post('/invitation', joining)
    expect(await site.db.all('SELECT id FROM unrecorded')).toEqual([])

    const rows = (page: string) =>
      page
        .split('<tr>')
        .slice(2)
        .map((row) => row.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '))
    const shown = await visitor.text(`${record}?kind=invitations`)
    const [joined, asked, again, second, withdrawn, first, ...others] = rows(shown)
    const whom = 'n•••@somewhere.example, Admin and practitioner'
    expect(others).toEqual([])
    expect(joined).toMatch(`Nell Ferry Joined the clinic by an invitation ${whom}, from 127`)
    expect(asked).toMatch(
      `An invitation of theirs was mailed anew, as whoever had the old link wished ${whom}`,
    )
    expect(asked).not.toContain('from 127')
    expect(again).toMatch(`Olivia Marsh Mailed an invitation anew ${whom}, from 127`)
    for (const made of [second, first])
      expect(made).toMatch(`Olivia Marsh Invited somebody to the clinic ${whom}, from 127`)
    expect(withdrawn).toMatch(`Olivia Marsh Withdrew an invitation ${whom}, from 127`)
    expect(JSON.stringify(await site.twoFactor.audit.list({ limit: 1000 }))).not.toContain(address)
    expect(await visitor.text(record)).toContain('<option value="invitations">Invitations</option>')
    expect(await nadia.text('/clinics/northside/record?kind=invitations')).not.toContain('somewhere.example')
    await setLocale(site.db, 'olivia', 'sv')
    const inSwedish = await visitor.text(`${record}?kind=invitations`)
    expect(inSwedish).toContain('Gick med i mottagningen genom en inbjudan')
    expect(inSwedish).toMatch(/<option value="invitations" selected[^>]*>Inbjudningar/)
    expect(await visitor.text('/settings/two-factor/activity')).toContain('Du drog tillbaka en inbjudan')
  })

  it('is filtered by person and by kind, and paged through without a gap or a repetition', async () => {
    const site = await createTestSite()
    const { visitor } = await createAdmin(site)
    const { key } = await turnOn(site, site.visitor())
    for (let round = 0; round < 8; round++) {
      site.clock.advance(1_000_000)
      const other = site.visitor()
      await signIn(other)
      for (let wrong = 0; wrong < 4; wrong++)
        await other.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    // Hours have gone by, and her session goes on.
    await site.db.run(
      "UPDATE sessions SET last_seen_at = ?, created_at = ? WHERE user_id = 'olivia'",
      site.clock.now(),
      site.clock.now(),
    )
    const wrong = await visitor.text(`${record}?member=anna&kind=wrongCodes`)
    expect(wrong).toContain('Entered a wrong or used code')
    expect(wrong).not.toContain('Turned two-factor')
    expect(wrong).toMatch(/<option value="anna" selected/)
    const all = (await site.twoFactor.audit.list({ limit: 1000 })).length
    let rows = 0
    let path: string | undefined = record
    for (let pages = 0; path && pages < 20; pages++) {
      const page = await visitor.text(path)
      rows += page.split('<tr>').length - 2
      path = /<a href="([^"]+)">Older/.exec(page)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(rows).toBe(all)
    expect(await visitor.text(`${record}?member=anna&kind=sms`)).toContain(
      'Nothing of that kind has happened.',
    )
    expect((await visitor.get(`${record}?member=nadia`)).status).toBe(404)
    expect((await visitor.get(`${record}?kind=__proto__&before=x`)).status).toBe(200)
  })

  it('shows nothing of other clinics: neither their members, nor their decisions, nor what their admins wrote', async () => {
    const site = await createTestSite()
    const { visitor: olivia } = await createAdmin(site)
    const { visitor: nadia, prove } = await createAdmin(site, 'owner@northside.example')
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    await prove()
    await sendSetting(nadia, '/clinics/northside/members/bo/setting', 'required')
    await sendAct(nadia, '/clinics/northside/members/bo/end-pause', 'Secret of Northside')
    await sendAct(nadia, '/clinics/northside/members/bo/sign-out', 'Secret of Northside')
    const theirs = await nadia.text('/clinics/northside/record')
    expect(theirs).toContain('What is required of them was changed')
    expect(theirs).toContain('Secret of Northside')
    const ours = await olivia.text(record)
    const rowOf = (page: string) =>
      page.split('<tr>').find((row) => row.includes('Was signed out everywhere'))
    expect(rowOf(ours)).toContain('by an admin of another clinic')
    expect(rowOf(theirs)).toMatch(/from \d/)
    expect(rowOf(ours)).not.toMatch(/from \d/)
    expect(ours).not.toMatch(/Nadia|Secret of Northside|What is required of them was changed/)
  })

  it('has a full page of the clinic’s own, however much of another clinic lies between', async () => {
    const site = await createTestSite()
    const { visitor: olivia } = await createAdmin(site)
    await turnOn(site, site.visitor(), 'bo@harbour.example')
    const { visitor: nadia, prove } = await createAdmin(site, 'owner@northside.example')
    await prove()
    const setting = '/clinics/northside/members/bo/setting'
    for (let times = 0; times < 27; times++)
      await sendSetting(nadia, setting, times % 2 ? 'default' : 'required')
    const ofBo = await olivia.text(`${record}?member=bo`)
    expect(ofBo).toContain('Turned two-factor authentication on')
    expect(ofBo).not.toMatch(/Nothing of that kind|>Older/)
    expect(await olivia.text(`${record}?member=bo&kind=policyChanges`)).toMatch(
      /Nothing of that kind has happened\.(?![\s\S]*>Older)/,
    )
  })

  it('is checked: intact, and no longer so once somebody has edited an entry', async () => {
    const site = await createTestSite()
    const { visitor } = await createAdmin(site)
    const checked = await visitor.text(`${record}/check`)
    expect(checked).toContain('The record is intact')
    expect(checked).toContain('entries are not chained yet')
    await site.twoFactor.audit.seal()
    expect(await visitor.text(`${record}/check`)).not.toContain('chained yet')
    const file = new DatabaseSync(join(site.dataDir, 'two-factor.db'))
    file.exec("UPDATE countersign_audit SET type = 'login.verified' WHERE type = 'two_factor.enabled'")
    file.close()
    const damaged = await visitor.text(`${record}/check`)
    expect(damaged).toContain('The record was tampered with')
    expect(damaged).toContain('role="alert"')
    expect(await visitor.text(record)).toContain('This entry was changed after it was written.')
  })
})
