import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { deriveSiteKeys } from '../../../../demo-site/src/auth/keys.ts'
import { addMail, addSms } from '../../../../demo-site/src/data/outbox.ts'
import { createLog } from '../../../../demo-site/src/log.ts'
import { deliverOutbox } from '../../../../demo-site/src/mail/deliver-outbox.ts'
import { createRealSender } from '../../../../demo-site/src/mail/mail-sender.ts'
import { anna, createTestSite, type TestSite } from '../test-site.ts'
import { startMailServer } from './mail-server.ts'

async function createWorld() {
  const server = await startMailServer()
  const site = await createTestSite({ smtpUrl: server.url })
  const send = createRealSender(site.config)
  if (!send) throw new Error('there is a mail server')
  const log = createLog(site.clock, (line) => site.logged.push(line) > 0)
  const key = deriveSiteKeys(site.config).queuedMail
  const deliver = (opening = key) =>
    deliverOutbox({ db: site.db, clock: site.clock, log, send, key: opening })
  return { server, site, deliver, key }
}

const waiting = (site: TestSite) => site.db.all('SELECT recipient, tries FROM outbox')

/** All that lies on the disk: the write-ahead log too, where the newest rows are. */
function readFiles(site: TestSite): string {
  const names = readdirSync(site.dataDir).filter((name) => name.startsWith('practice.db'))
  return names.map((name) => readFileSync(join(site.dataDir, name), 'latin1')).join()
}

describe('the site’s own mail', () => {
  it('lies sealed while it waits: the files of the database hold neither its link nor its words', async () => {
    const { server, site, deliver } = await createWorld()
    await site.visitor().post('/forgotten-password', { address: anna })
    expect(readFiles(site)).toContain(anna)
    expect(readFiles(site)).not.toMatch(/token=|new-password|link to a new password/)
    const answer = await site.visitor().get(`/test/outbox?to=${anna}`)
    expect(await answer.json()).toEqual([])
    await deliver()
    const link = /new-password\?token=[\w-]{43}/.exec(server.received[0]?.email.text ?? '')
    expect(link).not.toBeNull()
    expect(readFiles(site)).not.toMatch(/token=/)
  })

  it('opens in its own row only, and with the key that sealed it', async () => {
    const { server, site, deliver } = await createWorld()
    const ask = () => site.visitor().post('/forgotten-password', { address: anna })
    await ask()
    await deliver(deriveSiteKeys({ ...site.config, region: 'se' }).queuedMail)
    expect([server.received, await waiting(site)]).toEqual([[], []])
    expect(site.logged.join('')).toContain('"event":"mail.not_opened"')
    await ask()
    await site.db.run("UPDATE outbox SET recipient = 'thief@elsewhere.example'")
    await deliver()
    expect([server.received, await waiting(site)]).toEqual([[], []])
  })

  it('waits in the outbox until it is delivered, and is not kept after that', async () => {
    const { server, site, deliver } = await createWorld()
    await site.visitor().post('/forgotten-password', { address: anna })
    expect(await waiting(site)).toEqual([{ recipient: anna, tries: 0 }])
    expect(await site.visitor().text('/mailbox')).not.toContain('token=')
    await deliver()
    expect(server.received.map(({ to }) => to)).toEqual([[anna]])
    expect(server.received[0]?.email.text).toContain('http://localhost:3000/new-password?token=')
    expect(await waiting(site)).toEqual([])
    await deliver()
    expect(server.received).toHaveLength(1)
  })

  it('goes out once, however many processes deliver at the same moment', async () => {
    const { server, site, deliver, key } = await createWorld()
    const mail = { to: anna, locale: 'en', subject: 'S', body: 'B', at: site.clock.now() } as const
    await addMail(site.db, mail, key)
    await Promise.all([deliver(), deliver(), deliver(), deliver()])
    expect(server.received).toHaveLength(1)
    expect(await waiting(site)).toEqual([])
  })

  it('is tried again ever more rarely, and given up after a day', async () => {
    const { server, site, deliver } = await createWorld()
    server.state.refuses = true
    await site.visitor().post('/forgotten-password', { address: anna })
    await deliver()
    await deliver()
    expect(await waiting(site)).toEqual([{ recipient: anna, tries: 1 }])
    site.clock.advance(30_000)
    await deliver()
    site.clock.advance(30_000)
    await deliver()
    expect(await waiting(site)).toEqual([{ recipient: anna, tries: 2 }])
    expect(site.logged.join('')).toContain('mail.not_sent')
    expect(site.logged.join('')).not.toMatch(/token=|no room/)
    site.clock.advance(86_400_000)
    server.state.refuses = false
    await deliver()
    expect([server.received, await waiting(site)]).toEqual([[], []])
    expect(site.logged.join('')).toContain('"event":"mail.given_up","count":1')
  })

  it('never goes to an address that nobody has, nor does an SMS go by mail', async () => {
    const { server, site, deliver } = await createWorld()
    await site.visitor().post('/forgotten-password', { address: 'nobody@harbour.example' })
    await addSms(site.db, { to: '+447400123456', locale: 'en', body: 'B', at: site.clock.now() })
    await deliver()
    expect(server.received).toEqual([])
    expect(await waiting(site)).toEqual([{ recipient: '+447400123456', tries: 0 }])
  })
})
