/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import {
  type CodeHandover,
  endHandover,
  type FreshCodes,
  keepHandover,
  openHandover,
} from '../data/code-handovers.ts'
import type { Person } from '../data/people.ts'
import { countOtherSessions } from '../data/sessions.ts'
import { readForm } from '../http/form.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type DoneFault, RecoveryCodesPage } from '../views/recovery-codes-page.tsx'

export const recoveryCodes = `${twoFactorSettings}/recovery-codes`

/** Names the list of an answer that is shown once. */
const once = 'once'

/** The recovery codes, from the moment they are made until the person says that they are saved. */
export function recoveryCodeRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(recoveryCodes, async (c) => {
      const handover = await findHandover(c, site)
      if (!handover) return c.redirect(twoFactorSettings, 303)
      return renderCodes(c, handover, null)
    })
    .get(`${recoveryCodes}/download`, async (c) => {
      const handover = await findHandover(c, site)
      if (!handover) return c.redirect(twoFactorSettings, 303)
      const { text, format } = c.var.page
      const { fileHeading, fileAbout, fileMade, fileName } = text.codes
      const lines = [
        fileHeading(c.var.page.siteName, signedIn(c).person.address),
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
      const form = await readForm(c, 'saved', 'list')
      const handover = await findHandover(c, site)
      // Sent twice, or too late, or the codes could not be kept: there is nothing left to save.
      if (!handover) return c.redirect(twoFactorSettings, 303)
      // Of an answer whose codes could not be kept: whatever is kept is older.
      if (form.list === once) return c.redirect(twoFactorSettings, 303)
      if (form.list !== handover.listId) return renderCodes(c, handover, 'other_list')
      if (form.saved !== 'yes') return renderCodes(c, handover, 'not_ticked')
      const { session } = signedIn(c)
      await endHandover(site.db, session, handover.listId)
      const elsewhere = await countOtherSessions(site.db, session, c.var.page.now)
      return c.redirect(pathAfter(handover, elsewhere > 0), 303)
    })
}

/**
 * To where the person was going, when the set-up was a part of a sign-in, over the page that offers to end other sessions where
 * there are some (ASVS 5.0 7.4.3); else back to the settings.
 */
function pathAfter({ next, replaces }: CodeHandover, isElsewhere: boolean): string {
  if (next === '/') return '/?notice=codes-saved'
  if (next && isElsewhere) return `/?notice=codes-saved&next=${encodeURIComponent(next)}`
  return next ?? `${twoFactorSettings}?notice=${replaces ? 'new-codes' : 'on'}`
}

export async function findHandover(c: Context<SiteEnv>, site: Site): Promise<CodeHandover | null> {
  const { session } = signedIn(c)
  return openHandover(site.db, site.keys.handover, session, c.var.page.now)
}

/**
 * Hands fresh recovery codes over: over a page that can be opened again, or, when they can't be kept, in this answer.
 * Once they are made they are never lost to an error of ours.
 */
export async function handOver(c: Context<SiteEnv>, site: Site, fresh: FreshCodes): Promise<Response> {
  const { person, session } = signedIn(c)
  const { page } = c.var
  try {
    await keepHandover(site.db, site.keys.handover, session, { ...fresh, now: page.now })
    return c.redirect(recoveryCodes, 303)
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown'
    site.log.error('recovery_codes.not_kept', { id: c.var.requestId, name })
    return renderOnce(c, person, fresh)
  }
}

/** Fresh recovery codes that could not be kept, in the answer itself. */
export function renderOnce(c: Context<SiteEnv>, { address }: Person, fresh: FreshCodes): Promise<Response> {
  const { page } = c.var
  const handover = { ...fresh, listId: once, madeAt: page.now }
  return render(
    c,
    <RecoveryCodesPage page={page} address={address} handover={handover} until={null} fault={null} />,
  )
}

function renderCodes(
  c: Context<SiteEnv>,
  handover: CodeHandover,
  fault: DoneFault | null,
): Promise<Response> {
  const { page } = c.var
  const { address } = signedIn(c).person
  return render(
    c,
    <RecoveryCodesPage
      page={page}
      address={address}
      handover={handover}
      until={handover.expiresAt}
      fault={fault}
    />,
    fault === null ? 200 : fault === 'not_ticked' ? 422 : 409,
  )
}
