import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { clearStepUpToken, readStepUpToken, setFreshFactor, setStepUpToken } from '../auth/cookies.ts'
import { signedIn } from '../auth/signed-in.ts'
import { readForm } from '../http/form.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { type Asked, askCode, renderAskCode } from './ask-code.tsx'
import { type CodeVerdict, findVerdict } from './code-verdict.ts'

type Method = 'totp' | 'recovery_code'

const stepUp = '/step-up'

/** A fresh code in the middle of a session, for what changes the way in (ASVS 5.0 7.5.1); then on to where it was asked for. */
export function stepUpRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get(stepUp, (c) => showCode(c, site, 'totp'))
    .post(stepUp, (c) => judgeCode(c, site, 'totp'))
    .get(`${stepUp}/recovery`, (c) => showCode(c, site, 'recovery_code'))
    .post(`${stepUp}/recovery`, (c) => judgeCode(c, site, 'recovery_code'))
}

const readNext = (c: Context<SiteEnv>) => localPath(c.req.query('next'))

async function showCode(c: Context<SiteEnv>, site: Site, method: Method): Promise<Response> {
  return renderCode(c, method, await ask(c, site, readStepUpToken(c)))
}

async function judgeCode(c: Context<SiteEnv>, site: Site, method: Method): Promise<Response> {
  const form = await readForm(c, 'code')
  const asked = await ask(c, site, readStepUpToken(c))
  if (asked.status !== 'open') return renderCode(c, method, asked)
  const { text, now } = c.var.page
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await site.twoFactor.stepUp.verify({ token: asked.token, method, code: form.code, ip })
  if (result.status === 'ok') {
    clearStepUpToken(c)
    setFreshFactor(c, result.stepUp, Math.floor((result.expiresAt - now) / 1000))
    return c.redirect(readNext(c), 303)
  }
  const verdict = findVerdict(text, method, result)
  if (verdict.until !== null) return renderCode(c, method, { status: 'locked', until: verdict.until })
  if (verdict.suspended) return renderCode(c, method, { ...asked, hasApp: false }, verdict)
  if (verdict.over === null) return renderCode(c, method, asked, verdict)
  const error = verdict.error ?? text.askCode.again
  return renderCode(c, method, await ask(c, site, ''), { ...verdict, error, attemptsLeft: null })
}

async function ask(c: Context<SiteEnv>, site: Site, token: string): Promise<Asked> {
  const { id: userId } = signedIn(c).person
  const asked = await askCode(c, site, site.twoFactor.stepUp, { userId, token })
  if (asked.status === 'open' && asked.token !== token) setStepUpToken(c, asked.token)
  return asked
}

async function renderCode(
  c: Context<SiteEnv>,
  method: Method,
  asked: Asked,
  outcome?: CodeVerdict,
): Promise<Response> {
  // Who has no factor is led to setting one up: nothing that asks for one can be done without.
  if (asked.status === 'not_enrolled') return c.redirect('/settings/two-factor', 303)
  const next = readNext(c)
  const paths = {
    totp: withQuery(stepUp, { next }),
    recovery_code: withQuery(`${stepUp}/recovery`, { next }),
    leave: next,
  }
  const { person } = signedIn(c)
  const words = c.var.page.text.stepUp
  return renderAskCode(c, { words, paths, person, method, asked, ...(outcome && { outcome }) })
}
