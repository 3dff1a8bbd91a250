import type { ChallengeMethod, LoginVerified, SmsSent } from 'countersign'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { clientAddress } from '../auth/client-address.ts'
import { provePassword } from '../auth/prove-password.ts'
import { endSession, sessionAbsoluteMs, startSession } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { defineOperation, serveOperation } from './operation.ts'
import {
  challengeReference,
  pendingBody,
  sessionBody,
  signInBody,
  smsBody,
  smsSentBody,
  verifyBody,
} from './schemas.ts'

const signIn = defineOperation({
  ...{ id: 'signIn', method: 'POST', path: '/sessions', bearer: false },
  summary: 'The first step of a sign-in: the password.',
  body: signInBody,
  answers: { 200: pendingBody, 201: sessionBody },
  problems: ['wrong_credentials', 'too_many_attempts', 'factor_locked', 'password_change_required'],
})

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

const cancel = defineOperation({
  ...{ id: 'cancel', method: 'POST', path: '/sessions/cancel', bearer: false },
  summary: 'Calls off a sign-in that waits for its second step.',
  body: challengeReference,
  answers: { 204: z.null() },
  problems: [],
})

const signOut = defineOperation({
  ...{ id: 'signOut', method: 'DELETE', path: '/sessions/current', bearer: true },
  summary: 'Ends the session. Its token is worth nothing from then on.',
  body: null,
  answers: { 204: z.null() },
  problems: [],
})

export const sessionOperations = [signIn, sendSms, verify, cancel, signOut]

/**
 * Signing in without a browser: the same two steps as on the pages, the same limits and the same record. The token of a
 * sign-in that waits opens `verify`, `sms` and `cancel` and nothing else.
 */
export function serveSessions(api: Hono<SiteEnv>, site: Site): void {
  const { twoFactor, config } = site
  const ipOf = (c: Context<SiteEnv>) => clientAddress(c, config.trustedProxies)

  serveOperation(api, site, signIn, async ({ c, body }) => {
    const proven = await provePassword(c, site, body, 'api')
    if (proven.status === 'wrong') return { problem: 'wrong_credentials' }
    if (proven.status === 'limited') return { problem: 'too_many_attempts', until: proven.until }
    const { userId } = proven
    const device = body.device === undefined ? {} : { device: body.device }
    const begun = await twoFactor.login.begin({ userId, ip: ipOf(c), ...device })
    switch (begun.status) {
      case 'complete': {
        const trusted = begun.reason === 'trusted_device'
        const session = await completeByApi(c, site, { userId, factor: trusted })
        if (trusted) return { status: 201, body: { ...session, ...toDevice(begun) } }
        const { deadline } = begun
        return {
          status: 201,
          body: { ...session, ...(deadline ? { factorRequiredFrom: toIso(deadline) } : {}) },
        }
      }
      case 'challenge': {
        const { token: challenge, expiresAt } = begun
        const methods = listMethods(begun.methods)
        return {
          status: 200,
          body: { status: 'challenge' as const, challenge, methods, expiresAt: toIso(expiresAt) },
        }
      }
      case 'enroll': {
        // Setting up takes a picture to scan and codes to save: that is done on the site. Its sign-in begins anew there.
        await twoFactor.login.cancelEntry({ token: begun.token })
        const { because } = begun
        const message = c.var.page.text.api.setUpOnTheWeb
        return {
          status: 200,
          body: { status: 'enroll' as const, because, message, url: `${config.baseUrl}/sign-in` },
        }
      }
      case 'locked':
        return { problem: 'factor_locked', until: begun.until }
      case 'password_change_required':
        return { problem: 'password_change_required' }
    }
  })

  serveOperation(api, site, sendSms, async ({ c, body: { challenge: token, factor } }) => {
    const factorId = factor === undefined ? {} : { factorId: factor }
    const sent = await twoFactor.login.sendSms({ token, ip: ipOf(c), ...factorId })
    if (sent.status !== 'sent') return refuseSms(sent)
    const { number, expiresAt, resendAt } = sent
    const again = resendAt === null ? null : toIso(resendAt)
    return {
      status: 200,
      body: { status: 'sent' as const, number, expiresAt: toIso(expiresAt), resendAt: again },
    }
  })

  serveOperation(api, site, verify, async ({ c, body: { challenge: token, method, code, trust } }) => {
    const wish = trust === undefined ? {} : { trust }
    const verified = await twoFactor.login.verify({ token, method, code, ip: ipOf(c), ...wish })
    if (verified.status !== 'ok') return refuseCode(verified)
    const session = await completeByApi(c, site, { userId: verified.userId, factor: true })
    return { status: 201, body: { ...session, ...toDevice(verified) } }
  })

  serveOperation(api, site, cancel, async ({ body }) => {
    await twoFactor.login.cancel({ token: body.challenge })
    return { status: 204, body: null }
  })

  serveOperation(api, site, signOut, async ({ caller }) => {
    await endSession(site.db, caller().token)
    return { status: 204, body: null }
  })
}

/** Makes the session, once nothing more is to be proven. Of the API: no cookie of the site will ever do for it. */
async function completeByApi(
  c: Context<SiteEnv>,
  site: Site,
  { userId, factor }: { userId: string; factor: boolean },
): Promise<{ status: 'complete'; token: string; expiresAt: string }> {
  const now = site.clock.now()
  const token = await startSession(site.db, { userId, now, factorAt: factor ? now : null, channel: 'api' })
  site.log.info('sign_in.completed', { id: c.var.requestId, user: userId, factor, channel: 'api' })
  return { status: 'complete', token, expiresAt: toIso(now + sessionAbsoluteMs) }
}

function refuseCode(result: Exclude<LoginVerified, { status: 'ok' }>) {
  switch (result.status) {
    case 'invalid':
    case 'already_used':
    case 'clock_skew': {
      const { attemptsLeft, until } = result
      // The failure that pauses the step says so itself.
      if (until !== undefined) return { problem: 'factor_locked', until } as const
      if (result.status === 'clock_skew')
        return { problem: 'clock_skew', attemptsLeft, direction: result.direction } as const
      const problem = result.status === 'invalid' ? 'code_invalid' : 'code_already_used'
      return { problem, attemptsLeft } as const
    }
    case 'malformed':
      return { problem: 'code_malformed' } as const
    case 'method_not_allowed':
      return { problem: 'method_not_allowed' } as const
    case 'locked':
      return { problem: 'factor_locked', until: result.until } as const
    case 'suspended':
      return { problem: 'factor_suspended' } as const
    case 'challenge_exhausted':
      return { problem: 'challenge_exhausted' } as const
    case 'expired':
      return { problem: 'challenge_expired' } as const
  }
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
    case 'locked':
      return { problem: 'factor_locked', until: result.until } as const
    case 'suspended':
      return { problem: 'factor_suspended' } as const
    case 'challenge_exhausted':
      return { problem: 'challenge_exhausted' } as const
    case 'expired':
      return { problem: 'challenge_expired' } as const
    case 'method_not_allowed':
    case 'not_found':
      return { problem: 'method_not_allowed' } as const
  }
}

/** A sign-in takes these; the mailed code belongs to a set-up, which is done on the site. */
function listMethods(methods: readonly ChallengeMethod[]) {
  return methods.flatMap(({ type, ...method }) => (type === 'mailed_code' ? [] : [{ ...method, type }]))
}

function toDevice({ device }: { device?: { token: string; expiresAt: number } }) {
  return device ? { device: { token: device.token, expiresAt: toIso(device.expiresAt) } } : {}
}

function toIso(at: number): string {
  return new Date(at).toISOString()
}
