import type { SmsSent } from 'countersign'
import type { Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { findProven } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { completeByApi, handOutDevice, toIso } from './new-session.ts'
import { defineOperation, serveOperation } from './operation.ts'
import { refuseCode, refuseStep } from './refused-code.ts'
import { sessionBody, smsBody, smsSentBody, verifyBody } from './schemas.ts'

const sendSms = defineOperation({
  ...{ id: 'sendSms', method: 'POST', path: '/sessions/sms', bearer: false },
  summary: 'Sends a code by SMS for a sign-in that waits for its second step.',
  body: smsBody,
  answers: { 200: smsSentBody },
  problems: [
    ...(['sms_too_soon', 'sms_limited', 'sms_unavailable', 'sms_failed', 'method_not_allowed'] as const),
    ...(['factor_locked', 'factor_suspended', 'challenge_exhausted', 'challenge_expired'] as const),
  ],
})

const verify = defineOperation({
  ...{ id: 'verify', method: 'POST', path: '/sessions/verify', bearer: false },
  summary: 'The second step of a sign-in: a code.',
  body: verifyBody,
  answers: { 201: sessionBody },
  problems: [
    ...(['code_malformed', 'code_invalid', 'code_already_used', 'clock_skew', 'method_not_allowed'] as const),
    ...(['factor_locked', 'factor_suspended', 'challenge_exhausted', 'challenge_expired'] as const),
  ],
})

export const secondStepOperations = [sendSms, verify]

/** The second step of a sign-in by the API: a code from an app, an SMS or the list of recovery codes. */
export function serveSecondStep(api: Hono<SiteEnv>, site: Site): void {
  const { twoFactor, config } = site

  serveOperation(api, site, sendSms, async ({ c, body: { challenge: token, factor } }) => {
    const factorId = factor === undefined ? {} : { factorId: factor }
    const sent = await twoFactor.login.sendSms({
      token,
      ip: clientAddress(c, config.trustedProxies),
      ...factorId,
    })
    if (sent.status !== 'sent') return refuseSms(sent)
    const { number, expiresAt, resendAt } = sent
    const again = resendAt === null ? null : toIso(resendAt)
    return {
      status: 200,
      body: { status: 'sent' as const, number, expiresAt: toIso(expiresAt), resendAt: again },
    }
  })

  serveOperation(api, site, verify, async ({ c, body: { challenge: token, method, code, trust } }) => {
    // Who had to use a recovery code has lost something: not the moment to trust a device.
    const wish = trust === undefined || method === 'recovery_code' ? {} : { trust }
    const waiting = await twoFactor.login.describe({ token })
    const userId = 'userId' in waiting ? waiting.userId : ''
    const proven = await findProven(site.db, userId)
    const verified = await twoFactor.login.verify({
      token,
      method,
      code,
      ip: clientAddress(c, config.trustedProxies),
      ...wish,
    })
    if (verified.status !== 'ok') return refuseCode(verified)
    const session = await completeByApi(c, site, { ...proven, factor: true })
    if (session === null) return { problem: 'challenge_expired' }
    return { status: 201, body: { ...session, ...(await handOutDevice(site, userId, verified)) } }
  })
}

function refuseSms(result: Exclude<SmsSent, { status: 'sent' }>) {
  switch (result.status) {
    case 'too_soon':
      return { problem: 'sms_too_soon', until: result.until } as const
    case 'sms_limited':
      return { problem: 'sms_limited', until: result.until } as const
    case 'sms_unavailable':
      return { problem: 'sms_unavailable' } as const
    case 'sms_failed':
      return { problem: 'sms_failed' } as const
    case 'not_found':
      return { problem: 'method_not_allowed' } as const
    default:
      return refuseStep(result)
  }
}
