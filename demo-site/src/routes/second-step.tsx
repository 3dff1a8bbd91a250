/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { completeSignIn } from '../auth/complete-sign-in.ts'
import { clearChallengeToken, readChallengeToken, setTrustedComputer } from '../auth/cookies.ts'
import { findHeldUntil } from '../auth/own-ways.ts'
import { secondStepPaths } from '../auth/second-step-path.ts'
import { findPerson, type Person } from '../data/people.ts'
import { findProven } from '../data/sessions.ts'
import { readBrowserName } from '../http/browser-name.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { CancelSignIn } from '../views/cancel-sign-in.tsx'
import { cancelSignInRoutes } from './cancel-sign-in.tsx'
import { type Answer, blockUntil, type Question, type QuestionKind } from './question.tsx'
import { questionRoutes } from './question-routes.ts'

/**
 * The second step of a sign-in: a code from the app, by SMS, or a recovery code. There is no session here. Who is signing
 * in, and whether they still may, is asked of Countersign with the token from the waiting cookie, at every request.
 */
export function secondStepRoutes(site: Site): Hono<SiteEnv> {
  const kind: QuestionKind = {
    paths: secondStepPaths,
    openedBy: 'password',
    words: ({ text }) => ({
      title: null,
      lead: text.code.signingInAs,
      submit: text.code.submit,
      noFactor: text.code.suspended,
      suspended: text.signIn.passwordChangeRequired,
      locked: text.code.locked,
    }),
    leave: (page, { token }) => <CancelSignIn page={page} token={token} />,
    find: (c, next) => findWaiting(c, site, kind, next),
    judge: (c, question, answer) => judge(c, site, question, answer),
    again: async (c, { next }, over) => startAgain(c, next, over),
    sendSms: site.twoFactor.login.sendSms,
  }
  return questionRoutes(site, kind).route('/', cancelSignInRoutes(site))
}

/** The sign-in that waits in this browser, or the answer to give when there is none. */
async function findWaiting(
  c: Context<SiteEnv>,
  site: Site,
  kind: QuestionKind,
  next: string,
): Promise<Question | Response> {
  // A form that was sent twice, or the back button: the person is in already.
  if (c.var.session) return c.redirect(next, 303)
  const token = readChallengeToken(c)
  if (token === null) {
    // Its cookie is gone: the code that was sent came too late.
    const notice = c.req.method === 'POST' ? 'ended' : null
    return c.redirect(withQuery('/sign-in', { notice, next }), 303)
  }
  const described = await site.twoFactor.login.describe({ token })
  if (described.status === 'challenge_exhausted') return startAgain(c, next, 'exhausted')
  if (described.status === 'expired') return startAgain(c, next, 'ended')
  const { userId, methods } = described
  const person = await findPerson(site.db, userId)
  if (!person) return startAgain(c, next, 'ended')
  const { trustedDevices: mayTrust } = await site.twoFactor.policy.evaluate({ userId })
  const noFactor = methods.some(({ type }) => type !== 'recovery_code')
    ? null
    : await sayNoFactor(c, site, person)
  const question = { token, person, next, methods, attemptsLeft: null, noFactor, blocked: null, mayTrust }
  return described.status === 'locked'
    ? blockUntil(c, kind, question, described.until)
    : { ...question, attemptsLeft: described.attemptsLeft }
}

/** Null where wrong codes have suspended them all: the page says that by itself. */
async function sayNoFactor(c: Context<SiteEnv>, { twoFactor }: Site, person: Person): Promise<string | null> {
  const { text, locale, now } = c.var.page
  const factors = await twoFactor.factors.list({ userId: person.id })
  if (factors.some(({ state }) => state === 'suspended')) return null
  const heldUntil = findHeldUntil(factors)
  if (heldUntil === null) return text.ownWays.noneUseCode
  return text.ownWays.heldUseCode(formatFor(locale, person).when(heldUntil, now))
}

async function judge(c: Context<SiteEnv>, site: Site, { token, person, next }: Question, answer: Answer) {
  const { method, code, trust } = answer
  const { page } = c.var
  const proven = await findProven(site.db, person.id)
  const result = await site.twoFactor.login.verify({
    token,
    method,
    code,
    ip: clientAddress(c, site.config.trustedProxies),
    // Who had to use a recovery code has lost something: not the moment to trust a computer.
    ...(trust && method !== 'recovery_code' ? { trust: { label: labelComputer(c) } } : {}),
  })
  // A twin of this form, in another process, was first: its session may be there by now, and then `/sign-in` leads on.
  if (
    result.status === 'already_used' &&
    (await site.twoFactor.login.describe({ token })).status === 'expired'
  )
    return startAgain(c, next, 'accepted')
  if (result.status !== 'ok') return result
  const session = await completeSignIn(c, site, { ...proven, factor: true })
  if (session === null) return startAgain(c, next, 'ended')
  if (result.device) setTrustedComputer(c, result.device, page.now)
  if (method !== 'recovery_code') return c.redirect(next ?? '/', 303)
  // Over the page that says how many are left, which leads on.
  return c.redirect(withQuery('/', { notice: 'recovery-used', next: next === '/' ? null : next }), 303)
}

/** What the computer is listed under: `views/computer-name.ts` says it in the language of the page. */
function labelComputer(c: Context<SiteEnv>): string {
  const { security } = c.var.page.text
  const name = readBrowserName(c.req.header('user-agent'))
  return name ? security.computer(name.browser, name.system) : security.unknownComputer
}

function startAgain(
  c: Context<SiteEnv>,
  next: string | null,
  notice: 'ended' | 'exhausted' | 'accepted',
): Response {
  clearChallengeToken(c)
  return c.redirect(withQuery('/sign-in', { notice, next }), 303)
}
