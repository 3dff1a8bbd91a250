import { Hono } from 'hono'
import type { Site, SiteEnv } from '../http/site.ts'
import { activityRoutes } from './activity.tsx'
import { addAppRoutes } from './add-app.tsx'
import { addPhoneRoutes } from './add-phone.tsx'
import { confirmPasswordRoutes } from './confirm-password.tsx'
import { factorRoutes } from './factors.tsx'
import { newRecoveryCodeRoutes } from './new-recovery-codes.tsx'
import { provePhoneRoutes } from './prove-phone.tsx'
import { recoveryCodeRoutes } from './recovery-codes.tsx'
import { setUpRoutes } from './set-up.tsx'
import { trustedComputerRoutes } from './trusted-computers.tsx'
import { turnOffRoutes } from './turn-off.tsx'
import { twoFactorRoutes } from './two-factor.tsx'

/** Settings, two-factor authentication: the same pages for practitioners, admins and owners. */
export function securitySettingsRoutes(site: Site): Hono<SiteEnv> {
  const routes = new Hono<SiteEnv>()
  for (const make of [
    twoFactorRoutes,
    confirmPasswordRoutes,
    setUpRoutes,
    addAppRoutes,
    addPhoneRoutes,
    provePhoneRoutes,
    factorRoutes,
    recoveryCodeRoutes,
    newRecoveryCodeRoutes,
    trustedComputerRoutes,
    activityRoutes,
    turnOffRoutes,
  ]) {
    routes.route('/', make(site))
  }
  return routes
}
