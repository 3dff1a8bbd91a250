/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import {
  clearStepUpToken,
  readStepUpToken,
  setFreshFactor,
  setSessionToken,
  setStepUpToken,
} from '../auth/cookies.ts'
import { hasFreshFactor } from '../auth/fresh-factor.ts'
import { signedIn } from '../auth/signed-in.ts'
import { keepWayBack, leadingPage } from '../auth/way-back.ts'
import { isRenewed, renewSession } from '../data/sessions.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { askCode } from './ask-code.ts'
import type { Answer, Question, QuestionKind } from './question.tsx'
import { questionRoutes } from './question-routes.ts'

/** A fresh code in the middle of a session, for what changes the way in (ASVS 5.0 7.5.1); then on to where it was asked for. */
export function stepUpRoutes(site: Site): Hono<SiteEnv> {
  const kind: QuestionKind = {
    paths: { totp: '/step-up', sms: '/step-up/sms', recovery_code: '/step-up/recovery' },
    openedBy: 'password',
    words: ({ text }) => ({ ...text.askCode, ...text.stepUp }),
    leave: ({ text }, { next }) => <a href={leadingPage(next ?? '/')}>{text.stepUp.leave}</a>,
    find: (c, next) => find(c, site, kind, next, readStepUpToken(c)),
    judge: (c, question, answer) => judge(c, site, question, answer),
    again: (c, { next }) => find(c, site, kind, next ?? '/', ''),
    sendSms: site.twoFactor.stepUp.sendSms,
  }
  return questionRoutes(site, kind)
}

async function find(
  c: Context<SiteEnv>,
  site: Site,
  kind: QuestionKind,
  next: string,
  token: string,
): Promise<Question | Response> {
  const { person } = signedIn(c)
  const asked = await askCode(c, site, kind, site.twoFactor.stepUp, { person, token, next })
  // Who has no factor is led to setting one up: nothing that asks for one can be done without.
  if (asked === 'not_enrolled') {
    keepWayBack(c, next)
    return c.redirect(`${twoFactorSettings}?notice=needed`, 303)
  }
  if (asked === 'no_method') {
    const blocked = { sentence: c.var.page.text.askCode.noMethod, status: 403 } as const
    return {
      ...{ token: '', person, next, methods: [], attemptsLeft: null },
      ...{ noFactor: null, blocked, mayTrust: false },
    }
  }
  if (asked.token !== '' && asked.token !== token) setStepUpToken(c, asked.token)
  return asked
}

async function judge(c: Context<SiteEnv>, site: Site, { token, next }: Question, { method, code }: Answer) {
  const goOn = () => c.redirect(next ?? '/', 303)
  // Sent twice: no code is called used that has just done its work.
  if (await isShown(c, site)) return goOn()
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await site.twoFactor.stepUp.verify({ token, method, code, ip })
  if (result.status !== 'ok') return (await isShown(c, site)) ? goOn() : result
  const { now } = c.var.page
  clearStepUpToken(c)
  const shown = { what: 'factor', earned: result.stepUp } as const
  const renewed = await renewSession(site.db, signedIn(c).session, shown, now)
  // Null: it has ended meanwhile, or got its new token elsewhere. Then the next page asks again.
  if (renewed !== null) {
    setSessionToken(c, renewed)
    setFreshFactor(c, result.stepUp, Math.floor((result.expiresAt - now) / 1000))
  }
  return goOn()
}

/** Whether a factor was shown in this session just now: by this browser, or by a twin of this form in another process. */
async function isShown(c: Context<SiteEnv>, site: Site): Promise<boolean> {
  return (await hasFreshFactor(c, site)) || isRenewed(site.db, signedIn(c).session)
}
