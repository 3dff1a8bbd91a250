import type { Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { endSessionsWithoutFactor, findProven } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { completeByApi, keepLocale, toIso } from './new-session.ts'
import { defineOperation, serveOperation } from './operation.ts'
import { refuseCode } from './refused-code.ts'
import {
  challengeReference,
  confirmBody,
  enrolledBody,
  pendingAppBody,
  proveBody,
  provenBody,
} from './schemas.ts'

const prove = defineOperation({
  ...{ id: 'prove', method: 'POST', path: '/sessions/proof', bearer: false },
  summary: 'In a sign-in that leads to a new authenticator app: the code that was mailed.',
  body: proveBody,
  answers: { 200: provenBody },
  problems: [
    ...(['code_malformed', 'code_invalid', 'code_already_used', 'clock_skew', 'method_not_allowed'] as const),
    ...(['factor_locked', 'factor_suspended', 'challenge_exhausted', 'challenge_expired'] as const),
  ],
})

const setUp = defineOperation({
  ...{ id: 'setUp', method: 'POST', path: '/sessions/set-up', bearer: false },
  summary:
    'In the same sign-in, after the mailed code where one was asked for: the key of a new authenticator app.',
  body: challengeReference,
  answers: { 200: pendingAppBody },
  problems: ['method_not_allowed', 'challenge_expired'],
})

const confirm = defineOperation({
  ...{ id: 'confirm', method: 'POST', path: '/sessions/set-up/confirm', bearer: false },
  summary: 'Its first code. The app is in use from then on, and the sign-in is complete.',
  body: confirmBody,
  answers: { 201: enrolledBody },
  problems: ['code_malformed', 'code_invalid', 'clock_skew', 'challenge_exhausted', 'challenge_expired'],
})

export const setUpOperations = [prove, setUp, confirm]

/**
 * A sign-in that leads to a new authenticator app: of who has none and must have one, and of who has lost the old one.
 * Numbers of phones are added on the site.
 */
export function serveSetUp(api: Hono<SiteEnv>, site: Site): void {
  const { config } = site
  const { login, enrollment } = site.twoFactor

  serveOperation(api, site, prove, async ({ c, body: { challenge: token, code } }) => {
    const proven = await login.prove({ token, code, ip: clientAddress(c, config.trustedProxies) })
    if (proven.status !== 'ok') return refuseCode(proven)
    return {
      status: 200,
      body: { status: 'proven' as const, challenge: proven.token, expiresAt: toIso(proven.expiresAt) },
    }
  })

  serveOperation(api, site, setUp, async ({ c, body: { challenge: token } }) => {
    const begun = await enrollment.begin({
      token,
      type: 'totp',
      ip: clientAddress(c, config.trustedProxies),
    })
    if (begun.status === 'method_not_allowed') return { problem: 'method_not_allowed' }
    if (begun.status !== 'pending' || begun.type !== 'totp') return { problem: 'challenge_expired' }
    const { enrollmentId, secret, uri, expiresAt } = begun
    return {
      status: 200,
      body: {
        status: 'pending' as const,
        enrollment: enrollmentId,
        secret,
        uri,
        expiresAt: toIso(expiresAt),
      },
    }
  })

  serveOperation(
    api,
    site,
    confirm,
    async ({ c, body: { challenge: token, enrollment: enrollmentId, code } }) => {
      const ip = clientAddress(c, config.trustedProxies)
      const waiting = await login.describeEntry({ token })
      const userId = 'userId' in waiting ? waiting.userId : ''
      const proven = await findProven(site.db, userId)
      // The mail about a right code goes out at once.
      if (waiting.status === 'open' && waiting.proof !== 'mailed') await keepLocale(c, site, userId)
      const confirmed = await enrollment.confirm({ token, enrollmentId, code, ip })
      switch (confirmed.status) {
        case 'ok': {
          const { recoveryCodes } = confirmed
          const session = await completeByApi(c, site, { ...proven, factor: true })
          await endSessionsWithoutFactor(site.db, userId)
          if (session === null) return { problem: 'challenge_expired' }
          return { status: 201, body: { ...session, recoveryCodes } }
        }
        case 'invalid':
          return { problem: 'code_invalid', attemptsLeft: confirmed.attemptsLeft }
        case 'clock_skew': {
          const { direction, attemptsLeft } = confirmed
          return { problem: 'clock_skew', direction, attemptsLeft }
        }
        case 'malformed':
          return { problem: 'code_malformed' }
        case 'challenge_exhausted':
          return { problem: 'challenge_exhausted' }
        case 'expired':
          return { problem: 'challenge_expired' }
      }
    },
  )
}
