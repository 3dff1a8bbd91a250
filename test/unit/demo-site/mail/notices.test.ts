import type { EventType, TwoFactorEvent } from 'countersign'
import { describe, expect, it } from 'vitest'
import { readTicket } from '../../../../demo-site/src/auth/link-ticket.ts'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createFormat } from '../../../../demo-site/src/http/format.ts'
import { composeNotice } from '../../../../demo-site/src/mail/compose-notice.ts'
import { textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { createTestSite, signIn, turnOn, wrongCodeFor } from '../test-site.ts'

const at = Date.parse('2026-11-21T10:00:00Z')
const [actorId, memberId] = ['adam', 'bo']
const [expiresAt, completableAt] = [at + 3_600_000, at]
const [code, token] = ['04812937', 'token-of-the-request']
const [cancelToken, completeToken] = ['token-that-calls-off', 'token-that-completes']

const linkTickets = [Buffer.alloc(32, 1)]

type Told = Pick<TwoFactorEvent, 'data' | 'secret'>

/** Every type with all that the SDK sends along. */
const everyEvent: Record<EventType, Told> = {
  'sign_in.proof_requested': { data: { because: 'reset', expiresAt }, secret: { code } },
  'two_factor.enabled': { data: { type: 'totp' } },
  'two_factor.disabled': { data: {} },
  'two_factor.reset': { data: { actorId } },
  'bypass.allowed': { data: { actorId, expiresAt } },
  'factor.added': { data: { type: 'totp' } },
  'factor.removed': { data: {} },
  'factor.replaced': { data: { type: 'totp' } },
  'recovery_codes.regenerated': { data: {} },
  'recovery_codes.low': { data: {} },
  'trusted_device.added': { data: {} },
  'trusted_device.reused': { data: {} },
  'trusted_devices.revoked': { data: { actorId, count: 2, enrolled: true } },
  'recovery_code.used': { data: {} },
  'code.reused': { data: {} },
  'code.accepted_after_failures': { data: { purpose: 'login', method: 'totp', failures: 4 } },
  'challenge.exhausted': { data: { purpose: 'login', method: 'totp' } },
  'factor_step.paused': { data: {} },
  'factor_step.pause_ended': { data: { actorId } },
  'authenticator.suspended': { data: {} },
  'authenticator.suspension_lifted': { data: {} },
  'admin.confirmation_requested': { data: { act: 'reset', actorId, expiresAt }, secret: { token } },
  'admin.acted_elsewhere': { data: { act: 'reset', memberId, actorId, organizationId: 'northside' } },
  'account_recovery.link_requested': { data: { expiresAt }, secret: { token } },
  'account_recovery.requested': { data: {}, secret: { cancelToken } },
  'account_recovery.review_requested': { data: { memberId, requestId: 'r' } },
  'account_recovery.approved': { data: { completableAt }, secret: { cancelToken } },
  'account_recovery.reminded': { data: { completableAt }, secret: { cancelToken } },
  'account_recovery.ready': { data: { completableAt }, secret: { cancelToken, completeToken } },
  'account_recovery.rejected': { data: { completableAt: null } },
  'account_recovery.cancelled': { data: { by: 'link' } },
  'account_recovery.completed': { data: {} },
  'account_recovery.expired': { data: { state: 'requested' } },
}

const types = Object.keys(everyEvent) as EventType[]

function compose(type: EventType, locale: 'en' | 'sv', told: Told = everyEvent[type]) {
  return composeNotice(
    { type, userId: 'anna', at, ...told },
    {
      text: textIn(locale),
      format: createFormat(locale, 'Europe/London'),
      name: 'Anna',
      baseUrl: 'https://practice.example',
      linkTickets,
      siteName: 'Harbour Practice (UK)',
      names: new Map([
        ['adam', 'Adam Reyes'],
        ['bo', 'Bo Hartley'],
      ]),
    },
  )
}

describe('a notice', () => {
  it.each(types)('of %s is there in both languages, and says when', (type) => {
    const [english, swedish] = (['en', 'sv'] as const).map((locale) => compose(type, locale))
    expect(english?.body).toContain('Hello Anna,')
    expect(english?.body).toContain('21 November 2026 at 10:00')
    expect(swedish?.body).toContain('Hej Anna!')
    expect(swedish?.body).toContain('21 november 2026 kl. 10:00')
    expect(swedish?.subject).not.toBe(english?.subject)
    expect(`${english?.body}${swedish?.body}`).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it.each(types)('of %s has what is secret in its body and never in its subject', (type) => {
    for (const locale of ['en', 'sv'] as const) {
      const notice = compose(type, locale)
      for (const secret of Object.values(everyEvent[type].secret ?? {})) {
        expect(notice?.body.split(secret)).toHaveLength(2)
        expect(notice?.subject).not.toContain(secret)
      }
    }
  })

  it.each(types.filter((type) => everyEvent[type].secret))(
    'of %s never goes out without the secret that it is about',
    (type) => {
      const { data } = everyEvent[type]
      expect(() => compose(type, 'en', { data })).toThrow(`${type} comes without`)
    },
  )

  it.each([
    ['account_recovery.link_requested', [`/recovery/request?token=${token}`]],
    ['account_recovery.requested', [`/recovery/cancel?token=${cancelToken}`]],
    ['account_recovery.approved', [`/recovery/cancel?token=${cancelToken}`]],
    ['account_recovery.reminded', [`/recovery/cancel?token=${cancelToken}`]],
    [
      'account_recovery.ready',
      [`/recovery/complete?token=${completeToken}`, `/recovery/cancel?token=${cancelToken}`],
    ],
  ] as const)('of %s leads to the address of the configuration', (type, paths) => {
    const links = compose(type, 'en')?.body.match(/https?:\S+/g)
    expect(links).toEqual(paths.map((path) => `https://practice.example${path}`))
  })

  it('of a question that an admin asks has a link that the site knows again without a row, and nobody else reads', () => {
    const [link = ''] = compose('admin.confirmation_requested', 'en')?.body.match(/https?:\S+/g) ?? []
    const [start, ticket = ''] = link.split('.example/admin-request?token=')
    expect(start).toBe('https://practice')
    expect(ticket).toMatch(new RegExp(`^${token}\\.[\\w-]+$`))
    expect(readTicket(ticket, linkTickets, 'admin_request')).toEqual({ userId: 'anna', actorId })
    expect(Buffer.from(ticket.split('.')[1] ?? '', 'base64url').toString('latin1')).not.toContain('actorId')
  })

  it.each(['two_factor.reset', 'bypass.allowed', 'admin.confirmation_requested'] as const)(
    'of %s names the admin, or says that one acted when there is none of that id any more',
    (type) => {
      const { data, ...rest } = everyEvent[type]
      expect(compose(type, 'en')?.body).toContain('Adam Reyes ')
      const gone = compose(type, 'en', { data: { ...data, actorId: 'gone' }, ...rest })
      expect(gone?.body).toContain('An admin ')
    },
  )

  it.each(['reset', 'allow_once', 'account_recovery'])(
    'of %s elsewhere says what was done to whom',
    (act) => {
      const told = { data: { ...everyEvent['admin.acted_elsewhere'].data, act } }
      const body = compose('admin.acted_elsewhere', 'en', told)?.body
      expect(body).toMatch(
        { reset: /reset .* of Bo Hartley/, allow_once: /allowed Bo Hartley/, account_recovery: /approved/ }[
          act
        ] ?? /nothing/,
      )
    },
  )

  it.each([
    ['factor', 'entered, an app or phone number was added, or two-factor authentication was turned off'],
    ['link', 'by the link in one of our mails'],
    ['holder', 'by somebody who is signed in'],
    ['reset', 'because an admin has reset'],
  ])('of an account recovery that was called off by %s says how', (by, sentence) => {
    expect(compose('account_recovery.cancelled', 'en', { data: { by } })?.body).toContain(sentence)
  })

  it.each([
    [2, true, 'None of your computers is trusted any more. Each of your computers is asked for a code'],
    [0, true, 'Each of your computers is asked for a code'],
    [2, false, 'None of your computers is trusted any more.'],
    [0, false, ''],
  ])(
    'of a sign-out everywhere with %i trusted computers, enrolled %s, says what is true',
    (count, enrolled, more) => {
      const body = compose('trusted_devices.revoked', 'en', { data: { actorId, count, enrolled } })?.body
      expect(body).toContain(
        `Adam Reyes signed you out everywhere on 21 November 2026 at 10:00 GMT.${more && ` ${more}`}`,
      )
      expect(body?.includes('trusted')).toBe(count > 0)
      expect(body?.includes('code')).toBe(enrolled)
    },
  )

  it('goes to the person, in the language that they chose', async () => {
    const site = await createTestSite()
    await setLocale(site.db, 'anna', 'sv')
    await turnOn(site, site.visitor())
    await site.twoFactor.settle()
    const outbox = await (await site.visitor().get('/test/outbox?to=Anna@harbour.example')).json()
    expect(outbox).toMatchObject([
      { kind: 'mail', to: 'anna@harbour.example', locale: 'sv', subject: 'Tvåfaktorsautentisering är på' },
    ])
    expect(await (await site.visitor().get('/test/outbox?to=bo@harbour.example')).json()).toEqual([])
  })

  it('comes when wrong codes have paused the sign-in', async () => {
    const site = await createTestSite()
    const { key } = await turnOn(site, site.visitor())
    for (let i = 0; i < 3; i++) {
      const visitor = site.visitor()
      await signIn(visitor)
      for (let j = 0; j < 4; j++) await visitor.post('/sign-in/code', { code: wrongCodeFor(site, key) })
    }
    await site.twoFactor.settle()
    const subjects = await site.db.all('SELECT subject FROM outbox ORDER BY sent_at')
    expect(subjects).toContainEqual({ subject: 'Too many wrong codes' })
  })
})
