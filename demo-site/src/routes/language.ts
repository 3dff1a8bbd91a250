import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { keepTypedForm } from '../auth/unsent-form.ts'
import { setLocale } from '../data/people.ts'
import { readForm } from '../http/form.ts'
import { ownerField } from '../http/form-owner.ts'
import { localPath } from '../http/local-path.ts'
import { rememberLanguage } from '../http/page.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { isLocale } from '../text/catalogue.ts'
import { renderOtherSession } from './other-tab.tsx'

/** The switch in the footer: for this browser, and for the person where one is signed in. */
export function languageRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .post('/language', async (c) => {
      const form = await readForm(c, 'locale', 'next', 'typed', ownerField)
      if (!isLocale(form.locale)) throw new HTTPException(400)
      const { person, formOwner } = c.var.page
      // A page from before the sign-in belongs to nobody.
      const isOther = form[ownerField] !== '' && form[ownerField] !== formOwner
      if (person && isOther) return renderOtherSession(c, site)
      rememberLanguage(c, form.locale)
      if (person) await setLocale(site.db, person.id, form.locale)
      const next = localPath(form.next)
      if (form.typed !== '') keepTypedForm(c, site, form.typed, next)
      return c.redirect(next, 303)
    })
    .get('/language', (c) => c.redirect('/'))
}
