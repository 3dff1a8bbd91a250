/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { openHandover } from '../data/code-handovers.ts'
import { countNotes } from '../data/notes.ts'
import { countOtherSessions } from '../data/sessions.ts'
import { localPath } from '../http/local-path.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { HomePage } from '../views/home-page.tsx'
import { countMembers } from './count-members.ts'

export function homeRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get('/', async (c) => {
    const { person, session } = signedIn(c)
    const { page } = c.var
    const factors = await site.twoFactor.factors.list({ userId: person.id })
    const grace = await site.twoFactor.policy.evaluate({ userId: person.id })
    const handover = await openHandover(site.db, site.keys.handover, session, page.now)
    const recoveryUsed = c.req.query('notice') === 'recovery-used'
    const codesSaved = c.req.query('notice') === 'codes-saved' && factors.length > 0
    const next = localPath(c.req.query('next'))
    return render(
      c,
      <HomePage
        page={page}
        name={person.name}
        noteCount={page.clinic ? await countNotes(site.db, person.id, page.clinic.clinicId) : 0}
        twoFactorOn={factors.length > 0}
        grace={grace}
        unsavedCodes={handover !== null}
        codesSaved={codesSaved}
        otherSessions={codesSaved ? await countOtherSessions(site.db, session, page.now) : 0}
        goOn={(recoveryUsed || codesSaved) && next !== '/' ? next : null}
        members={await countMembers(site, page)}
        codesLeftAfterRecovery={
          recoveryUsed ? await site.twoFactor.recoveryCodes.remaining({ userId: person.id }) : null
        }
      />,
    )
  })
}
