/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { showNumber } from '../views/phone-number.ts'
import { CancelSetUp } from '../views/scan-page.tsx'
import { addPhone } from './add-phone.tsx'
import type { FirstCodeFault } from './first-code.ts'
import { renderPhoneCode } from './render-phone-code.tsx'
import { resendCode } from './resend-code.ts'
import { confirmSetUp, findOwnFactor, findPending, leaveSetUp, type Pending } from './set-up-end.ts'
import type { SmsRefusal } from './sms-refusal.ts'

const path = `${addPhone}/code`

/** The code that proves that a phone number is the person's own. */
export function provePhoneRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const pending = await findPhone(c, site)
      if (!pending) return leaveSetUp(c, site, toRetry(c.req.query('replaces'), 'expired'))
      return renderCode(c, site, pending, {})
    })
    .post(path, (c) => confirm(c, site))
    .post(`${path}/send`, (c) => resend(c, site))
    .get(`${path}/send`, (c) => c.redirect(path))
}

async function confirm(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'code', 'enrollment', 'replaces')
  const pending = await findPhone(c, site)
  if (!pending) return leaveSetUp(c, site, toRetry(form.replaces, 'expired'))
  // The form of a tab that waits for the code of an older number.
  if (form.enrollment !== pending.enrollmentId) return c.redirect(toCode(pending, 'stale'), 303)
  const fault = await confirmSetUp(c, site, pending, form.code)
  if (fault instanceof Response) return fault
  return fault.over === null
    ? renderCode(c, site, pending, { fault })
    : leaveSetUp(c, site, toRetry(form.replaces, fault.over))
}

async function resend(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'enrollment', 'replaces')
  const pending = await findPhone(c, site)
  if (!pending) return leaveSetUp(c, site, toRetry(form.replaces, 'expired'))
  // A code to another number than the one that the form shows is not what was asked for.
  if (form.enrollment !== pending.enrollmentId) return c.redirect(toCode(pending, 'stale'), 303)
  const { id: userId } = signedIn(c).person
  const { enrollmentId } = pending
  return resendCode(
    c,
    site,
    { userId, enrollmentId },
    {
      toCode: (notice) => c.redirect(toCode(pending, notice), 303),
      refuse: (refusal) => renderCode(c, site, pending, { refusal }),
      leave: () => leaveSetUp(c, site, toRetry(form.replaces, 'expired')),
    },
  )
}

type PendingSms = Extract<Pending, { type: 'sms' }>

async function findPhone(c: Context<SiteEnv>, site: Site): Promise<PendingSms | null> {
  const pending = await findPending(c, site)
  return pending?.type === 'sms' ? pending : null
}

const toRetry = (replaces: string | undefined, notice: string) =>
  ({ type: 'sms', retry: withQuery(addPhone, { replaces: replaces || null, notice }), replaces }) as const

const toCode = ({ replaces }: PendingSms, notice: string) => withQuery(path, { replaces, notice })

async function renderCode(
  c: Context<SiteEnv>,
  site: Site,
  pending: PendingSms,
  outcome: { fault?: FirstCodeFault; refusal?: SmsRefusal },
): Promise<Response> {
  const { replaces } = pending
  const replaced = await findOwnFactor(c, site, replaces)
  const ways = {
    about: replaced && <p>{c.var.page.text.phone.replaceLead(showNumber(replaced.number))}</p>,
    action: path,
    fields: replaces && <input type="hidden" name="replaces" value={replaces} />,
    otherNumber: withQuery(addPhone, { replaces }),
    leave: <CancelSetUp page={c.var.page} enrollmentId={pending.enrollmentId} />,
  }
  return renderPhoneCode(c, pending, ways, outcome)
}
