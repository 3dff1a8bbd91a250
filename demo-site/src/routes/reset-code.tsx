/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { setResetProgress } from '../auth/cookies.ts'
import { briefly, lookAgain } from '../data/look-again.ts'
import { hasPermission, keepPermission } from '../data/password-resets.ts'
import { withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { askCode } from './ask-code.ts'
import { findOpenReset, type OpenReset, renderDeadLink } from './open-reset.tsx'
import type { Answer, Question, QuestionKind } from './question.tsx'
import { questionRoutes } from './question-routes.ts'

const newPassword = '/new-password'

/** The second factor in front of a new password (ASVS 5.0 6.4.3): a code from the app, by SMS, or a recovery code. */
export function resetCodeRoutes(site: Site): Hono<SiteEnv> {
  const kind: QuestionKind = {
    paths: {
      totp: `${newPassword}/code`,
      sms: `${newPassword}/sms`,
      recovery_code: `${newPassword}/recovery`,
    },
    openedBy: 'mailed_link',
    words: ({ text }) => ({ ...text.askCode, ...text.resetCode }),
    leave: ({ text }) => <a href="/sign-in">{text.resetCode.leave}</a>,
    find: (c) => find(c, site, kind),
    judge: (c, question, answer) => judge(c, site, question, answer),
    // The link still holds, so the next question follows at once; or none, when there are no tries left for now.
    again: (c) => find(c, site, kind, ''),
    sendSms: site.twoFactor.passwordReset.sendSms,
  }
  return questionRoutes(site, kind)
}

/** @param given the challenge to go on with, where it is not that of the cookie */
async function find(
  c: Context<SiteEnv>,
  site: Site,
  kind: QuestionKind,
  given?: string,
): Promise<Question | Response> {
  const open = await findWaitingReset(c, site)
  if (open instanceof Response) return open
  const { person, progress } = open
  if (c.req.method === 'POST' && given === undefined && (await isAccepted(c, site, open, progress.challenge)))
    return toAccepted(c)
  const token = given ?? progress.challenge
  const asked = await askCode(c, site, kind, site.twoFactor.passwordReset, { person, token, next: null })
  // Turned off or reset a moment ago: there is nothing to ask for any more.
  if (asked === 'not_enrolled' || asked === 'no_method') return c.redirect(newPassword, 303)
  if (asked.token !== '' && asked.token !== progress.challenge) {
    setResetProgress(c, { ...progress, challenge: asked.token })
  }
  return asked
}

/** The reset that waits for a code in this browser, or the answer to give when there is none. */
async function findWaitingReset(c: Context<SiteEnv>, site: Site): Promise<OpenReset | Response> {
  const open = await findOpenReset(c, site)
  if (!open) return renderDeadLink(c)
  return open.needsCode ? open : c.redirect(newPassword, 303)
}

async function judge(c: Context<SiteEnv>, site: Site, { token }: Question, { method, code }: Answer) {
  const open = await findWaitingReset(c, site)
  if (open instanceof Response) return open
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await site.twoFactor.passwordReset.verify({ token, method, code, ip })
  if (result.status !== 'ok') return (await isAccepted(c, site, open, token)) ? toAccepted(c) : result
  await keepPermission(site.db, open.reset, result)
  setResetProgress(c, { ...open.progress, challenge: '', permission: result.permission })
  return c.redirect(newPassword, 303)
}

/**
 * Whether a twin of this form, in another process, has just been let by with the code. What that has earned is in the
 * cookie of its answer: the twin writes none, which could come after that one.
 */
async function isAccepted(
  c: Context<SiteEnv>,
  site: Site,
  { reset }: OpenReset,
  token: string,
): Promise<boolean> {
  if (token === '' || (await site.twoFactor.passwordReset.describe({ token })).status !== 'expired')
    return false
  const { now } = c.var.page
  const look = async () => (await hasPermission(site.db, reset, now)) || null
  return (await lookAgain(look, briefly)) !== null
}

/** Where the cookie of the twin leads on; without it, the page says what has happened. */
const toAccepted = (c: Context<SiteEnv>) =>
  c.redirect(withQuery(`${newPassword}/code`, { notice: 'accepted' }), 303)
