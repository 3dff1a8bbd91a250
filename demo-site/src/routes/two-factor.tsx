/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { openHandover } from '../data/code-handovers.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { Catalogue } from '../text/catalogue.ts'
import { TwoFactorPage } from '../views/two-factor-page.tsx'

/** *Two-factor authentication* in the settings: how things stand. */
export function twoFactorRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get('/settings/two-factor', async (c) => {
    const { person, session } = signedIn(c)
    const { page } = c.var
    const factors = await site.twoFactor.factors.list({ userId: person.id })
    const handover = await openHandover(site.db, site.keys.handover, session, page.now)
    return render(
      c,
      <TwoFactorPage
        page={page}
        factors={factors}
        recoveryCodesLeft={await site.twoFactor.recoveryCodes.remaining({ userId: person.id })}
        unsavedUntil={handover?.expiresAt ?? null}
        notice={twoFactorNotice(page.text, c.req.query('notice'), factors.length > 0)}
      />,
    )
  })
}

/** Says nothing that is no longer true: the address stays in the history for longer than what it tells of. */
function twoFactorNotice(
  { twoFactor }: Catalogue,
  notice: string | undefined,
  on: boolean,
): { kind: 'ok' | 'info' | 'warn'; sentence: string } | null {
  if (notice === 'on' && on) return { kind: 'ok', sentence: twoFactor.turnedOn }
  if (notice === 'new-codes' && on) return { kind: 'ok', sentence: twoFactor.newCodesSaved }
  if (notice === 'codes-over' && on) return { kind: 'warn', sentence: twoFactor.codesLost }
  if (notice === 'already-on' && on) return { kind: 'info', sentence: twoFactor.alreadyOn }
  if (notice === 'cancelled' && !on) return { kind: 'info', sentence: twoFactor.cancelled }
  return null
}
