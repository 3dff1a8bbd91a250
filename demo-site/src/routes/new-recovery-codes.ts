import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearStepUpToken, readStepUpToken, setStepUpToken } from '../auth/cookies.ts'
import { signedIn } from '../auth/signed-in.ts'
import { readForm } from '../http/form.ts'
import { createTurns } from '../http/one-at-a-time.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type Asked, askCode, renderAskCode } from './ask-code.tsx'
import { type CodeVerdict, findVerdict } from './code-verdict.ts'
import { findHandover, handOver, recoveryCodes } from './recovery-codes.tsx'

const newCodes = '/settings/two-factor/new-recovery-codes'
const paths = { totp: newCodes, recovery_code: `${newCodes}/recovery`, leave: '/settings/two-factor' }

/** A new list of recovery codes in the place of the old one, after a fresh code or one of the old list. */
export function newRecoveryCodeRoutes(site: Site): Hono<SiteEnv> {
  // A form that is sent twice finds out what became of the first.
  const inTurn = createTurns()
  const judge = (c: Context<SiteEnv>, method: 'totp' | 'recovery_code') =>
    inTurn(signedIn(c).session.id, () => judgeCode(c, site, method))
  return new Hono<SiteEnv>()
    .get(paths.totp, async (c) => renderCode(c, 'totp', await ask(c, site, readStepUpToken(c))))
    .post(paths.totp, (c) => judge(c, 'totp'))
    .get(paths.recovery_code, async (c) =>
      renderCode(c, 'recovery_code', await ask(c, site, readStepUpToken(c))),
    )
    .post(paths.recovery_code, (c) => judge(c, 'recovery_code'))
}

async function judgeCode(
  c: Context<SiteEnv>,
  site: Site,
  method: 'totp' | 'recovery_code',
): Promise<Response> {
  const form = await readForm(c, 'code')
  const { id: userId } = signedIn(c).person
  if (await hasEarned(c, site, form.code)) return c.redirect(recoveryCodes, 303)
  const asked = await ask(c, site, readStepUpToken(c))
  if (asked.status !== 'open') return renderCode(c, method, asked)

  const { text } = c.var.page
  const result = await site.twoFactor.stepUp.verify({
    token: asked.token,
    method,
    code: form.code,
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') {
    clearStepUpToken(c)
    const made = await site.twoFactor.recoveryCodes.regenerate({ userId, stepUp: result.stepUp })
    if (made.status !== 'ok') return c.redirect(newCodes, 303)
    return handOver(c, site, {
      codes: made.recoveryCodes,
      replaces: true,
      earnedBy: form.code,
    })
  }
  const verdict = findVerdict(text, method, result)
  if (verdict.until !== null) return renderCode(c, method, { status: 'locked', until: verdict.until })
  if (verdict.suspended) return renderCode(c, method, { ...asked, hasApp: false }, verdict)
  if (verdict.over === null) return renderCode(c, method, asked, verdict)
  const error = verdict.error ?? text.askCode.again
  return renderCode(c, method, await ask(c, site, ''), { ...verdict, error, attemptsLeft: null })
}

/** True when the codes that wait in this session were made for this very code, a moment ago. */
async function hasEarned(c: Context<SiteEnv>, site: Site, code: string): Promise<boolean> {
  try {
    const handover = await findHandover(c, site)
    return handover?.replaces === true && handover.earnedBy === code
  } catch (error) {
    // It is a convenience: without it the code is judged as any other.
    const name = error instanceof Error ? error.name : 'unknown'
    site.log.error('recovery_codes.not_found', { id: c.var.requestId, name })
    return false
  }
}

async function ask(c: Context<SiteEnv>, site: Site, token: string): Promise<Asked> {
  const { id: userId } = signedIn(c).person
  const asked = await askCode(c, site, site.twoFactor.stepUp, { userId, token })
  if (asked.status === 'open' && asked.token !== token) setStepUpToken(c, asked.token)
  return asked
}

async function renderCode(
  c: Context<SiteEnv>,
  method: 'totp' | 'recovery_code',
  asked: Asked,
  outcome?: CodeVerdict,
): Promise<Response> {
  if (asked.status === 'not_enrolled') return c.redirect(paths.leave, 303)
  const { person } = signedIn(c)
  const words = c.var.page.text.newCodes
  return renderAskCode(c, { words, paths, person, method, asked, ...(outcome && { outcome }) })
}
