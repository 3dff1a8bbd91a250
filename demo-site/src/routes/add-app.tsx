/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { signedIn } from '../auth/signed-in.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { setEnrollment } from '../data/sessions.ts'
import { findFactorNameFault } from '../http/factor-name.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { AddAppPage } from '../views/add-app-page.tsx'
import { nameFactor } from '../views/factor-name.ts'
import { CancelSetUp } from '../views/scan-page.tsx'
import { type FirstCodeFault, findOverNotice } from './first-code.ts'
import { renderScan } from './render-scan.tsx'
import {
  confirmSetUp,
  findOwnFactor,
  findPending,
  leaveSetUp,
  type Pending,
  refuseSetUp,
  toGone,
} from './set-up-end.ts'

const path = `${twoFactorSettings}/add-app`
const scan = `${path}/scan`
const setUp = `${twoFactorSettings}/set-up`

/**
 * Another app beside the ones that are there, or in the place of one of them (*New phone?*): the old one works until the
 * new one has shown its first code. Who has no factor yet is led through `set-up.tsx` instead.
 */
export function addAppRoutes(site: Site): Hono<SiteEnv> {
  // Two clicks, two secrets: the session keeps the one that was made last.
  const inTurn = createTurns()
  return new Hono<SiteEnv>()
    .get(path, (c) => showStart(c, site))
    .post(path, (c) => inTurn(signedIn(c).session.id, () => begin(c, site)))
    .get(scan, async (c) => {
      const pending = await findApp(c, site)
      if (!pending) return leaveSetUp(c, site, toRetry(c.req.query('replaces'), 'expired'))
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, toScan(pending.replaces))
      return showScan(c, site, pending)
    })
    .post(scan, (c) => confirm(c, site))
}

async function showStart(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const { page } = c.var
  if (await isFirst(c, site)) return c.redirect(setUp, 303)
  const replaces = c.req.query('replaces')
  const replaced = await findOwnFactor(c, site, replaces)
  // Removed in another tab meanwhile: it can't be replaced any more.
  if (replaces && !replaced) return c.redirect(toGone, 303)
  if (!(await hasFreshFactor(c, site))) return askForFactor(c, toStart(replaces))
  const notice = findOverNotice(page.text, 'totp', c.req.query('notice'))
  const unsent = takeUnsentForm(c, site, 'name')
  return render(c, <AddAppPage page={c.var.page} replaced={replaced} notice={notice} {...unsent} />)
}

async function begin(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const { name } = await readForm(c, 'name')
  const { session } = signedIn(c)
  const { userId } = session
  const replaces = c.req.query('replaces')
  const replaced = await findOwnFactor(c, site, replaces)
  const { page } = c.var
  if (await isFirst(c, site)) return c.redirect(setUp, 303)
  // One more beside the others is not what was asked for.
  if (replaces && !replaced) return c.redirect(toGone, 303)
  const error = findFactorNameFault(page.text, name)
  if (error !== null) return render(c, <AddAppPage {...{ page, replaced, name, error }} notice={null} />, 422)
  const begun = await site.twoFactor.enrollment.begin({
    userId,
    type: 'totp',
    label: name,
    stepUp: readFreshFactor(c),
    ...(replaced ? { replaces: replaced.id } : {}),
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (begun.status !== 'pending') return refuseSetUp(c, begun.status, toStart(replaces))
  await setEnrollment(site.db, session, begun.enrollmentId)
  return c.redirect(toScan(replaces || null), 303)
}

async function confirm(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'code', 'enrollment', 'replaces')
  // Read before the set-up: a twin of this form, in another process, takes it back as it ends the set-up.
  const isFresh = await hasFreshFactor(c, site)
  const pending = await findApp(c, site)
  if (!pending) return leaveSetUp(c, site, toRetry(form.replaces, 'expired'))
  // What was begun with a fresh factor is confirmed with one: somebody else may be at this computer by now.
  if (!isFresh) return askForFactor(c, toScan(pending.replaces))
  // The form of a tab that shows an older QR code: judging its code against this one would only confuse.
  if (form.enrollment !== pending.enrollmentId) {
    return c.redirect(toScan(pending.replaces, 'stale'), 303)
  }
  const fault = await confirmSetUp(c, site, pending, form.code)
  if (fault instanceof Response) return fault
  return fault.over === null
    ? showScan(c, site, pending, fault)
    : leaveSetUp(c, site, toRetry(form.replaces, fault.over))
}

/** A first app takes what `set-up.tsx` asks for. */
async function isFirst(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  return (await site.twoFactor.factors.list({ userId: signedIn(c).person.id })).length === 0
}

const toStart = (replaces: string | null | undefined, notice: string | null = null) =>
  withQuery(path, { replaces: replaces || null, notice })

const toRetry = (replaces: string | undefined, notice: string) =>
  ({ type: 'totp', retry: toStart(replaces, notice), replaces }) as const

const toScan = (replaces: string | null, notice: string | null = null) =>
  withQuery(scan, { notice, replaces })

type PendingApp = Extract<Pending, { type: 'totp' }>

async function findApp(c: Context<SiteEnv>, site: Site): Promise<PendingApp | null> {
  const pending = await findPending(c, site)
  return pending?.type === 'totp' ? pending : null
}

/** In the words of what the first code will do, whatever the address says. */
async function showScan(
  c: Context<SiteEnv>,
  site: Site,
  enrollment: PendingApp,
  fault?: FirstCodeFault,
): Promise<Response> {
  const { page } = c.var
  const { security } = page.text
  const replaced = await findOwnFactor(c, site, enrollment.replaces)
  const ways = {
    words: {
      lead: replaced ? security.replaceLead(nameFactor(page, replaced)) : security.addAppLead,
      hint: security.addAppHint,
      submit: security.addAppSubmit,
    },
    action: scan,
    fields: replaced && <input type="hidden" name="replaces" value={replaced.id} />,
    leave: <CancelSetUp page={page} enrollmentId={enrollment.enrollmentId} />,
  }
  return renderScan(c, enrollment, ways, fault)
}
