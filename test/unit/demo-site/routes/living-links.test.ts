import { expect, it } from 'vitest'
import { createAdmin, readMails } from '../admins.ts'
import { mailQuestion } from '../entries.ts'
import { request } from '../recoveries.ts'
import { anna, codeFor, createTestSite, readHidden, type TestSite, turnOn } from '../test-site.ts'

const nell = 'nell@somewhere.example'
const password = 'four words in a row'

async function readLinks(site: TestSite, to: string, path: string): Promise<string[]> {
  const text = (await readMails(site, to)).map(({ body }) => body).join(' ')
  return [...text.matchAll(new RegExp(`${path}\\?token=\\S+`, 'g'))].map(([link]) => link)
}

it('a dead link of a forgotten password leaves the living one of another tab where it is', async () => {
  const site = await createTestSite()
  const { key } = await turnOn(site, site.visitor())
  const visitor = site.visitor()
  await visitor.post('/forgotten-password', { address: anna })
  site.clock.advance(31 * 60_000)
  await visitor.post('/forgotten-password', { address: anna })
  const [old = '', living = ''] = await readLinks(site, anna, '/new-password')
  await visitor.get(living)
  await visitor.get('/new-password/code')
  await visitor.post('/new-password/code', { code: codeFor(site, key), account: anna })
  for (const dead of [old, '/new-password?token=x', '/new-password?token='])
    expect((await visitor.get(dead)).status).toBe(410)
  expect((await visitor.get('/new-password')).status).toBe(200)
  const sent = await visitor.post('/new-password', { password, account: anna })
  expect(sent.headers.get('location')).toBe('/sign-in?notice=password-changed')
  // Its own is forgotten.
  await visitor.get(living)
  expect(visitor.cookies.has('__Host-new-password')).toBe(false)
})

it('a dead invitation leaves the living one of another tab where it is', async () => {
  const site = await createTestSite()
  const { visitor: owner, prove } = await createAdmin(site)
  await prove()
  for (let i = 0; i < 2; i++) {
    site.clock.advance(1)
    const form = readHidden(await owner.text('/clinics/harbour/invite'), 'form')
    const asked = { form, address: nell, name: 'Nell', role: 'practitioner' }
    await owner.post('/clinics/harbour/invite', asked)
  }
  const [old = '', living = ''] = await readLinks(site, nell, '/invitation')
  const visitor = site.visitor()
  await visitor.get(living)
  for (const dead of [old, '/invitation?token=x', '/invitation?token='])
    expect((await visitor.get(dead)).status).toBe(410)
  const account = { name: 'Nell', password, account: nell, clinic: 'harbour' }
  const sent = await visitor.post('/invitation', account)
  expect(sent.headers.get('location')).toBe('/sign-in?notice=account-made')
})

it.each(['an account recovery', 'an admin’s question'])(
  'a dead link leaves the living one of another tab where it is: %s',
  async (what) => {
    const site = await createTestSite()
    const living =
      what === 'an account recovery'
        ? (await request(site, anna)).cancelLink
        : (await mailQuestion(site)).link
    const path = living.split('?')[0] ?? ''
    const visitor = site.visitor()
    const opened = (await visitor.get(living)).headers.get('location') ?? ''
    const page = await visitor.text(opened)
    expect((await visitor.get(`${path}?token=${'A'.repeat(43)}`)).status).toBe(410)
    expect(readHidden(await visitor.text(opened), 'token')).toBe(readHidden(page, 'token'))
    expect(readHidden(page, 'token')).not.toBe('')
  },
)
