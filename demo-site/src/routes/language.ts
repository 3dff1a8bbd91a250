import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { setLocale } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { localPath } from '../http/local-path.ts'
import { rememberLanguage } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { isLocale } from '../text/catalogue.ts'

/** The switch in the footer: for this browser, and for the person where one is signed in. */
export function languageRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/language', async (c) => {
      const form = await readForm(c, 'locale', 'next')
      if (!isLocale(form.locale)) throw new HTTPException(400)
      rememberLanguage(c, form.locale)
      const { person } = c.var.page
      if (person) await setLocale(site.db, person.id, form.locale)
      return c.redirect(localPath(form.next), 303)
    })
    .get('/language', (c) => c.redirect('/'))
}
