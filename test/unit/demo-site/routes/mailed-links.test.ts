import { expect, it } from 'vitest'
import { findReset, resetLinkMs } from '../../../../demo-site/src/data/password-resets.ts'
import { listMails } from '../recoveries.ts'
import { anna, createTestSite, type TestSite, turnOn } from '../test-site.ts'

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
