import { expect, it } from 'vitest'
import { findReset, resetLinkMs } from '../../../../demo-site/src/data/password-resets.ts'
import { createAdmin } from '../admins.ts'
import { createOwner } from '../entries.ts'
import { askForLink, listMails, openLink, readNewestMail, request, waitFor } from '../recoveries.ts'
import { anna, createTestSite, readHidden, type TestSite, turnOn } from '../test-site.ts'

const nobody = 'nobody@harbour.example'

/** Asks for a link from a network of its own. */
async function ask(
  site: TestSite,
  path: string,
  { address = anna, from }: { address?: string; from: string },
) {
  const answer = await site.visitor().post(path, { address }, { 'x-forwarded-for': from })
  await site.errands.settle()
  await site.twoFactor.settle()
  return [answer.status, answer.headers.get('location')]
}

it.each(['/forgotten-password', '/recovery'])(
  'lets no stranger keep somebody from asking at %s, or flood a mailbox',
  async (path) => {
    const site = await createTestSite({ trustedProxies: ['127.0.0.1'] })
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    await site.db.run('DELETE FROM outbox')
    const sent = [303, `${path}?notice=sent`]
    for (const address of [anna, nobody]) {
      for (let network = 0; network < 12; network++) {
        for (let i = 0; i < 5; i++)
          expect(await ask(site, path, { address, from: `2001:db8:0:${network}::1` })).toEqual(sent)
      }
    }
    const mails = async () => (await listMails(site, anna)).length
    const flood = await mails()
    expect(flood).toBeGreaterThan(0)
    expect(flood).toBeLessThanOrEqual(6)
    for (const address of [anna, nobody])
      expect(await ask(site, path, { address, from: '198.51.100.7' })).toEqual(sent)
    expect(await mails()).toBe(flood)
    site.clock.advance(15 * 60_000)
    expect(await ask(site, path, { from: '198.51.100.7' })).toEqual(sent)
    if (path === '/forgotten-password') expect(await mails()).toBe(flood + 1)
    site.clock.advance(60 * 60_000)
    expect(await ask(site, path, { from: '198.51.100.7' })).toEqual(sent)
    expect(await mails()).toBeGreaterThan(flood)
  },
)

it('leaves a link that works in a mailbox that somebody floods', async () => {
  const site = await createTestSite({ trustedProxies: ['127.0.0.1'] })
  let network = 0
  for (let minute = 0; minute < 180; minute += 5) {
    for (let i = 0; i < 3; i++) await ask(site, '/forgotten-password', { from: `2001:db8:0:${network++}::1` })
    const [newest] = await listMails(site, anna)
    const token = /token=(\S+)/.exec(newest?.body ?? '')?.[1] ?? ''
    const reset = await findReset(site.db, token, site.clock.now())
    expect((reset?.expiresAt ?? 0) - site.clock.now()).toBeGreaterThanOrEqual(resetLinkMs / 2)
    site.clock.advance(5 * 60_000)
  }
  expect((await listMails(site, anna)).length).toBeLessThan(30)
})

const day = 86_400_000

/** Every kind of mailed link, long after its time, and what its page has for a new one. */
const links: Record<string, { make(site: TestSite): Promise<string>; heldMs: number; offers: string }> = {
  '/new-password': {
    async make(site) {
      await ask(site, '/forgotten-password', { from: '198.51.100.7' })
      return (await readNewestMail(site, anna)).to('/new-password')
    },
    heldMs: resetLinkMs,
    offers: 'href="/forgotten-password"',
  },
  '/invitation': {
    async make(site) {
      const { visitor, prove } = await createAdmin(site)
      await prove()
      const form = readHidden(await visitor.text('/clinics/harbour/invite'), 'form')
      const sent = { form, address: nobody, name: 'Nell Ferry', role: 'admin' }
      await visitor.post('/clinics/harbour/invite', sent)
      return (await readNewestMail(site, nobody)).to('/invitation')
    },
    heldMs: 7 * day,
    offers: 'action="/invitation/again"',
  },
  '/recovery/request': {
    async make(site) {
      await turnOn(site, site.visitor())
      return askForLink(site, site.visitor(), anna)
    },
    heldMs: day,
    offers: 'href="/recovery"',
  },
  '/recovery/cancel': {
    make: async (site) => (await request(site, anna)).cancelLink,
    heldMs: 30 * day,
    offers: 'href="/recovery"',
  },
  '/recovery/complete': {
    make: async (site) => (await waitFor(site)).completeLink,
    heldMs: 30 * day,
    offers: 'href="/recovery"',
  },
  '/admin-request': {
    async make(site) {
      const owner = await createOwner(site)
      await turnOn(site, site.visitor(), 'bo@harbour.example')
      await owner.reset('bo')
      return (await readNewestMail(site, 'bo@harbour.example')).to('/admin-request')
    },
    heldMs: 3_600_000,
    offers: 'action="/admin-request/again"',
  },
}

it.each(Object.entries(links))(
  'says at %s that the link is too old, and offers a new one',
  async (path, link) => {
    const site = await createTestSite()
    const address = await link.make(site)
    expect(address.startsWith(`${path}?token=`)).toBe(true)
    site.clock.advance(link.heldMs)
    const page = await openLink(site.visitor(), address)
    expect(page.status).toBe(410)
    expect(await page.text()).toContain(link.offers)
  },
)

it('knows every kind of mailed link', async () => {
  const site = await createTestSite()
  const pages = site.app.routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'))
  const dead: string[] = []
  for (const { path } of pages) {
    const { status } = await openLink(site.visitor(), `${path}?token=${'A'.repeat(43)}`)
    if (status === 410 && !path.startsWith('/new-password/')) dead.push(path)
  }
  expect([...new Set(dead)].sort()).toEqual(Object.keys(links).sort())
})
