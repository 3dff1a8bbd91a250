import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { setRetryAfter } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import type { Catalogue } from '../text/catalogue.ts'

type Words = Catalogue['api']

const problem = <Status extends ContentfulStatusCode>(status: Status, title: (words: Words) => string) => ({
  status,
  title,
})

/** Everything that the API can refuse. A code never changes its meaning; the title is for people, in their language. */
export const problems = {
  malformed_request: problem(400, (words) => words.malformedRequest),
  unauthorized: problem(401, (words) => words.unauthorized),
  forbidden: problem(403, (words) => words.forbidden),
  not_found: problem(404, (words) => words.notFound),
  too_large: problem(413, (words) => words.tooLarge),
  unsupported_media_type: problem(415, (words) => words.unsupportedMediaType),
  other_host: problem(421, (words) => words.otherHost),
  server_error: problem(500, (words) => words.serverError),
  wrong_credentials: problem(422, (words) => words.wrongCredentials),
  too_many_attempts: problem(429, (words) => words.tooManyAttempts),
  factor_locked: problem(429, (words) => words.factorLocked),
  too_many_mails: problem(429, (words) => words.tooManyMails),
  password_change_required: problem(403, (words) => words.passwordChangeRequired),
  code_malformed: problem(400, (words) => words.codeMalformed),
  code_invalid: problem(422, (words) => words.codeInvalid),
  code_already_used: problem(422, (words) => words.codeAlreadyUsed),
  clock_skew: problem(422, (words) => words.clockSkew),
  method_not_allowed: problem(422, (words) => words.methodNotAllowed),
  factor_suspended: problem(403, (words) => words.factorSuspended),
  challenge_exhausted: problem(410, (words) => words.challengeExhausted),
  challenge_expired: problem(410, (words) => words.challengeExpired),
  sms_too_soon: problem(429, (words) => words.smsTooSoon),
  sms_limited: problem(429, (words) => words.smsLimited),
  sms_unavailable: problem(409, (words) => words.smsUnavailable),
  sms_failed: problem(502, (words) => words.smsFailed),
} as const

export type ProblemCode = keyof typeof problems

/** RFC 9457, with what a program may want to know besides. */
export const problemBody = (codes: readonly ProblemCode[]) =>
  z.object({
    type: z.literal('about:blank'),
    title: z.string().describe('For people, in the language of Accept-Language.'),
    status: z.int(),
    code: z.enum(codes).describe('For programs. Never changes its meaning.'),
    fields: z.array(z.string()).optional().describe('What in the request is wrong.'),
    attemptsLeft: z.int().optional().describe('Codes that may still be tried in this sign-in.'),
    direction: z.enum(['ahead', 'behind']).optional().describe('Where the clock of the phone is.'),
    until: z.iso.datetime().optional().describe('When to try again; Retry-After says the same in seconds.'),
  })

export interface ProblemFacts {
  fields?: string[]
  attemptsLeft?: number
  direction?: 'ahead' | 'behind'
  /** Milliseconds since 1970. */
  until?: number
}

export function sendProblem(c: Context<SiteEnv>, code: ProblemCode, facts: ProblemFacts = {}): Response {
  const { status, title } = problems[code]
  const { until, ...rest } = facts
  if (until !== undefined) setRetryAfter(c, until, c.var.page.now)
  const body = {
    ...{ type: 'about:blank', title: title(c.var.page.text.api), status, code, ...rest },
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
  }
  c.header('Content-Language', c.var.page.locale)
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}
