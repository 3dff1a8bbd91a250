/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingApp, PolicyEvaluation } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setEntryProgress } from '../auth/cookies.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { stayAt } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import { EntryFields } from '../views/account-field.tsx'
import { CancelSignIn } from '../views/cancel-sign-in.tsx'
import { EntryReason } from '../views/entry-reason.tsx'
import { nameRequiring } from '../views/requirement.ts'
import { SetUpPage } from '../views/set-up-page.tsx'
import { confirmEntry, findEntry, findEntryPending } from './entry-enrollment.ts'
import { entryPhone } from './entry-phone.tsx'
import { type FirstCodeFault, findOverNotice } from './first-code.ts'
import { endEntry, entryPaths, type OpenEntry } from './open-entry.ts'
import { renderScan } from './render-scan.tsx'

const setUp = entryPaths.setUp
const scan = `${setUp}/scan`
const overtaken = 'overtaken'

/**
 * A new factor as a part of the sign-in: of who has none and must have one, and of who has lost the old one. As in
 * `set-up.tsx`, but the sign-in's token stands where the session's user stands there; the session is made at the end.
 */
export function entrySetUpRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(setUp, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const { methods, because } = await site.twoFactor.policy.evaluate({ userId: entry.person.id })
      const mayUse = (type: string) => methods?.includes(type) ?? true
      const notice = c.req.query('notice') ?? null
      const toPhone = withQuery(entryPhone, {
        next: entry.next,
        notice: notice?.startsWith(overtaken) ? notice : null,
      })
      const bySms = mayUse('sms') && sendsSms(site.config)
      if (!mayUse('totp') && bySms) return c.redirect(toPhone, 303)
      return renderSetUp(c, entry, because, bySms ? toPhone : null)
    })
    .post(setUp, async (c) => {
      const form = await readForm(c, 'next', 'account', 'notice')
      const entry = await findEntry(c, site, form.next, form.account)
      if (entry instanceof Response) return entry
      const { progress, next } = entry
      if ((await findEntryPending(site, entry, 'totp')) === null) {
        const begun = await site.twoFactor.enrollment.begin({
          token: progress.token,
          type: 'totp',
          ip: clientAddress(c, site.config.trustedProxies),
        })
        // A factor was set up elsewhere meanwhile: that one is asked for now.
        if (begun.status !== 'pending') return endEntry(c, next, 'ended')
        setEntryProgress(c, { token: progress.token, enrollmentId: begun.enrollmentId })
      }
      return c.redirect(withQuery(scan, { notice: form.notice === overtaken ? 'stale' : null, next }), 303)
    })
    .get(scan, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const enrollment = await findEntryPending(site, entry, 'totp')
      if (enrollment) return showScan(c, entry, enrollment)
      return leaveScan(c, entry, entry.progress.enrollmentId === '' ? null : 'expired')
    })
    .post(scan, (c) =>
      confirmEntry(c, site, 'totp', {
        leave: (entry, why) => leaveScan(c, entry, why),
        toCurrent: ({ next }) => c.redirect(withQuery(scan, { notice: 'stale', next }), 303),
        show: (entry, enrollment, fault) => showScan(c, entry, enrollment, fault),
      }),
    )
}

/** Whether the person had begun this in a session that a policy has ended since: that QR code is in their app already. */
const isOvertaken = (c: Context<SiteEnv>) => c.req.query('notice') === overtaken

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
  reasons: PolicyEvaluation['because'],
  toPhone: string | null,
): Promise<Response> {
  const { page } = c.var
  const { entry } = page.text
  const { because } = described
  return render(
    c,
    <SetUpPage
      page={page}
      notice={findOverNotice(page.text, 'totp', c.req.query('notice'))}
      action={setUp}
      fields={
        <>
          <EntryFields next={next} address={person.address} />
          {isOvertaken(c) && <input type="hidden" name="notice" value={overtaken} />}
        </>
      }
      about={
        <p>
          <EntryReason {...{ page, because }} requiredBy={nameRequiring(page, person, reasons)} />{' '}
          {because === 'bypass' ? entry.replaceNow : entry.setUpNow}
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
  stayAt(c, withQuery(scan, { next }))
  const fields = <EntryFields next={next} address={person.address} />
  const leave = <CancelSignIn page={c.var.page} token={progress.token} />
  return renderScan(c, enrollment, { action: scan, fields, leave }, fault)
}
