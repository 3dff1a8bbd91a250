import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setResetProgress } from '../auth/cookies.ts'
import { keepPermission } from '../data/password-resets.ts'
import { readForm } from '../http/form.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type Asked, askCode, renderAskCode } from './ask-code.tsx'
import { type CodeVerdict, findVerdict } from './code-verdict.ts'
import { findOpenReset, type OpenReset, renderDeadLink } from './open-reset.tsx'

const newPassword = '/new-password'
const paths = { totp: `${newPassword}/code`, recovery_code: `${newPassword}/recovery`, leave: '/sign-in' }

/** The second factor in front of a new password (ASVS 5.0 6.4.3): a code from the app, or a recovery code. */
export function resetCodeRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(paths.totp, (c) => showCode(c, site, 'totp'))
    .post(paths.totp, (c) => judgeCode(c, site, 'totp'))
    .get(paths.recovery_code, (c) => showCode(c, site, 'recovery_code'))
    .post(paths.recovery_code, (c) => judgeCode(c, site, 'recovery_code'))
}

async function showCode(
  c: Context<SiteEnv>,
  site: Site,
  method: 'totp' | 'recovery_code',
): Promise<Response> {
  const open = await findWaitingReset(c, site)
  if (open instanceof Response) return open
  return renderCode(c, open, method, await ask(c, site, open, open.progress.challenge))
}

async function judgeCode(
  c: Context<SiteEnv>,
  site: Site,
  method: 'totp' | 'recovery_code',
): Promise<Response> {
  const form = await readForm(c, 'code')
  const open = await findWaitingReset(c, site)
  if (open instanceof Response) return open
  const asked = await ask(c, site, open, open.progress.challenge)
  if (asked.status !== 'open') return renderCode(c, open, method, asked)

  const { text } = c.var.page
  const result = await site.twoFactor.passwordReset.verify({
    token: asked.token,
    method,
    code: form.code,
    ip: clientAddress(c, site.config.trustedProxies),
  })
  if (result.status === 'ok') {
    await keepPermission(site.db, open.reset, result)
    setResetProgress(c, { ...open.progress, challenge: '', permission: result.permission })
    return c.redirect(newPassword, 303)
  }
  const verdict = findVerdict(text, method, result)
  if (verdict.until !== null) {
    return renderCode(c, open, method, { status: 'locked', until: verdict.until })
  }
  if (verdict.suspended) return renderCode(c, open, method, { ...asked, hasApp: false }, verdict)
  if (verdict.over === null) return renderCode(c, open, method, asked, verdict)
  // The link still holds, so the next question follows at once; or none, when there are no tries left for now.
  const error = verdict.error ?? text.askCode.again
  return renderCode(c, open, method, await ask(c, site, open, ''), { ...verdict, error, attemptsLeft: null })
}

/** The reset that waits for a code in this browser, or the answer to give when there is none. */
async function findWaitingReset(c: Context<SiteEnv>, site: Site): Promise<OpenReset | Response> {
  const open = await findOpenReset(c, site)
  if (!open) return renderDeadLink(c)
  return open.needsCode ? open : c.redirect(newPassword, 303)
}

async function ask(c: Context<SiteEnv>, site: Site, open: OpenReset, token: string): Promise<Asked> {
  const { progress, person } = open
  const asked = await askCode(c, site, site.twoFactor.passwordReset, { userId: person.id, token })
  if (asked.status === 'open' && asked.token !== progress.challenge) {
    setResetProgress(c, { ...progress, challenge: asked.token })
  }
  return asked
}

async function renderCode(
  c: Context<SiteEnv>,
  { person }: OpenReset,
  method: 'totp' | 'recovery_code',
  asked: Asked,
  outcome?: CodeVerdict,
): Promise<Response> {
  // Turned off or reset a moment ago: there is nothing to ask for any more.
  if (asked.status === 'not_enrolled' || asked.status === 'no_method') return c.redirect(newPassword, 303)
  const words = c.var.page.text.resetCode
  return renderAskCode(c, { words, paths, person, method, asked, ...(outcome && { outcome }) })
}
