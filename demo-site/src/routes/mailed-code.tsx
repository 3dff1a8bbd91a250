/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setEntryProgress } from '../auth/cookies.ts'
import { findOwnWays } from '../auth/own-ways.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import { stayAt } from '../http/page.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { MailedCodePage } from '../views/mailed-code-page.tsx'
import { findVerdict } from './code-verdict.ts'
import { endEntry, entryPaths, findOpenEntry, type OpenEntry, toSetUp } from './open-entry.ts'

const path = entryPaths.mailedCode

/**
 * The code from the mail, in a sign-in of somebody whose old factor is out of use. After a reset whoever has the password
 * would otherwise be the first to set up a factor.
 */
export function mailedCodeRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const entry = await findWaiting(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      return renderCode(c, site, entry, { sent: c.req.query('notice') === 'sent' })
    })
    .post(path, (c) => judgeCode(c, site))
    .post(`${path}/resend`, (c) => resend(c, site))
    .get(`${path}/resend`, (c) => c.redirect(path))
}

const findWaiting = (c: Context<SiteEnv>, site: Site, next: string | undefined, account?: string) =>
  findOpenEntry(c, site, { next: localPath(next), page: 'mailedCode', account })

async function judgeCode(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'code', 'next', 'account')
  const entry = await findWaiting(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const { next, progress } = entry
  const result = await site.twoFactor.login.prove({
    token: progress.token,
    code: form.code,
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') {
    setEntryProgress(c, { token: result.token, enrollmentId: '' })
    return toSetUp(c, next)
  }
  // A twin of this form, in another process, was first.
  if (
    result.status === 'already_used' &&
    (await site.twoFactor.login.describeEntry(progress)).status === 'accepted'
  )
    return toSetUp(c, next)
  const verdict = findVerdict(c.var.page.text, 'mailed_code', result)
  if (verdict.until !== null) return renderCode(c, site, entry, { lockedUntil: verdict.until })
  if (verdict.suspended) return endEntry(c, next, 'password-change-required')
  if (verdict.over === 'exhausted') return endEntry(c, next, 'exhausted')
  // Used up a moment ago: see `findOpenEntry` for who comes second.
  if (verdict.over === 'ended') return toSetUp(c, next)
  const { error, status } = verdict
  const attemptsLeft = verdict.attemptsLeft ?? entry.described.attemptsLeft
  return renderCode(c, site, { ...entry, described: { ...entry.described, attemptsLeft } }, { error, status })
}

async function resend(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'next', 'account')
  const entry = await findWaiting(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const { next, progress, described } = entry
  const result = await site.twoFactor.login.resendProof({ token: progress.token })
  switch (result.status) {
    case 'sent':
      return c.redirect(withQuery(path, { notice: 'sent', next }), 303)
    case 'too_soon':
      setRetryAfter(c, result.until, c.var.page.now)
      return renderCode(
        c,
        site,
        { ...entry, described: { ...described, resendAt: result.until } },
        { status: 429 },
      )
    case 'locked':
      return renderCode(c, site, entry, { lockedUntil: result.until })
    case 'no_more':
      return c.redirect(withQuery(path, { next }), 303)
    case 'challenge_exhausted':
      return endEntry(c, next, 'exhausted')
    case 'expired':
      return endEntry(c, next, 'ended')
  }
}

interface Outcome {
  error?: string | null
  status?: 400 | 422 | 429
  sent?: boolean
  lockedUntil?: number
}

async function renderCode(
  c: Context<SiteEnv>,
  site: Site,
  entry: OpenEntry,
  outcome: Outcome,
): Promise<Response> {
  const { person, next, described } = entry
  stayAt(c, withQuery(path, { next }))
  const { page } = c.var
  const { error = null, sent = false, lockedUntil = described.lockedUntil } = outcome
  const format = formatFor(page.locale, person)
  if (lockedUntil !== null) setRetryAfter(c, lockedUntil, page.now)
  const { resendAt, because } = described
  const { heldUntil, left } = await findOwnWays(site, described)
  return render(
    c,
    <MailedCodePage
      page={page}
      token={entry.progress.token}
      next={next}
      address={person.address}
      because={because}
      held={heldUntil === null ? null : page.text.ownWays.held(format.when(heldUntil, page.now))}
      own={left}
      validUntil={format.until(described.expiresAt, page.now)}
      error={error}
      attemptsLeft={described.attemptsLeft}
      locked={lockedUntil === null ? null : page.text.code.locked(format.when(lockedUntil, page.now))}
      sent={sent}
      mayResend={resendAt !== null}
      resendFrom={resendAt !== null && resendAt > page.now ? format.from(resendAt, page.now) : null}
    />,
    lockedUntil === null ? (outcome.status ?? 200) : 429,
  )
}
