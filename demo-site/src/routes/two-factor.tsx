/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import { type Context, Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { clearWayBack, leadingPage, readWayBack } from '../auth/way-back.ts'
import { openHandover } from '../data/code-handovers.ts'
import { countOtherSessions } from '../data/sessions.ts'
import { render } from '../http/render.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { sendsSms } from '../sms/sms-sender.ts'
import type { Catalogue } from '../text/catalogue.ts'
import { TwoFactorPage } from '../views/two-factor-page.tsx'

/** *Two-factor authentication* in the settings: how things stand, and the way to everything that can be changed. */
export function twoFactorRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>().get(twoFactorSettings, async (c) => {
    const { person, session } = signedIn(c)
    const { page } = c.var
    const { twoFactor } = site
    const { id: userId } = person
    const factors = await twoFactor.factors.list({ userId })
    const handover = await openHandover(site.db, site.keys.handover, session, page.now)
    const policy = await twoFactor.policy.evaluate({ userId })
    const allows = (type: Factor['type']) => policy.methods?.includes(type) ?? true
    return render(
      c,
      <TwoFactorPage
        page={page}
        factors={factors}
        mayAddApp={allows('totp')}
        mayAddPhone={allows('sms') && sendsSms(site.config)}
        recoveryCodesLeft={await twoFactor.recoveryCodes.remaining({ userId })}
        unsavedUntil={handover?.expiresAt ?? null}
        trustedComputers={
          policy.trustedDevices ? (await twoFactor.trustedDevices.list({ userId })).length : 0
        }
        otherSessions={await countOtherSessions(site.db, session, page.now)}
        notice={twoFactorNotice(page.text, c.req.query('notice'), factors.length > 0)}
        way={findWay(c, factors.length > 0)}
      />,
    )
  })
}

/** Back to the page that asked for a factor: itself once there is one, until then the page that leads to it. */
function findWay(c: Context<SiteEnv>, isOn: boolean): { href: string; label: string } | null {
  const asking = readWayBack(c)
  const { goOn, notNow } = c.var.page.text.security
  if (asking === null) return null
  if (isOn) {
    clearWayBack(c)
    return { href: asking, label: goOn }
  }
  const leading = leadingPage(asking)
  return leading === '/' || leading === twoFactorSettings ? null : { href: leading, label: notNow }
}

interface TwoFactorNotice {
  kind: 'ok' | 'info' | 'warn'
  sentence: string
  /** True after a change of the way in: whoever is signed in elsewhere can be put out then (ASVS 5.0 7.4.3). */
  isChange?: boolean
}

/** Says nothing that is no longer true: the address stays in the history for longer than what it tells of. */
function twoFactorNotice(
  { twoFactor, security }: Catalogue,
  notice: string | undefined,
  isOn: boolean,
): TwoFactorNotice | null {
  const whileOn: Record<string, TwoFactorNotice> = {
    on: { kind: 'ok', sentence: twoFactor.turnedOn, isChange: true },
    'new-codes': { kind: 'ok', sentence: twoFactor.newCodesSaved, isChange: true },
    'codes-over': { kind: 'warn', sentence: twoFactor.codesLost },
    'already-on': { kind: 'info', sentence: twoFactor.alreadyOn },
    cancelled: { kind: 'info', sentence: security.notAdded },
    added: { kind: 'ok', sentence: security.added, isChange: true },
    replaced: { kind: 'ok', sentence: security.replaced, isChange: true },
    removed: { kind: 'ok', sentence: security.removed, isChange: true },
    gone: { kind: 'warn', sentence: security.gone },
    'other-set-up': { kind: 'warn', sentence: security.otherSetUp },
    renamed: { kind: 'ok', sentence: security.renamed },
    preferred: { kind: 'ok', sentence: security.preferredNow },
    'too-many': { kind: 'warn', sentence: security.tooMany },
    'not-allowed': { kind: 'warn', sentence: security.methodRefused },
  }
  const whileOff: Record<string, TwoFactorNotice> = {
    cancelled: { kind: 'info', sentence: twoFactor.cancelled },
    off: { kind: 'ok', sentence: security.off, isChange: true },
    'not-allowed': { kind: 'warn', sentence: security.methodRefused },
    gone: { kind: 'warn', sentence: security.gone },
    'other-set-up': { kind: 'warn', sentence: security.otherSetUp },
    needed: { kind: 'info', sentence: security.needed },
  }
  const sentences = isOn ? whileOn : whileOff
  return notice !== undefined && Object.hasOwn(sentences, notice) ? (sentences[notice] ?? null) : null
}
