import type { ChallengeMethod } from 'countersign'
import type { Hono } from 'hono'
import { z } from 'zod'
import { beginLogin } from '../auth/begin-login.ts'
import { clientAddress } from '../auth/client-address.ts'
import { provePassword } from '../auth/prove-password.ts'
import { endSession } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { completeByApi, handOutDevice, toIso } from './new-session.ts'
import { defineOperation, serveOperation } from './operation.ts'
import { challengeReference, pendingBody, sessionBody, signInBody } from './schemas.ts'

const signIn = defineOperation({
  ...{ id: 'signIn', method: 'POST', path: '/sessions', bearer: false },
  summary: 'The first step of a sign-in: the password.',
  body: signInBody,
  answers: { 200: pendingBody, 201: sessionBody },
  problems: [
    ...(['wrong_credentials', 'too_many_attempts', 'factor_locked', 'too_many_mails'] as const),
    ...(['password_change_required'] as const),
  ],
})

const cancel = defineOperation({
  ...{ id: 'cancel', method: 'POST', path: '/sessions/cancel', bearer: false },
  summary: 'Calls off a sign-in that waits for a code or for a new authenticator app.',
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

const setUpMethods = ['totp', 'sms'] as const

export const sessionOperations = [signIn, cancel, signOut]

/**
 * Signing in without a browser: the same steps as on the pages, the same limits and the same record. The challenge of a
 * sign-in that waits opens its next step, and `cancel`, and nothing else.
 */
export function serveSessions(api: Hono<SiteEnv>, site: Site): void {
  const { twoFactor, config } = site

  serveOperation(api, site, signIn, async ({ c, body }) => {
    const proven = await provePassword(c, site, body, 'api')
    if (proven.status === 'wrong') return { problem: 'wrong_credentials' }
    if (proven.status === 'limited') return { problem: 'too_many_attempts', until: proven.until }
    const { device, factor } = body
    const begun = await beginLogin(c, site, proven, { device, withFactor: factor === 'own' })
    switch (begun.status) {
      case 'complete': {
        const trusted = begun.reason === 'trusted_device'
        const session = await completeByApi(c, site, { ...proven, factor: trusted })
        if (session === null) return { problem: 'wrong_credentials' }
        if (trusted)
          return { status: 201, body: { ...session, ...(await handOutDevice(site, proven.userId, begun)) } }
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
        const { because, proof, token: challenge, expiresAt } = begun
        const { setUpAfterCode, setUpNow, setUpNumber } = c.var.page.text.api
        const allowed = (await twoFactor.policy.evaluate({ userId: proven.userId })).methods
        const methods = setUpMethods.filter((type) => allowed?.includes(type) ?? true)
        const here = proof === 'mailed' ? setUpAfterCode : setUpNow
        return {
          status: 200,
          body: {
            ...{ status: 'enroll' as const, because, proof, challenge, expiresAt: toIso(expiresAt), methods },
            ...{ message: methods.includes('totp') ? here : setUpNumber, url: `${config.baseUrl}/sign-in` },
          },
        }
      }
      case 'wrong':
        return { problem: 'wrong_credentials' }
      case 'locked':
        return { problem: 'factor_locked', until: begun.until }
      case 'too_many_mails':
        return { problem: 'too_many_mails', until: begun.until }
      case 'password_change_required':
        return { problem: 'password_change_required' }
    }
  })

  serveOperation(api, site, cancel, async ({ c, body }) => {
    const waiting = { token: body.challenge, ip: clientAddress(c, config.trustedProxies) }
    await twoFactor.login.cancel(waiting)
    await twoFactor.login.cancelEntry(waiting)
    return { status: 204, body: null }
  })

  serveOperation(api, site, signOut, async ({ caller }) => {
    await endSession(site.db, caller().token)
    return { status: 204, body: null }
  })
}

/** A sign-in takes these; the mailed code belongs to a set-up, which is done on the site. */
function listMethods(methods: readonly ChallengeMethod[]) {
  return methods.flatMap(({ type, ...method }) => (type === 'mailed_code' ? [] : [{ ...method, type }]))
}
