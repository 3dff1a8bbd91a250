import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { SmsMessage } from 'countersign'
import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../../demo-site/src/clock.ts'
import { listOutbox } from '../../../../demo-site/src/data/outbox.ts'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createLog } from '../../../../demo-site/src/log.ts'
import { composeSms } from '../../../../demo-site/src/sms/compose-sms.ts'
import { createSmsSender } from '../../../../demo-site/src/sms/sms-sender.ts'
import { locales, textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { createTestSite } from '../test-site.ts'

const number = '07400 123456'
const sentTo = '+447400123456'

/** A gateway that keeps what it gets and answers as it is told to. */
async function startGateway(status = 204, headers: Record<string, string> = {}) {
  const received: { type: string | undefined; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const body: unknown = JSON.parse(Buffer.concat(parts).toString() || 'null')
    received.push({ type: request.headers['content-type'], body })
    response.writeHead(status, headers).end('+447400123456')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const stop = () => new Promise((done) => server.close(done))
  onTestFinished(async () => void (await stop()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, received, stop }
}

describe('a code by SMS', () => {
  it('goes to the mailbox page, where there is no gateway, in the language of the person', async () => {
    const site = await createTestSite()
    await setLocale(site.db, 'anna', 'sv')
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })
    expect(begun).toMatchObject({ status: 'pending', type: 'sms' })
    const outbox = await (await site.visitor().get(`/test/outbox?to=${encodeURIComponent(sentTo)}`)).json()
    expect(outbox).toEqual([
      {
        kind: 'sms',
        to: sentTo,
        locale: 'sv',
        body: expect.stringMatching(/^(\d{6}) är koden som lägger till .*\n\n@localhost #\1$/),
        at: new Date(site.clock.now()).toISOString(),
      },
    ])
    const page = await site.visitor().text('/mailbox')
    expect(page).toContain('<h2 lang="en">SMS</h2>')
    expect(page).toContain(sentTo)
  })

  it('goes to the gateway alone, where there is one', async () => {
    const { url, received } = await startGateway()
    const site = await createTestSite({ smsWebhookUrl: url })
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })
    expect(begun.status).toBe('pending')
    expect(received).toEqual([
      {
        type: 'application/json',
        body: { to: sentTo, text: expect.stringMatching(/^\d{6} is the code that adds this number/) },
      },
    ])
    expect(await listOutbox(site.db, { limit: 10 })).toEqual([])
  })

  it.each([
    ['refuses it', 500, {}],
    ['points elsewhere', 307, { location: 'http://127.0.0.1:9/' }],
  ])('is void when the gateway %s, and neither it nor the number is told on', async (_, status, headers) => {
    const { url, received } = await startGateway(status, headers)
    const site = await createTestSite({ smsWebhookUrl: url })
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })
    expect(begun.status).toBe('sms_failed')
    expect(received).toHaveLength(1)
    const lines: string[] = []
    const log = createLog(systemClock, (line) => lines.push(line) > 0)
    const send = createSmsSender(site.config, site.db, systemClock, log)
    const message: SmsMessage = {
      ...{ number: sentTo, code: '123456', userId: 'anna' },
      ...{ purpose: 'login', locale: 'en', expiresAt: 0 },
    }
    await expect(send?.(message)).rejects.toThrow(`the SMS gateway answered ${status}`)
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', event: 'sms.failed', status, name: null, code: null },
    ])
    expect(lines.join()).not.toMatch(/123456|447400|127\.0\.0\.1|\/sms/)
  })

  it('that the gateway never heard of is in the log, without the number, the code or the address', async () => {
    const { url, stop } = await startGateway()
    await stop()
    const site = await createTestSite({ smsWebhookUrl: url })
    const begun = await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })
    expect(begun.status).toBe('sms_failed')
    const lines = site.logged.filter((line) => line.includes('sms.failed'))
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', status: null, name: 'TypeError', code: 'ECONNREFUSED' },
    ])
    expect(lines.join()).not.toMatch(/\d{6} is the code|7400|127\.0\.0\.1|\/sms/)
  })

  it('is not offered in production without a gateway', async () => {
    const site = await createTestSite({ production: true, smsWebhookUrl: null })
    expect(await site.twoFactor.enrollment.begin({ userId: 'anna', type: 'sms', number })).toMatchObject({
      status: 'sms_unavailable',
    })
    expect(await listOutbox(site.db, { limit: 10 })).toEqual([])
  })

  it.each(locales)('is one message of 160 characters that every network carries, in %s', (locale) => {
    const common = {
      text: textIn(locale),
      siteName: 'Harbour Practice (UK)',
      baseUrl: 'https://uk.harbour.example',
    }
    for (const purpose of ['login', 'enroll', 'step_up', 'password_reset', 'enrollment'] as const) {
      const text = composeSms({ purpose, code: '012345' }, common)
      expect(text.length, text).toBeLessThanOrEqual(160)
      // The basic alphabet of 3GPP TS 23.038, as far as these texts use it.
      expect(text).toMatch(/^[A-Za-z0-9åäöÅÄÖ .,()@#\n-]+$/)
      expect(text.split('\n').at(-1)).toBe('@uk.harbour.example #012345')
      expect(text).toContain('Harbour Practice (UK)')
    }
  })
})
