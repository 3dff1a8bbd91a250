/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import {
  clearChallengeToken,
  clearEntryProgress,
  nameToken,
  readChallengeToken,
  readEntryProgress,
} from '../auth/cookies.ts'
import { preferredMethod, secondStepPaths } from '../auth/second-step-path.ts'
import { findPerson } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { entryPaths } from './open-entry.ts'
import { renderOtherSignIn } from './other-tab.tsx'

/** The way out of a sign-in that waits: of the one that the form names, and of no newer one. */
export function cancelSignInRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/sign-in/cancel', async (c) => {
      const { of } = await readForm(c, 'of')
      const challenge = readChallengeToken(c)
      const entry = readEntryProgress(c)
      const waiting = challenge ?? entry?.token ?? null
      // A form that names none can only be taken as it is.
      if (of !== '' && waiting !== null && of !== nameToken(waiting)) {
        const newer = await findNewer(c, site)
        if (newer) return renderOtherSignIn(c, newer)
      }
      const ip = clientAddress(c, site.config.trustedProxies)
      if (challenge !== null) await site.twoFactor.login.cancel({ token: challenge, ip })
      clearChallengeToken(c)
      if (entry !== null) await site.twoFactor.login.cancelEntry({ token: entry.token, ip })
      clearEntryProgress(c)
      return c.redirect(withQuery('/sign-in', { notice: 'cancelled' }), 303)
    })
    .get('/sign-in/cancel', (c) => c.redirect('/sign-in'))
}

/** Whose sign-in waits in this browser, and where it goes on; null when it is over by itself. */
async function findNewer(c: Context<SiteEnv>, site: Site): Promise<{ address: string; goOn: string } | null> {
  const { login } = site.twoFactor
  const challenge = readChallengeToken(c)
  const entry = readEntryProgress(c)
  if (challenge !== null) {
    const described = await login.describe({ token: challenge })
    if (!('userId' in described)) return null
    const person = await findPerson(site.db, described.userId)
    return person && { address: person.address, goOn: secondStepPaths[preferredMethod(described.methods)] }
  }
  const described = entry && (await login.describeEntry({ token: entry.token }))
  if (described?.status !== 'open') return null
  const person = await findPerson(site.db, described.userId)
  const goOn = entryPaths[described.proof === 'mailed' ? 'mailedCode' : 'setUp']
  return person && { address: person.address, goOn }
}
