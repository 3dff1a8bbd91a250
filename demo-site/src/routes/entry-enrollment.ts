import type { FactorType, PendingEnrollment } from 'countersign'
import type { Context } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setLastLocale } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { localPath } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { finishEntry } from './entry-end.ts'
import { type FirstCodeFault, findFirstCodeFault } from './first-code.ts'
import { findOpenEntry, type OpenEntry } from './open-entry.ts'

type PendingOf<Type extends FactorType> = Extract<PendingEnrollment, { type: Type }>

/** The sign-in that sets up a factor in this browser, or the answer to give when there is none. */
export const findEntry = (c: Context<SiteEnv>, site: Site, next: string | undefined, account?: string) =>
  findOpenEntry(c, site, { next: localPath(next), page: 'setUp', account })

/** The app or the number that is being set up in this sign-in, or null. */
export async function findEntryPending<Type extends FactorType>(
  site: Site,
  { progress }: OpenEntry,
  type: Type,
): Promise<PendingOf<Type> | null> {
  if (progress.enrollmentId === '') return null
  const described = await site.twoFactor.enrollment.describe(progress)
  return described.status === 'pending' && isOf(described, type) ? described : null
}

const isOf = <Type extends FactorType>(pending: PendingEnrollment, type: Type): pending is PendingOf<Type> =>
  pending.type === type

/**
 * Has the first code of an app or a number judged: the end of the sign-in, or what is wrong with the code.
 *
 * @param ways.leave when nothing waits for a code any more
 * @param ways.toCurrent for the form of a tab that waits for the code of an older one: judging its code would only confuse
 */
export async function confirmEntry<Type extends FactorType>(
  c: Context<SiteEnv>,
  site: Site,
  type: Type,
  ways: {
    leave(entry: OpenEntry, why: 'expired' | 'exhausted'): Response
    toCurrent(entry: OpenEntry): Response
    show(entry: OpenEntry, pending: PendingOf<Type>, fault: FirstCodeFault): Promise<Response>
  },
): Promise<Response> {
  const form = await readForm(c, 'code', 'enrollment', 'next', 'account')
  const entry = await findEntry(c, site, form.next, form.account)
  if (entry instanceof Response) return entry
  const pending = await findEntryPending(site, entry, type)
  if (!pending) return ways.leave(entry, 'expired')
  const { enrollmentId } = pending
  if (form.enrollment !== enrollmentId) return ways.toCurrent(entry)
  // Before the code is judged, for the mail about a right one goes out at once. Whoever is here has all that it takes.
  await setLastLocale(site.db, entry.person.id, c.var.page.locale)
  const result = await site.twoFactor.enrollment.confirm({
    ...{ token: entry.progress.token, enrollmentId, code: form.code },
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') return finishEntry(c, site, entry, result)
  const fault = findFirstCodeFault(c.var.page.text, type, result)
  return fault.over === null ? ways.show(entry, pending, fault) : ways.leave(entry, fault.over)
}
