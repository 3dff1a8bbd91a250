import type { EventType } from 'countersign'
import { describe, expect, it } from 'vitest'
import { setLocale } from '../../../../demo-site/src/data/people.ts'
import { createFormat } from '../../../../demo-site/src/http/format.ts'
import { composeNotice } from '../../../../demo-site/src/mail/compose-notice.ts'
import { textIn } from '../../../../demo-site/src/text/catalogue.ts'
import { createTestSite, signIn, turnOn, wrongCodeFor } from '../test-site.ts'

const everyEvent: Record<EventType, true> = {
  'two_factor.enabled': true,
  'two_factor.disabled': true,
  'factor.added': true,
  'factor.removed': true,
  'factor.replaced': true,
  'recovery_codes.regenerated': true,
  'recovery_codes.low': true,
  'trusted_device.added': true,
  'trusted_device.reused': true,
  'recovery_code.used': true,
  'code.reused': true,
  'factor_step.paused': true,
  'authenticator.suspended': true,
  'authenticator.suspension_lifted': true,
}

describe('a notice', () => {
  it.each(Object.keys(everyEvent) as EventType[])('of %s is there in both languages', (type) => {
    const event = { type, userId: 'anna', at: Date.parse('2026-11-21T10:00:00Z'), data: {} }
    const [english, swedish] = (['en', 'sv'] as const).map((locale) =>
      composeNotice(event, {
        text: textIn(locale),
        format: createFormat(locale, 'Europe/London'),
        name: 'Anna',
      }),
    )
    expect(english?.body).toContain('Hello Anna,')
    expect(english?.body).toContain('21 November 2026 at 10:00')
    expect(swedish?.body).toContain('Hej Anna!')
    expect(swedish?.subject).not.toBe(english?.subject)
  })

  it('goes to the person, in the language that they chose', async () => {
    const site = await createTestSite()
    await setLocale(site.db, 'anna', 'sv')
    await turnOn(site, site.visitor())
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
    const subjects = await site.db.all('SELECT subject FROM outbox ORDER BY sent_at')
    expect(subjects).toContainEqual({ subject: 'Too many wrong codes' })
  })
})
