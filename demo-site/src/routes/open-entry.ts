import type { EntryDescribed } from 'countersign'
import type { Context } from 'hono'
import { clearEntryProgress, type EntryProgress, readEntryProgress } from '../auth/cookies.ts'
import { openHandover } from '../data/code-handovers.ts'
import { findPerson, type Person } from '../data/people.ts'
import { findProven, type ProvenPassword } from '../data/sessions.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { renderOtherAccount } from './other-tab.tsx'
import { recoveryCodes } from './recovery-codes.tsx'

/** Where a sign-in that leads to a new factor asks for the mailed code, and where it sets the factor up. */
export const entryPaths = { mailedCode: '/sign-in/mailed-code', setUp: '/sign-in/set-up' }

/** Somebody who has shown the password and sets up a factor before there is a session. */
export interface OpenEntry {
  progress: EntryProgress
  next: string
  person: Person
  /** As it stood while the sign-in was open yet: the session at its end is made of no other. */
  proven: ProvenPassword
  described: Extract<EntryDescribed, { status: 'open' }>
}

/**
 * The sign-in of this browser that waits at this page, or the answer to give when there is none. Who it is, and how far
 * they have got, is asked of Countersign at every request.
 *
 * @param account the account that a form is about, by its address
 */
export async function findOpenEntry(
  c: Context<SiteEnv>,
  site: Site,
  { next, page, account = '' }: { next: string; page: keyof typeof entryPaths; account?: string | undefined },
): Promise<OpenEntry | Response> {
  // A form that was sent twice, or the back button: the person is in already.
  const { session } = c.var
  if (session) {
    const kept = await openHandover(site.db, site.keys.handover, session, c.var.page.now)
    return c.redirect(kept ? recoveryCodes : next, 303)
  }
  const isForm = c.req.method === 'POST'
  const progress = readEntryProgress(c)
  if (progress === null) {
    return c.redirect(withQuery('/sign-in', { notice: isForm ? 'ended' : null, next }), 303)
  }
  const described = await site.twoFactor.login.describeEntry({ token: progress.token })
  if (described.status === 'challenge_exhausted') return endEntry(c, next, 'exhausted')
  // Perhaps the first of two forms has gone on and its answer is still on its way, with another cookie: ask by that one.
  if ((described.status === 'expired' || described.status === 'accepted') && isForm) return toSetUp(c, next)
  // That cookie is not taken away by an answer which may come after it.
  if (described.status === 'accepted')
    return c.redirect(withQuery('/sign-in', { notice: 'accepted', next }), 303)
  if (described.status === 'expired') return endEntry(c, next, 'ended')
  const person = await findPerson(site.db, described.userId)
  const proven = await findProven(site.db, described.userId)
  if (!person) return endEntry(c, next, 'ended')
  // The form of an older tab: what it sets up, or has sent, is not for this account.
  if (account !== '' && account !== person.address) {
    const goOn = withQuery(entryPaths[page], { next })
    return renderOtherAccount(c, { address: person.address, goOn, openedBy: 'password' })
  }
  const due = described.proof === 'mailed' ? 'mailedCode' : 'setUp'
  if (due !== page) return c.redirect(withQuery(entryPaths[due], { next }), 303)
  return { progress, next, person, proven, described }
}

/** Where the mailed code leads, and where whoever comes second with it learns how things stand. */
export const toSetUp = (c: Context, next: string): Response =>
  c.redirect(withQuery(entryPaths.setUp, { next }), 303)

/** The sign-in has to begin again. */
export function endEntry(
  c: Context<SiteEnv>,
  next: string,
  notice: 'ended' | 'exhausted' | 'password-change-required',
): Response {
  clearEntryProgress(c)
  return c.redirect(withQuery('/sign-in', { notice, next }), 303)
}
