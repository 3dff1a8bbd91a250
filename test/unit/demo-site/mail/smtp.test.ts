import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createSmtpSender } from '../../../../demo-site/src/mail/smtp.ts'
import { createOwner } from '../entries.ts'
import { anna, createTestSite, turnOn } from '../test-site.ts'
import { startMailServer } from './mail-server.ts'

const mail = {
  to: anna,
  locale: 'en',
  subject: 'A subject',
  body: 'Hello Anna,\n\nText\n\nHarbour Practice',
  at: Date.parse('2026-11-21T10:00:00Z'),
} as const

const options = (url: string) => ({
  ...{ url, from: 'no-reply@harbour.example', siteName: 'Harbour Practice' },
  ...{ home: 'https://practice.example', requireTls: false },
})

describe('a mail over SMTP', () => {
  it('has a text part and an HTML part of the same sentences, in the language of its reader', async () => {
    const server = await startMailServer()
    const site = await createTestSite({ smtpUrl: server.url, mailFrom: 'no-reply@harbour.example' })
    await setLocale(site.db, 'anna', 'sv')
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    expect(server.received).toHaveLength(1)
    const [{ to, email } = { to: [], email: null }] = server.received
    expect(to).toEqual([anna])
    expect(email?.from).toMatchObject({ address: 'no-reply@harbour.example', name: 'Harbour Practice' })
    expect(email?.subject).toBe('Tvåfaktorsautentisering är på')
    expect(email?.text).toContain('Hej Anna Lindqvist!\n\nTvåfaktorsautentisering slogs på')
    expect(email?.html).toContain('<html lang="sv">')
    const words = (text: string) =>
      text
        .replaceAll(/<title>.*<\/title>|<[^>]+>|\s+/g, ' ')
        .split(' ')
        .filter(Boolean)
    expect(words(email?.html ?? '')).toEqual(words(email?.text ?? ''))
    const header = (key: string) => email?.headers.find((one) => one.key === key)?.value
    expect([header('auto-submitted'), header('content-language')]).toEqual(['auto-generated', 'sv'])
    // Sent, so it stands nowhere else.
    expect(await site.db.all('SELECT * FROM outbox')).toEqual([])
  })

  it('has the code that it is for once in each part, and not in a header', async () => {
    const server = await startMailServer()
    const site = await createTestSite({ smtpUrl: server.url })
    const owner = await createOwner(site)
    await turnOn(site, site.visitor())
    await owner.reset('anna')
    await site.twoFactor.login.begin({ userId: 'anna' })
    await site.twoFactor.settle()
    const asked = server.received.find(({ email }) => email.subject === 'Your code for signing in')
    const code = /^\d{8}$/m.exec(asked?.email.text ?? '')?.[0] ?? 'none'
    expect(asked?.email.html).toContain(`>${code}</strong>`)
    expect(JSON.stringify(asked?.email.headers)).not.toContain(code)
    expect(site.logged.join('')).not.toContain(code)
  })

  it('shows where a link leads, and never what a name holds as markup', async () => {
    const server = await startMailServer()
    const link = 'https://practice.example/new-password?token=a&b="'
    const elsewhere = 'https://practice.example.evil.example/'
    const body = `Hello <b>Anna</b> & "co",\n\n${link}\n\nline one\nline two\n\n${elsewhere}`
    await createSmtpSender(options(server.url))({ ...mail, body })
    const { email } = server.received[0] ?? {}
    expect(email?.html).toContain('<p>Hello &lt;b&gt;Anna&lt;/b&gt; &amp; &quot;co&quot;,</p>')
    const escaped = 'https://practice.example/new-password?token=a&amp;b=&quot;'
    expect(email?.html).toMatch(new RegExp(`<a href="${escaped.replaceAll('?', '\\?')}"[^>]*>`))
    expect(email?.html).toContain(`>${escaped}</a>`)
    expect(email?.html).toContain('line one<br>line two')
    expect(email?.html).toContain(`<p>${elsewhere}</p>`)
    expect(email?.text).toContain(body)
  })

  it.each([
    ['subject', { subject: 'Hi\r\nBcc: thief@evil.example\r\n\r\nbody' }],
    ['receiver', { to: 'anna@harbour.example\r\nBcc: thief@evil.example' }],
    ['receiver with a second one', { to: 'anna@harbour.example, thief@evil.example' }],
    ['receiver with a command', { to: 'anna@harbour.example>\r\nRCPT TO:<thief@evil.example' }],
  ])('can’t be led elsewhere by its %s', async (_, forged) => {
    const server = await startMailServer()
    await createSmtpSender(options(server.url))({ ...mail, ...forged }).catch(() => {})
    for (const { to, email } of server.received) {
      expect(to).toHaveLength(1)
      expect(to[0]).not.toBe('thief@evil.example')
      expect(email.bcc ?? []).toEqual([])
      expect(email.headers.map(({ key }) => key)).not.toContain('bcc')
      expect(email.text).not.toMatch(/^body/)
    }
  })

  it('is not sent over an open line, nor is the password, where TLS is asked for', async () => {
    const server = await startMailServer()
    const url = `smtp://site:hush-hush@127.0.0.1:${server.port}`
    const failure = createSmtpSender({ ...options(url), requireTls: true })(mail)
    await expect(failure).rejects.toThrow(/^the mail server did not take a mail \([A-Z]+\)$/)
    expect([server.received, server.state.logins]).toEqual([[], 0])
    await createSmtpSender(options(url))(mail)
    expect([server.received.length, server.state.logins]).toEqual([1, 1])
  })

  it('that the server refused is kept by Countersign and comes later, once', async () => {
    const server = await startMailServer()
    server.state.refuses = true
    const site = await createTestSite({ smtpUrl: server.url })
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    expect(server.received).toEqual([])
    expect(site.logged.join('')).not.toContain('no room')
    server.state.refuses = false
    site.clock.advance(120_000)
    expect(await site.twoFactor.deliverPending()).toMatchObject({ delivered: 1, kept: 0 })
    site.clock.advance(86_400_000)
    await site.twoFactor.deliverPending()
    expect(server.received.map(({ email }) => email.subject)).toEqual(['Two-factor authentication is on'])
  })
})
