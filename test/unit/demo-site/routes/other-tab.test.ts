import { describe, expect, it } from 'vitest'
import { createAdmin, readMails } from '../admins.ts'
import { createOwner } from '../entries.ts'
import { anna, codeFor, createTestSite, readHidden, signIn, type TestSite, turnOn } from '../test-site.ts'
import type { Visitor } from '../visitor.ts'

const bo = 'bo@harbour.example'
const nell = 'nell@somewhere.example'
const nadia = 'owner@northside.example'

async function openReset(site: TestSite, visitor: Visitor, address: string): Promise<void> {
  site.clock.advance(1)
  await visitor.post('/forgotten-password', { address })
  const mails = await readMails(site, address)
  const link = mails.map(({ body }) => /(\/new-password\?token=\S+)/.exec(body)?.[1]).findLast(Boolean)
  await visitor.get(link ?? '')
}

async function readAccounts(site: TestSite) {
  return {
    users: await site.db.all('SELECT id, address, password_hash FROM users ORDER BY address'),
    members: await site.db.all('SELECT clinic_id, user_id FROM memberships ORDER BY clinic_id, user_id'),
    sent: await site.db.all('SELECT kind, recipient FROM outbox'),
  }
}

describe('a form of an older tab, in a browser that is at something else by now', () => {
  it('never gives its new password to the account of a link that was opened later', async () => {
    const site = await createTestSite()
    const visitor = site.visitor()
    await openReset(site, visitor, anna)
    const older = await visitor.text('/new-password')
    expect(readHidden(older, 'account')).toBe(anna)
    await openReset(site, visitor, bo)
    const before = await readAccounts(site)
    for (const account of [readHidden(older, 'account'), '']) {
      const refused = await visitor.post('/new-password', { account, password: 'four words in a row' })
      const body = await refused.text()
      expect([refused.status, body]).toEqual([409, expect.stringContaining('Another page was opened here')])
      expect(body).toContain(`Go on with ${bo}</a>`)
      expect(body).toContain('<a href="/forgotten-password">Get a new link</a>')
    }
    expect(await readAccounts(site)).toEqual(before)
    const newer = await visitor.post('/new-password', { account: bo, password: 'four words in a row' })
    expect(newer.headers.get('location')).toBe('/sign-in?notice=password-changed')
    expect((await signIn(site.visitor(), anna)).headers.get('location')).toBe('/')
    expect((await signIn(site.visitor(), bo)).status).toBe(422)
  })

  it('makes no account and joins no clinic by the invitation of another', async () => {
    const site = await createTestSite()
    const links: Record<string, string> = {}
    for (const [owner, clinic] of [
      ['owner@harbour.example', 'harbour'],
      [nadia, 'northside'],
    ] as const) {
      const { visitor, prove } = await createAdmin(site, owner)
      await prove()
      const invite = `/clinics/${clinic}/invite`
      for (const address of [nell, anna]) {
        const form = readHidden(await visitor.text(invite), 'form')
        await visitor.post(invite, { form, address, name: 'Somebody', role: 'practitioner' })
        const mail = (await readMails(site, address)).map(({ body }) => body)
        links[`${clinic} ${address}`] =
          mail.map((body) => /(\/invitation\?token=\S+)/.exec(body)?.[1]).findLast(Boolean) ?? ''
      }
    }
    const newcomer = site.visitor()
    await newcomer.get(links[`harbour ${nell}`] ?? '')
    const older = await newcomer.text('/invitation')
    await newcomer.get(links[`northside ${nell}`] ?? '')
    const before = await readAccounts(site)
    const form = {
      ...{ account: readHidden(older, 'account'), clinic: readHidden(older, 'clinic') },
      ...{ name: 'Nell', password: 'four quiet lanterns' },
    }
    expect(form).toMatchObject({ account: nell, clinic: 'harbour' })
    const refused = await newcomer.post('/invitation', form)
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('<a href="/invitation" class="button">Go on with Northside Clinic</a>'),
    ])
    expect((await newcomer.post('/invitation', { name: 'Nell', password: form.password })).status).toBe(409)
    expect(await readAccounts(site)).toEqual(before)
    await newcomer.get(links[`harbour ${nell}`] ?? '')
    expect((await newcomer.post('/invitation', form)).headers.get('location')).toMatch(/account-made/)

    const member = site.visitor()
    await signIn(member)
    await member.get(links[`northside ${anna}`] ?? '')
    const join = readHidden(await member.text('/invitation'), 'clinic')
    expect(join).toBe('northside')
    const joined = await readAccounts(site)
    expect((await member.post('/invitation/join', { account: anna, clinic: 'harbour' })).status).toBe(409)
    expect(await readAccounts(site)).toEqual(joined)
  })

  it('has no code judged or sent for the sign-in of somebody else', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    const other = await turnOn(site, site.visitor(), bo)
    site.clock.advance(60_000)
    const visitor = site.visitor()
    await signIn(visitor)
    const older = await visitor.text('/sign-in/code')
    await signIn(visitor, bo)
    const form = { account: readHidden(older, 'account'), code: codeFor(site, key) }
    expect(form.account).toBe(anna)
    const refused = await visitor.post('/sign-in/code', form)
    expect([refused.status, await refused.text()]).toEqual([409, expect.stringContaining(`Go on with ${bo}`)])
    const page = await visitor.text('/sign-in/code')
    expect(page).toContain('You have 5 tries left.')
    const right = { account: readHidden(page, 'account'), code: codeFor(site, other.key) }
    expect((await visitor.post('/sign-in/code', right)).headers.get('location')).toBe('/')
  })

  it('sets nothing up, and has nothing sent, for the sign-in of somebody else', async () => {
    const site = await createTestSite()
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    await owner.requireFactors()
    const visitor = site.visitor()
    await signIn(visitor)
    const account = readHidden(await visitor.text('/sign-in/mailed-code'), 'account')
    expect(account).toBe(anna)
    expect((await signIn(visitor, bo)).headers.get('location')).toBe('/sign-in/set-up?next=%2F')
    const before = await readAccounts(site)
    const forms = {
      '/sign-in/mailed-code': { code: '00000000' },
      '/sign-in/mailed-code/resend': {},
      '/sign-in/set-up': {},
      '/sign-in/set-up/scan': { code: '000000' },
      '/sign-in/set-up/phone': { form: crypto.randomUUID(), number: '07400 123456' },
      '/sign-in/set-up/phone/code': { code: '000000' },
      '/sign-in/set-up/phone/code/send': {},
    }
    for (const [path, form] of Object.entries(forms))
      expect([path, (await visitor.post(path, { ...form, account })).status]).toEqual([path, 409])
    expect(await readAccounts(site)).toEqual(before)
    expect((await visitor.post('/sign-in/set-up', { account: bo })).status).toBe(303)
  })
})
