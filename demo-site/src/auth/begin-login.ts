import type { LoginBegun } from 'countersign'
import type { Context } from 'hono'
import { findPasswordHash, setFirstLocale } from '../data/people.ts'
import type { ProvenPassword } from '../data/sessions.ts'
import { findLocale } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { clientAddress } from './client-address.ts'
import { settlePassword } from './settle-password.ts'

/**
 * Asks Countersign whether a sign-in may proceed whose password has been proven. `wrong`: it has been changed since. A new
 * password ends the challenges that there are by then; what was begun after that, with the old one, ends here.
 */
export async function beginLogin(
  c: Context<SiteEnv>,
  site: Site,
  { userId, passwordHash }: Omit<ProvenPassword, 'endings'>,
  wish: { device?: string | null | undefined; withFactor?: boolean } = {},
): Promise<LoginBegun | { status: 'wrong' }> {
  const { db, config, twoFactor } = site
  const { login } = twoFactor
  const { device, withFactor = false } = wish
  const ip = clientAddress(c, config.trustedProxies)
  await settlePassword(site, { userId, ip })
  const locale = findLocale(c)
  if (locale !== null) await setFirstLocale(db, userId, locale)
  const begun = await login.begin({
    userId,
    withFactor,
    ...(device ? { device } : {}),
    ip,
  })
  if ((await findPasswordHash(db, userId)) === passwordHash) return begun
  if ('token' in begun) {
    const { token } = begun
    await login.cancel({ token, ip })
    await login.cancelEntry({ token, ip })
  }
  return { status: 'wrong' }
}
