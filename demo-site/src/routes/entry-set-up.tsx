/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingApp } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setEntryProgress } from '../auth/cookies.ts'
import { readForm } from '../http/form.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import { EntryFields } from '../views/account-field.tsx'
import { CancelSignIn } from '../views/cancel-sign-in.tsx'
import { EntryReason } from '../views/entry-reason.tsx'
import { SetUpPage } from '../views/set-up-page.tsx'
import { finishEntry } from './entry-end.ts'
import { entryPhone } from './entry-phone.tsx'
import { type FirstCodeFault, findFirstCodeFault, findOverNotice } from './first-code.ts'
import { endEntry, entryPaths, findOpenEntry, type OpenEntry } from './open-entry.ts'
import { renderScan } from './render-scan.tsx'

const setUp = entryPaths.setUp
const scan = `${setUp}/scan`

/**
 * A new factor as a part of the sign-in: of who has none and must have one, and of who has lost the old one. As in
 * `set-up.tsx`, but the sign-in's token stands where the session's user stands there; the session is made at the end.
 */
export function entrySetUpRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(setUp, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const { methods } = await site.twoFactor.policy.evaluate({ userId: entry.person.id })
      const mayUse = (type: string) => methods?.includes(type) ?? true
      const toPhone = withQuery(entryPhone, { next: entry.next })
      const bySms = mayUse('sms') && sendsSms(site.config)
      if (!mayUse('totp') && bySms) return c.redirect(toPhone, 303)
      return renderSetUp(c, entry, bySms ? toPhone : null)
    })
    .post(setUp, async (c) => {
      const form = await readForm(c, 'next', 'account')
      const entry = await findEntry(c, site, form.next, form.account)
      if (entry instanceof Response) return entry
      const { progress, next } = entry
      if ((await findPending(site, entry)) === null) {
        const begun = await site.twoFactor.enrollment.begin({
          token: progress.token,
          type: 'totp',
          ip: clientAddress(c, site.config.trustedProxies),
        })
        // A factor was set up elsewhere meanwhile: that one is asked for now.
        if (begun.status !== 'pending') return endEntry(c, next, 'ended')
        setEntryProgress(c, { token: progress.token, enrollmentId: begun.enrollmentId })
      }
      return c.redirect(withQuery(scan, { next }), 303)
    })
    .get(scan, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const enrollment = await findPending(site, entry)
      if (enrollment) return showScan(c, entry, enrollment)
      return leaveScan(c, entry, entry.progress.enrollmentId === '' ? null : 'expired')
    })
    .post(scan, (c) => confirm(c, site))
}

const findEntry = (c: Context<SiteEnv>, site: Site, next: string | undefined, account?: string) =>
  findOpenEntry(c, site, { next: localPath(next), page: 'setUp', account })

async function confirm(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'code', 'enrollment', 'next', 'account')
  const entry = await findEntry(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const enrollment = await findPending(site, entry)
  if (!enrollment) return leaveScan(c, entry, 'expired')
  // The form of a tab that shows an older QR code: judging its code against this one would only confuse.
  if (form.enrollment !== enrollment.enrollmentId) {
    return c.redirect(withQuery(scan, { notice: 'stale', next: entry.next }), 303)
  }
  const { text } = c.var.page
  const result = await site.twoFactor.enrollment.confirm({
    token: entry.progress.token,
    enrollmentId: enrollment.enrollmentId,
    code: form.code,
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') return finishEntry(c, site, entry, result)
  const fault = findFirstCodeFault(text, 'totp', result)
  return fault.over === null ? showScan(c, entry, enrollment, fault) : leaveScan(c, entry, fault.over)
}

async function findPending(site: Site, { progress }: OpenEntry): Promise<PendingApp | null> {
  if (progress.enrollmentId === '') return null
  const described = await site.twoFactor.enrollment.describe(progress)
  return described.status === 'pending' && described.type === 'totp' ? described : null
}

/** Where to go when there is nothing to scan: back to the start of the set-up, with a new QR code. */
function leaveScan(
  c: Context<SiteEnv>,
  { progress, next }: OpenEntry,
  notice: 'expired' | 'exhausted' | null,
): Response {
  // A form that comes second leaves the cookie alone: the first may have ended the sign-in well.
  if (notice === 'exhausted') setEntryProgress(c, { ...progress, enrollmentId: '' })
  return c.redirect(withQuery(setUp, { notice, next }), 303)
}

function renderSetUp(
  c: Context<SiteEnv>,
  { next, person, described, progress }: OpenEntry,
  toPhone: string | null,
): Promise<Response> {
  const { page } = c.var
  const { entry } = page.text
  return render(
    c,
    <SetUpPage
      page={page}
      notice={findOverNotice(page.text, 'totp', c.req.query('notice'))}
      action={setUp}
      fields={<EntryFields next={next} address={person.address} />}
      about={
        <p>
          <EntryReason page={page} because={described.because} />{' '}
          {described.because === 'required' ? entry.setUpNow : entry.replaceNow}
        </p>
      }
      toPhone={toPhone}
      leave={<CancelSignIn page={page} token={progress.token} />}
    />,
  )
}

function showScan(
  c: Context<SiteEnv>,
  { next, person, progress }: OpenEntry,
  enrollment: PendingApp,
  fault?: FirstCodeFault,
): Promise<Response> {
  const fields = <EntryFields next={next} address={person.address} />
  const leave = <CancelSignIn page={c.var.page} token={progress.token} />
  return renderScan(c, enrollment, { action: scan, fields, leave }, fault)
}
