/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingSms } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setEntryProgress } from '../auth/cookies.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { isFormId, newFormId } from '../data/sent-forms.ts'
import { findFactorNameFault } from '../http/factor-name.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { stayAt } from '../http/page.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { EntryFields } from '../views/account-field.tsx'
import { AddPhonePage } from '../views/add-phone-page.tsx'
import { CancelSignIn } from '../views/cancel-sign-in.tsx'
import { EntryReason } from '../views/entry-reason.tsx'
import { nameRequiring } from '../views/requirement.ts'
import { beginPhone } from './begin-phone.ts'
import { confirmEntry, findEntry, findEntryPending } from './entry-enrollment.ts'
import { type FirstCodeFault, findOverNotice } from './first-code.ts'
import { findNumberRefusal, type NumberOutcome } from './number-refusal.ts'
import { endEntry, entryPaths, type OpenEntry } from './open-entry.ts'
import { renderPhoneCode } from './render-phone-code.tsx'
import { resendCode } from './resend-code.ts'
import type { SmsRefusal } from './sms-refusal.ts'

export const entryPhone = `${entryPaths.setUp}/phone`
const code = `${entryPhone}/code`

/** A phone number in the place of an app, inside a sign-in that leads to a new factor; see `entry-set-up.tsx`. */
export function entryPhoneRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(entryPhone, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const notice = findOverNotice(c.var.page.text, 'sms', c.req.query('notice'))
      return renderNumber(c, site, entry, { notice, ...takeUnsentForm(c, site, 'number', 'name') })
    })
    .post(entryPhone, (c) => begin(c, site))
    .get(code, async (c) => {
      const entry = await findEntry(c, site, c.req.query('next'))
      if (entry instanceof Response) return entry
      const pending = await findEntryPending(site, entry, 'sms')
      return pending ? renderCode(c, entry, pending, {}) : toNumber(c, entry, 'expired')
    })
    .post(code, (c) =>
      confirmEntry(c, site, 'sms', {
        leave: (entry, why) => toNumber(c, entry, why),
        toCurrent: (entry) => toCode(c, entry, 'stale'),
        show: (entry, pending, fault) => renderCode(c, entry, pending, { fault }),
      }),
    )
    .post(`${code}/send`, (c) => resend(c, site))
    .get(`${code}/send`, (c) => c.redirect(code))
}

async function begin(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'form', 'number', 'name', 'next', 'account')
  const entry = await findEntry(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const { progress, next } = entry
  if (!isFormId(form.form)) return toNumber(c, entry, null)
  const { number, name } = form
  const nameError = findFactorNameFault(c.var.page.text, name)
  if (nameError !== null) return renderNumber(c, site, entry, { number, name, nameError, status: 422 })
  const ip = clientAddress(c, site.config.trustedProxies)
  const asked = { token: progress.token, type: 'sms', number, label: name, ip } as const
  const begun = await beginPhone(c, site, form.form, asked, {
    keep: (enrollmentId) => setEntryProgress(c, { token: progress.token, enrollmentId }),
    toCode: (notice) => toCode(c, entry, notice),
  })
  if (begun instanceof Response) return begun
  const refusal = findNumberRefusal(c, begun)
  if (refusal !== null) {
    return renderNumber(c, site, entry, { ...refusal, number, name })
  }
  // Forbidden since the page was shown: an app it is. Else a factor was set up elsewhere, and is asked for now.
  if (begun.status !== 'method_not_allowed') return endEntry(c, next, 'ended')
  return c.redirect(withQuery(entryPaths.setUp, { next }), 303)
}

async function resend(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'enrollment', 'next', 'account')
  const entry = await findEntry(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const pending = await findEntryPending(site, entry, 'sms')
  if (!pending) return toNumber(c, entry, 'expired')
  // A code to another number than the one that the form shows is not what was asked for.
  if (form.enrollment !== pending.enrollmentId) return toCode(c, entry, 'stale')
  return resendCode(c, site, entry.progress, {
    toCode: (notice) => toCode(c, entry, notice),
    refuse: (refusal) => renderCode(c, entry, pending, { refusal }),
    leave: () => toNumber(c, entry, 'expired'),
  })
}

function toNumber(c: Context, { next }: OpenEntry, notice: 'expired' | 'exhausted' | null): Response {
  return c.redirect(withQuery(entryPhone, { notice, next }), 303)
}

const toCode = (c: Context, { next }: OpenEntry, notice: 'sent' | 'failed' | 'stale' | null): Response =>
  c.redirect(withQuery(code, { notice, next }), 303)

async function renderNumber(
  c: Context<SiteEnv>,
  site: Site,
  { next, person, progress, described: { because } }: OpenEntry,
  outcome: NumberOutcome,
): Promise<Response> {
  stayAt(c, withQuery(entryPhone, { next }))
  const { page } = c.var
  const { entry } = page.text
  const { methods, because: reasons } = await site.twoFactor.policy.evaluate({ userId: person.id })
  const mayUseApp = methods?.includes('totp') ?? true
  return render(
    c,
    <AddPhonePage
      page={page}
      formId={newFormId()}
      country={site.config.smsCountries[0] ?? ''}
      action={entryPhone}
      fields={<EntryFields next={next} address={person.address} />}
      about={
        <p>
          <EntryReason {...{ page, because }} requiredBy={nameRequiring(page, person, reasons)} />{' '}
          {because === 'bypass' ? entry.replaceByNumberNow : entry.numberNow}
        </p>
      }
      leave={<CancelSignIn page={page} token={progress.token} />}
      useApp={mayUseApp ? withQuery(entryPaths.setUp, { next }) : null}
      replaced={null}
      number={outcome.number ?? ''}
      name={outcome.name ?? ''}
      error={outcome.error ?? null}
      nameError={outcome.nameError ?? null}
      refused={outcome.refused ?? null}
      notice={outcome.notice ?? null}
    />,
    outcome.status ?? 200,
  )
}

function renderCode(
  c: Context<SiteEnv>,
  { next, person, progress }: OpenEntry,
  pending: PendingSms,
  outcome: { fault?: FirstCodeFault; refusal?: SmsRefusal },
): Promise<Response> {
  stayAt(c, withQuery(code, { next }))
  const ways = {
    action: code,
    fields: <EntryFields next={next} address={person.address} />,
    otherNumber: withQuery(entryPhone, { next }),
    leave: <CancelSignIn page={c.var.page} token={progress.token} />,
  }
  return renderPhoneCode(c, pending, ways, outcome)
}
