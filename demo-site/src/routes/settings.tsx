/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { countOtherSessions, endOtherSessions } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { SettingsPage } from '../views/settings-page.tsx'
import { countMembers } from './count-members.ts'

export function settingsRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get('/settings', async (c) => {
      const { person, session } = signedIn(c)
      const { page } = c.var
      const factors = await site.twoFactor.factors.list({ userId: person.id })
      return render(
        c,
        <SettingsPage
          page={page}
          person={person}
          twoFactorOn={factors.length > 0}
          members={await countMembers(site, page)}
          otherSessions={await countOtherSessions(site.db, session, page.now)}
          notice={c.req.query('notice') === 'signed-out-elsewhere' ? page.text.settings.endedOthers : null}
        />,
      )
    })
    .post('/settings/sign-out-elsewhere', async (c) => {
      await readForm(c)
      await endOtherSessions(site.db, signedIn(c).session)
      return c.redirect('/settings?notice=signed-out-elsewhere', 303)
    })
    .get('/settings/sign-out-elsewhere', (c) => c.redirect('/settings'))
}
