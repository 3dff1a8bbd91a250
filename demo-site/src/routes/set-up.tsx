/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingApp } from 'countersign'
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForPassword, hasFreshPassword } from '../auth/fresh-password.ts'
import { signedIn } from '../auth/signed-in.ts'
import { endEnrollment, setEnrollment } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { CancelSetUp } from '../views/scan-page.tsx'
import { SetUpPage } from '../views/set-up-page.tsx'
import { type FirstCodeFault, findOverNotice } from './first-code.ts'
import { recoveryCodes } from './recovery-codes.tsx'
import { renderScan } from './render-scan.tsx'
import { confirmSetUp, findPending, findTwinsCodes } from './set-up-end.ts'

const setUp = `${twoFactorSettings}/set-up`
const scan = `${setUp}/scan`

/**
 * Turning two-factor authentication on: choose an app, scan, confirm. The id of the pending enrollment stays in the
 * session, so two tabs show one and the same QR code.
 */
export function setUpRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(setUp, async (c) => {
      if (await isOn(c, site)) return c.redirect(twoFactorSettings, 303)
      if (!hasFreshPassword(c)) return askForPassword(c, setUp)
      const { text } = c.var.page
      return render(
        c,
        <SetUpPage
          page={c.var.page}
          notice={findOverNotice(text, 'totp', c.req.query('notice'))}
          action={setUp}
          leave={<a href={twoFactorSettings}>{text.setUp.cancel}</a>}
        />,
      )
    })
    .post(setUp, async (c) => {
      await readForm(c)
      const { session } = signedIn(c)
      if ((await findFirstApp(c, site)) === null) {
        if (!hasFreshPassword(c)) return askForPassword(c, setUp)
        const begun = await site.twoFactor.enrollment.begin({
          userId: session.userId,
          type: 'totp',
          ip: clientAddress(c, site.config.trustedProxies),
        })
        if (begun.status !== 'pending') {
          const notice = begun.status === 'method_not_allowed' ? 'not-allowed' : 'already-on'
          return c.redirect(`${twoFactorSettings}?notice=${notice}`, 303)
        }
        await setEnrollment(site.db, session, begun.enrollmentId)
      }
      return c.redirect(scan, 303)
    })
    .get(scan, async (c) => {
      const enrollment = await findFirstApp(c, site)
      if (enrollment && !hasFreshPassword(c)) return askForPassword(c, scan)
      if (enrollment) return showScan(c, enrollment)
      return leaveScan(c, site, signedIn(c).session.enrollmentId === null ? null : 'expired')
    })
    .post(scan, async (c) => {
      const form = await readForm(c, 'code', 'enrollment')
      const enrollment = await findFirstApp(c, site)
      if (!enrollment) return leaveScan(c, site, 'expired')
      // What was begun with the password is confirmed with it: somebody else may be at this computer by now.
      if (!hasFreshPassword(c)) return askForPassword(c, scan)
      // The form of a tab that shows an older QR code: judging its code against this one would only confuse.
      if (form.enrollment !== enrollment.enrollmentId) return c.redirect(`${scan}?notice=stale`, 303)

      const fault = await confirmSetUp(c, site, enrollment, form.code)
      if (fault instanceof Response) return fault
      return fault.over === null ? showScan(c, enrollment, fault) : leaveScan(c, site, fault.over)
    })
    .post(`${setUp}/cancel`, async (c) => {
      const form = await readForm(c, 'enrollment')
      const { session } = signedIn(c)
      // A form that names none is about the one that is open in this session.
      const enrollmentId = form.enrollment || session.enrollmentId
      if (enrollmentId !== null) {
        await site.twoFactor.enrollment.cancel({
          ...{ userId: session.userId, enrollmentId },
          ip: clientAddress(c, site.config.trustedProxies),
        })
        await endEnrollment(site.db, session, enrollmentId)
      }
      return c.redirect(`${twoFactorSettings}?notice=cancelled`, 303)
    })
    .get(`${setUp}/cancel`, (c) => c.redirect(twoFactorSettings))
}

async function isOn(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  const { userId } = signedIn(c).session
  return (await site.twoFactor.factors.list({ userId })).length > 0
}

/** Only of a first app: one that is added to others is confirmed in `add-app.tsx`. */
async function findFirstApp(c: Context<SiteEnv>, site: Site): Promise<PendingApp | null> {
  const pending = (await isOn(c, site)) ? null : await findPending(c, site)
  return pending?.type === 'totp' ? pending : null
}

/** Where to go when there is nothing to scan: on, when a form that was sent twice has done its work; else to the start. */
async function leaveScan(
  c: Context<SiteEnv>,
  site: Site,
  notice: 'expired' | 'exhausted' | null,
): Promise<Response> {
  const { session } = signedIn(c)
  if (await isOn(c, site)) {
    const kept = await findTwinsCodes(c, site)
    if (kept) return c.redirect(recoveryCodes, 303)
    // A session that has forgotten the set-up may have saved the codes: there is nothing to warn of.
    return c.redirect(
      session.enrollmentId === null ? twoFactorSettings : `${twoFactorSettings}?notice=codes-over`,
      303,
    )
  }
  if (session.enrollmentId !== null) {
    const { userId, enrollmentId } = session
    await site.twoFactor.enrollment.cancel({
      ...{ userId, enrollmentId },
      ip: clientAddress(c, site.config.trustedProxies),
    })
  }
  return c.redirect(notice ? `${setUp}?notice=${notice}` : setUp, 303)
}

function showScan(c: Context<SiteEnv>, enrollment: PendingApp, fault?: FirstCodeFault): Promise<Response> {
  const leave = <CancelSetUp page={c.var.page} enrollmentId={enrollment.enrollmentId} />
  return renderScan(c, enrollment, { action: scan, leave }, fault)
}
