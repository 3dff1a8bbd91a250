/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { askForPassword, hasFreshPassword } from '../auth/fresh-password.ts'
import { signedIn } from '../auth/signed-in.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { isFormId, newFormId } from '../data/sent-forms.ts'
import { setEnrollment } from '../data/sessions.ts'
import { findFactorNameFault } from '../http/factor-name.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import { AddPhonePage } from '../views/add-phone-page.tsx'
import { beginPhone } from './begin-phone.ts'
import { findOverNotice } from './first-code.ts'
import { findNumberRefusal, type NumberOutcome, type NumberRefused } from './number-refusal.ts'
import { refuseSetUp, toGone } from './set-up-end.ts'

export const addPhone = `${twoFactorSettings}/add-phone`

/**
 * A phone number for codes by SMS: the first factor, one more, or in the place of another number, which works until the new
 * one is proven. `prove-phone.tsx` asks for the code that is sent here.
 */
export function addPhoneRoutes(site: Site): Hono<SiteEnv> {
  // The second of two clicks waits until the first has sent the code that both lead to.
  const inTurn = createTurns()
  return new Hono<SiteEnv>()
    .get(addPhone, async (c) => {
      if (!sendsSms(site.config)) return c.redirect(`${twoFactorSettings}?notice=not-allowed`, 303)
      const factors = await site.twoFactor.factors.list({ userId: signedIn(c).person.id })
      const replaced = findReplaced(factors, c.req.query('replaces'))
      if (factors.length === 0 && !hasFreshPassword(c)) return askForPassword(c, addPhone)
      if (factors.length > 0 && !(await hasFreshFactor(c, site))) return askForFactor(c, toStart(replaced))
      const notice = findOverNotice(c.var.page.text, 'sms', c.req.query('notice'))
      return renderNumber(c, site, replaced, { notice, ...takeUnsentForm(c, site, 'number', 'name') })
    })
    .post(addPhone, (c) => inTurn(signedIn(c).session.id, () => begin(c, site)))
}

async function begin(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'form', 'number', 'name')
  const { session } = signedIn(c)
  const { userId } = session
  const factors = await site.twoFactor.factors.list({ userId })
  const replaced = findReplaced(factors, c.req.query('replaces'))
  // Removed in another tab meanwhile: it can't be replaced any more.
  if (c.req.query('replaces') && !replaced) return c.redirect(toGone, 303)
  if (factors.length === 0 && !hasFreshPassword(c)) return askForPassword(c, addPhone)
  if (!isFormId(form.form)) return c.redirect(toStart(replaced), 303)
  const { number, name } = form
  const nameError = findFactorNameFault(c.var.page.text, name)
  if (nameError !== null) return renderNumber(c, site, replaced, { number, name, nameError, status: 422 })
  const asked = {
    ...({ userId, type: 'sms', number, label: name, stepUp: readFreshFactor(c) } as const),
    ...(replaced ? { replaces: replaced.id } : {}),
    ip: clientAddress(c, site.config.trustedProxies),
  }
  const begun = await beginPhone(c, site, form.form, asked, {
    keep: (enrollmentId) => setEnrollment(site.db, session, enrollmentId),
    toCode: (notice) =>
      c.redirect(withQuery(`${addPhone}/code`, { replaces: replaced?.id ?? null, notice }), 303),
  })
  return begun instanceof Response ? begun : refuse(c, site, replaced, form, begun)
}

function refuse(
  c: Context<SiteEnv>,
  site: Site,
  replaced: Factor | null,
  form: { number: string; name: string },
  begun: NumberRefused,
): Response | Promise<Response> {
  const typed = { number: form.number, name: form.name }
  const refusal = findNumberRefusal(c, begun)
  return refusal === null
    ? refuseSetUp(c, begun.status, toStart(replaced))
    : renderNumber(c, site, replaced, { ...typed, ...refusal })
}

const findReplaced = (factors: readonly Factor[], factorId: string | undefined): Factor | null =>
  factors.find(({ id, type }) => id === factorId && type === 'sms') ?? null

const toStart = (replaced: Factor | null) => withQuery(addPhone, { replaces: replaced?.id ?? null })

function renderNumber(
  c: Context<SiteEnv>,
  site: Site,
  replaced: Factor | null,
  { number, name, error, nameError, refused, notice, status }: NumberOutcome,
): Promise<Response> {
  const { page } = c.var
  return render(
    c,
    <AddPhonePage
      page={page}
      formId={newFormId()}
      country={site.config.smsCountries[0] ?? ''}
      replaced={replaced}
      action={toStart(replaced)}
      leave={<a href={twoFactorSettings}>{page.text.phone.cancel}</a>}
      useApp={`${twoFactorSettings}/add-app`}
      number={number ?? ''}
      name={name ?? ''}
      error={error ?? null}
      nameError={nameError ?? null}
      refused={refused ?? null}
      notice={notice ?? null}
    />,
    status ?? 200,
  )
}
