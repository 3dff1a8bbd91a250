/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { signedIn } from '../auth/signed-in.ts'
import { isFormId, newFormId, runOnce } from '../data/sent-forms.ts'
import { readForm } from '../http/form.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { NewRecoveryCodesPage } from '../views/new-recovery-codes-page.tsx'
import { handOver, recoveryCodes } from './recovery-codes.tsx'

const path = `${twoFactorSettings}/new-recovery-codes`

/** A new list of recovery codes in the place of the old one, for who has shown a factor just now. */
export function newRecoveryCodeRoutes(site: Site): Hono<SiteEnv> {
  // A form that is sent twice waits until the codes of the first are there to be seen.
  const inTurn = createTurns()
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, path)
      return render(c, <NewRecoveryCodesPage page={c.var.page} formId={newFormId()} />)
    })
    .post(path, (c) => inTurn(signedIn(c).session.id, () => makeCodes(c, site)))
}

async function makeCodes(c: Context<SiteEnv>, site: Site): Promise<Response> {
  const form = await readForm(c, 'form')
  if (!isFormId(form.form)) return c.redirect(path, 303)
  const { id: userId } = signedIn(c).person
  if (!(await hasFreshFactor(c, site))) return askForFactor(c, path)
  const made = await runOnce(
    site.db,
    { formId: form.form, now: c.var.page.now },
    async () => {
      const { regenerate } = site.twoFactor.recoveryCodes
      const codes = await regenerate({
        ...{ userId, stepUp: readFreshFactor(c) },
        ip: clientAddress(c, site.config.trustedProxies),
      })
      // Handed over before whoever comes second is led to them.
      const fresh = codes.status === 'ok' ? { codes: codes.recoveryCodes, replaces: true } : null
      return { answer: fresh && (await handOver(c, site, fresh)) }
    },
    ({ answer }) => answer !== null,
  )
  if (made === null) return c.redirect(recoveryCodes, 303)
  return made.answer ?? c.redirect(twoFactorSettings, 303)
}
