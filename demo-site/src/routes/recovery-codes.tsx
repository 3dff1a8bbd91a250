/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { type CodeHandover, endHandover, openHandover } from '../data/code-handovers.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { RecoveryCodesPage } from '../views/recovery-codes-page.tsx'

const recoveryCodes = '/settings/two-factor/recovery-codes'

/** The recovery codes, from the moment they are made until the person says that they are saved. */
export function recoveryCodeRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(recoveryCodes, async (c) => {
      const handover = await findHandover(c, site)
      if (!handover) return c.redirect('/settings/two-factor', 303)
      return renderCodes(c, handover, false)
    })
    .get(`${recoveryCodes}/download`, async (c) => {
      const handover = await findHandover(c, site)
      if (!handover) return c.redirect('/settings/two-factor', 303)
      const { text, format } = c.var.page
      const { fileHeading, fileAbout, fileMade, fileName } = text.codes
      const lines = [
        fileHeading(signedIn(c).person.address),
        fileMade(format.moment(handover.madeAt)),
        '',
        fileAbout,
        '',
        ...handover.codes,
      ]
      return c.body(`${lines.join('\r\n')}\r\n`, 200, {
        'Content-Type': 'text/plain; charset=utf-8',
        'Content-Disposition': `attachment; filename="${fileName}"`,
      })
    })
    .post(recoveryCodes, async (c) => {
      const form = await readForm(c, 'saved')
      const handover = await findHandover(c, site)
      // Sent twice, or too late: there is nothing left to save.
      if (!handover) return c.redirect('/settings/two-factor', 303)
      if (form.saved !== 'yes') return renderCodes(c, handover, true)
      await endHandover(site.db, signedIn(c).person.id)
      return c.redirect('/settings/two-factor?notice=on', 303)
    })
}

/** Only for a session in which a factor was shown: an older one, of the password alone, learns nothing here. */
async function findHandover(c: Context<SiteEnv>, site: Site): Promise<CodeHandover | null> {
  const { session } = signedIn(c)
  if (session.factorAt === null) return null
  return openHandover(site.db, site.keys.handover, session.userId, c.var.page.now)
}

function renderCodes(c: Context<SiteEnv>, handover: CodeHandover, notTicked: boolean): Promise<Response> {
  const { page } = c.var
  const { address } = signedIn(c).person
  return render(
    c,
    <RecoveryCodesPage page={page} address={address} handover={handover} notTicked={notTicked} />,
    notTicked ? 422 : 200,
  )
}
