/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { clientAddress } from '../auth/client-address.ts'
import { askForFactor, hasFreshFactor, readFreshFactor } from '../auth/fresh-factor.ts'
import { signedIn } from '../auth/signed-in.ts'
import { takeUnsentForm } from '../auth/unsent-form.ts'
import { findFactorNameFault } from '../http/factor-name.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { FactorPage } from '../views/factor-page.tsx'
import { RemoveFactorPage } from '../views/remove-factor-page.tsx'
import { toGone } from './set-up-end.ts'

const path = `${twoFactorSettings}/factors/:id`

/** One app or one number: its name, whether it is asked for first, and its end. */
export function factorRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const found = await findFactor(c, site)
      if (found === null) return c.redirect(toGone, 303)
      const { factor, isLast } = found
      return render(c, <FactorPage page={c.var.page} factor={factor} isLast={isLast} />)
    })
    .post(`${path}/rename`, async (c) => {
      const { name } = await readForm(c, 'name')
      const found = await findFactor(c, site)
      if (found === null) return c.redirect(toGone, 303)
      const { factor, userId, isLast } = found
      const { page } = c.var
      const error = findFactorNameFault(page.text, name)
      if (error !== null)
        return render(c, <FactorPage {...{ page, factor, isLast, error }} typed={name} />, 422)
      await site.twoFactor.factors.rename({
        userId,
        factorId: factor.id,
        label: name,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      return c.redirect(`${twoFactorSettings}?notice=renamed`, 303)
    })
    .post(`${path}/prefer`, async (c) => {
      await readForm(c)
      const found = await findFactor(c, site)
      if (found === null) return c.redirect(toGone, 303)
      const { factor, userId } = found
      await site.twoFactor.factors.prefer({
        userId,
        factorId: factor.id,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      return c.redirect(`${twoFactorSettings}?notice=preferred`, 303)
    })
    .get(`${path}/remove`, async (c) => {
      const found = await findFactor(c, site)
      if (found === null) return c.redirect(toGone, 303)
      const { factor, isLast } = found
      if (isLast) return c.redirect(`${twoFactorSettings}/turn-off`, 303)
      if (!(await hasFreshFactor(c, site))) return askForFactor(c, `${factorPath(c)}/remove`)
      return render(c, <RemoveFactorPage page={c.var.page} factor={factor} />)
    })
    .post(`${path}/remove`, (c) => remove(c, site))
    .get(`${path}/rename`, async (c) => {
      // Back from a sign-in that came in between.
      const unsent = takeUnsentForm(c, site, 'name')
      if (unsent === null) return c.redirect(factorPath(c))
      const found = await findFactor(c, site)
      if (found === null) return c.redirect(toGone, 303)
      const { factor, isLast } = found
      return render(c, <FactorPage {...{ page: c.var.page, factor, isLast }} typed={unsent.name} />)
    })
    .get(`${path}/prefer`, (c) => c.redirect(factorPath(c)))
}

/** From what the path of the request said, which may be anything. */
const factorPath = (c: Context) => path.replace(':id', encodeURIComponent(c.req.param('id') ?? ''))

async function remove(c: Context<SiteEnv>, site: Site): Promise<Response> {
  await readForm(c)
  const { id: userId } = signedIn(c).person
  const factorId = c.req.param('id') ?? ''
  const factors = await site.twoFactor.factors.list({ userId })
  // Sent twice: it is gone already.
  if (!factors.some(({ id }) => id === factorId))
    return c.redirect(`${twoFactorSettings}?notice=removed`, 303)
  const stepUp = readFreshFactor(c)
  // Two tabs that each remove one of the last two would turn everything off, and that takes the password too.
  const { status } = await site.twoFactor.factors.remove({
    ...{ userId, factorId, stepUp, keepLast: true },
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (status === 'last_factor') return c.redirect(`${twoFactorSettings}/turn-off`, 303)
  if (status === 'step_up_required') return askForFactor(c, `${factorPath(c)}/remove`)
  return c.redirect(`${twoFactorSettings}?notice=removed`, 303)
}

/** Null for what is not the person's own, or no more. Throws `HTTPException` 404 for what can't be an id. */
async function findFactor(
  c: Context<SiteEnv>,
  site: Site,
): Promise<{ factor: Factor; userId: string; isLast: boolean } | null> {
  const { id: userId } = signedIn(c).person
  const factors = await site.twoFactor.factors.list({ userId })
  const factorId = c.req.param('id') ?? ''
  if (!/^[\w-]+$/.test(factorId)) throw new HTTPException(404)
  const factor = factors.find(({ id }) => id === factorId)
  return factor ? { factor, userId, isLast: factors.length === 1 } : null
}
