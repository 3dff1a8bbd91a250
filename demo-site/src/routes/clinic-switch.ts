import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { signedIn } from '../auth/signed-in.ts'
import { setClinic } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import type { Site, SiteEnv } from '../http/site.ts'

/** The switcher in the top bar. The choice lasts as long as the session, and leads to the first page of that clinic. */
export function clinicSwitchRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/clinic', async (c) => {
      const form = await readForm(c, 'clinic')
      const { person, session } = signedIn(c)
      const clinic = person.memberships.find(({ clinicId }) => clinicId === form.clinic)
      if (!clinic) throw new HTTPException(404)
      await setClinic(site.db, session, clinic.clinicId)
      return c.redirect('/', 303)
    })
    .get('/clinic', (c) => c.redirect('/'))
}
