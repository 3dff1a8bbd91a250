/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearTrustedComputer } from '../auth/cookies.ts'
import { signedIn } from '../auth/signed-in.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { TrustedComputersPage } from '../views/trusted-computers-page.tsx'

const path = `${twoFactorSettings}/computers`

/** The computers that are not asked for a code. Ending the trust needs no code: it only asks for more. */
export function trustedComputerRoutes(site: Site): Hono<SiteEnv> {
  const { trustedDevices, policy } = site.twoFactor
  return new Hono<SiteEnv>()
    .get(path, async (c) => {
      const { page } = c.var
      const { id: userId } = signedIn(c).person
      const { revoked, revokedAll } = page.text.security
      const notice = c.req.query('notice')
      return render(
        c,
        <TrustedComputersPage
          page={page}
          computers={await trustedDevices.list({ userId })}
          isAllowed={(await policy.evaluate({ userId })).trustedDevices}
          notice={notice === 'revoked' ? revoked : notice === 'revoked-all' ? revokedAll : null}
        />,
      )
    })
    .post(`${path}/:id/revoke`, async (c) => {
      await readForm(c)
      // Somebody else's, or gone already: then there is nothing to end.
      await trustedDevices.revoke({
        userId: signedIn(c).person.id,
        deviceId: c.req.param('id'),
        ip: clientAddress(c, site.config.trustedProxies),
      })
      return c.redirect(`${path}?notice=revoked`, 303)
    })
    .post(`${path}/revoke-all`, async (c) => {
      await readForm(c)
      await trustedDevices.revokeAll({
        userId: signedIn(c).person.id,
        ip: clientAddress(c, site.config.trustedProxies),
      })
      clearTrustedComputer(c)
      return c.redirect(`${path}?notice=revoked-all`, 303)
    })
    .get(`${path}/:id/revoke`, (c) => c.redirect(path))
    .get(`${path}/revoke-all`, (c) => c.redirect(path))
}
