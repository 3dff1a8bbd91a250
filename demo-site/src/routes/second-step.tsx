/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { completeSignIn } from '../auth/complete-sign-in.ts'
import {
  clearChallengeToken,
  clearEntryProgress,
  readChallengeToken,
  readEntryProgress,
} from '../auth/cookies.ts'
import { findPerson, type Person } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { CodePage, type WaitingProps } from '../views/code-page.tsx'
import { RecoveryPage } from '../views/recovery-page.tsx'
import { findVerdict } from './code-verdict.ts'

/**
 * The second step of a sign-in: a code from the app, or a recovery code. There is no session here. Who is signing in, and
 * whether they still may, is asked of Countersign with the token from the waiting cookie, at every request.
 */
export function secondStepRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get('/sign-in/code', (c) => showStep(c, site, 'totp'))
    .post('/sign-in/code', (c) => judgeCode(c, site, 'totp'))
    .get('/sign-in/recovery', (c) => showStep(c, site, 'recovery_code'))
    .post('/sign-in/recovery', (c) => judgeCode(c, site, 'recovery_code'))
    .post('/sign-in/cancel', async (c) => {
      await readForm(c)
      const token = readChallengeToken(c)
      if (token !== null) await site.twoFactor.login.cancel({ token })
      clearChallengeToken(c)
      const entry = readEntryProgress(c)
      if (entry !== null) await site.twoFactor.login.cancelEntry({ token: entry.token })
      clearEntryProgress(c)
      return c.redirect(withQuery('/sign-in', { notice: 'cancelled' }), 303)
    })
    .get('/sign-in/cancel', (c) => c.redirect('/sign-in'))
}

async function showStep(
  c: Context<SiteEnv>,
  site: Site,
  method: 'totp' | 'recovery_code',
): Promise<Response> {
  const next = localPath(c.req.query('next'))
  const waiting = await findWaiting(c, site, next)
  if (waiting instanceof Response) return waiting
  return renderStep(c, method, waiting)
}

async function judgeCode(
  c: Context<SiteEnv>,
  site: Site,
  method: 'totp' | 'recovery_code',
): Promise<Response> {
  const form = await readForm(c, 'code', 'next')
  const next = localPath(form.next)
  const waiting = await findWaiting(c, site, next)
  if (waiting instanceof Response) return waiting

  const { text, now } = c.var.page
  const result = await site.twoFactor.login.verify({
    token: waiting.token,
    method,
    code: form.code,
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') {
    await completeSignIn(c, site, { userId: result.userId, factor: true })
    return c.redirect(method === 'totp' ? next : '/?notice=recovery-used', 303)
  }
  const { status, error, attemptsLeft, until, over, suspended } = findVerdict(text, method, result)
  if (until !== null) {
    setRetryAfter(c, until, now)
    return renderStep(c, method, { ...waiting, lockedUntil: until }, 429)
  }
  if (over !== null) return startAgain(c, next, over)
  const left = attemptsLeft ?? waiting.attemptsLeft
  const shown = { ...waiting, error, attemptsLeft: left, suspended: suspended || waiting.suspended }
  return renderStep(c, method, shown, status)
}

interface Waiting {
  token: string
  next: string
  person: Person
  attemptsLeft: number | null
  lockedUntil: number | null
  /** True when no authenticator app of this person may be used. */
  suspended: boolean
  hasRecoveryCodes: boolean
  error: string | null
}

/** The sign-in that waits in this browser, or the answer to give when there is none. */
async function findWaiting(c: Context<SiteEnv>, site: Site, next: string): Promise<Waiting | Response> {
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
  const person = await findPerson(site.db, described.userId)
  if (!person) return startAgain(c, next, 'ended')
  const lockedUntil = described.status === 'locked' ? described.until : null
  if (lockedUntil !== null) setRetryAfter(c, lockedUntil, c.var.page.now)
  return {
    token,
    next,
    person,
    attemptsLeft: described.status === 'open' ? described.attemptsLeft : null,
    lockedUntil,
    suspended: !described.methods.some(({ type }) => type === 'totp'),
    hasRecoveryCodes: described.methods.some(({ type }) => type === 'recovery_code'),
    error: null,
  }
}

function renderStep(
  c: Context<SiteEnv>,
  method: 'totp' | 'recovery_code',
  waiting: Waiting,
  status: 200 | 400 | 422 | 429 = waiting.lockedUntil === null ? 200 : 429,
): Promise<Response> {
  const { page } = c.var
  const { next, person, error, attemptsLeft, lockedUntil } = waiting
  const format = formatFor(page.locale, person)
  const locked = lockedUntil === null ? null : page.text.code.locked(format.until(lockedUntil, page.now))
  const common: WaitingProps = { page, next, address: person.address, error, attemptsLeft, locked }
  return render(
    c,
    method === 'totp' ? (
      <CodePage {...common} suspended={waiting.suspended} />
    ) : (
      <RecoveryPage {...common} hasCodes={waiting.hasRecoveryCodes} />
    ),
    status,
  )
}

function startAgain(c: Context<SiteEnv>, next: string, notice: 'ended' | 'exhausted'): Response {
  clearChallengeToken(c)
  return c.redirect(withQuery('/sign-in', { notice, next }), 303)
}
