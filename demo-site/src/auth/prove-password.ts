import type { Context } from 'hono'
import { findKnownDevice } from '../data/known-devices.ts'
import { deleteOldAttempts, giveBackAttempt, takeAttempt } from '../data/password-attempts.ts'
import { findCredentials } from '../data/people.ts'
import { type Channel, countEndings, type ProvenPassword } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { clientAddress } from './client-address.ts'
import { readKnownBrowser } from './cookies.ts'
import { passwordBuckets } from './password-limits.ts'
import { checkPassword } from './passwords.ts'

export type PasswordProven =
  | ({ status: 'ok' } & ProvenPassword)
  | { status: 'wrong' }
  /** `until`: milliseconds since 1970. */
  | { status: 'limited'; until: number }

/**
 * The first step of every sign-in, on a page or by the API. Counts the try, does the same work whether or not the address
 * is known, and takes the try back when it was right.
 *
 * @param input.device the token of a device that an earlier sign-in by the API has made known
 * @param channel the API looks at no cookie: without such a token its callers count as strangers
 */
export async function provePassword(
  c: Context<SiteEnv>,
  site: Site,
  { address, password, device = '' }: { address: string; password: string; device?: string | undefined },
  channel: Channel = 'browser',
): Promise<PasswordProven> {
  const now = site.clock.now()
  const credentials = await findCredentials(site.db, address)
  const userId = credentials?.id ?? ''
  const known = channel === 'browser' ? await readKnownBrowser(c, site.keys.knownBrowser) : null
  const browserId = known?.userId === userId ? known.browserId : null
  const buckets = passwordBuckets({
    address,
    clientAddress: clientAddress(c, site.config.trustedProxies),
    knownBrowserId:
      channel === 'browser' ? browserId : await findKnownDevice(site.db, { token: device, userId, now }),
  })
  const until = await takeAttempt(site.db, buckets, now)
  if (until !== null) {
    site.log.info('sign_in.limited', { id: c.var.requestId })
    return { status: 'limited', until }
  }
  const right = await checkPassword(credentials?.password_hash ?? null, password)
  if (!right || !credentials) {
    site.log.info('sign_in.password_wrong', { id: c.var.requestId, user: credentials?.id ?? null })
    return { status: 'wrong' }
  }
  await giveBackAttempt(site.db, buckets)
  await deleteOldAttempts(site.db, now)
  const endings = await countEndings(site.db, credentials.id)
  return { status: 'ok', userId: credentials.id, passwordHash: credentials.password_hash, endings }
}
