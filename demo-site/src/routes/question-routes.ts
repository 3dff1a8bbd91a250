import { type Context, Hono } from 'hono'
import { clientAddress } from '../auth/client-address.ts'
import { readSentSms, setSentSms } from '../auth/cookies.ts'
import { preferredMethod } from '../auth/second-step-path.ts'
import { readForm } from '../http/form.ts'
import { formatFor } from '../http/format.ts'
import { localPath, withQuery } from '../http/local-path.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import type { AskedMethod } from '../views/code-question-page.tsx'
import { findVerdict } from './code-verdict.ts'
import { renderOtherAccount } from './other-tab.tsx'
import { blockUntil, type Question, type QuestionKind, renderQuestion } from './question.tsx'
import { readSmsRefusal } from './sms-refusal.ts'

/** The pages of one kind of question: a code from the app, one by SMS, a recovery code. */
export function questionRoutes(site: Site, kind: QuestionKind): Hono<SiteEnv> {
  const { paths } = kind
  const routes = new Hono<SiteEnv>()
  for (const method of ['totp', 'sms', 'recovery_code'] as const) {
    routes.get(paths[method], (c) => showQuestion(c, kind, method))
    routes.post(paths[method], (c) => judgeAnswer(c, kind, method))
  }
  return routes
    .post(`${paths.sms}/send`, (c) => sendCode(c, site, kind))
    .get(`${paths.sms}/send`, (c) => c.redirect(paths.sms))
}

async function showQuestion(c: Context<SiteEnv>, kind: QuestionKind, method: AskedMethod): Promise<Response> {
  const question = await kind.find(c, localPath(c.req.query('next')))
  if (question instanceof Response) return question
  const offered = question.methods.map(({ type }) => type)
  // The other factor may be the only one by now. Without any, the first page says why.
  const elsewhere = offered.includes('sms') ? 'sms' : 'totp'
  const isAsked = method === 'recovery_code' || method === elsewhere || offered.includes(method)
  return isAsked || question.blocked
    ? renderQuestion(c, kind, question, method, { error: findNotice(c) })
    : c.redirect(
        withQuery(kind.paths[elsewhere], { next: question.next, notice: c.req.query('notice') ?? null }),
        303,
      )
}

/** Why a code is asked for though one was entered already, by the `notice` of the address. */
function findNotice(c: Context<SiteEnv>): string | null {
  const { again, accepted } = c.var.page.text.askCode
  const notice = c.req.query('notice')
  return notice === 'accepted' ? accepted : notice === 'again' ? again : null
}

async function judgeAnswer(c: Context<SiteEnv>, kind: QuestionKind, method: AskedMethod): Promise<Response> {
  const form = await readForm(c, 'code', 'next', 'trust', 'account')
  const question = await kind.find(c, localPath(form.next || c.req.query('next')))
  if (question instanceof Response) return question
  if (isOther(question, form.account)) return refuseOther(c, kind, question, method)
  if (question.blocked) return renderQuestion(c, kind, question, method)

  const trust = form.trust === 'yes'
  const answered = await kind.judge(c, question, { method, code: form.code, trust })
  if (answered instanceof Response) return answered
  const { text } = c.var.page
  const verdict = findVerdict(text, method, answered)
  if (verdict.until !== null) {
    return renderQuestion(c, kind, blockUntil(c, kind, question, verdict.until), method)
  }
  if (verdict.over !== null) {
    const next = await kind.again(c, question, verdict.over)
    if (next instanceof Response) return next
    const error = verdict.error ?? text.askCode.again
    return renderQuestion(c, kind, next, method, { ...verdict, error, attemptsLeft: null, trust })
  }
  const methods = verdict.suspended
    ? question.methods.filter(({ type }) => type === 'recovery_code')
    : question.methods
  return renderQuestion(c, kind, { ...question, methods }, method, {
    ...verdict,
    attemptsLeft: verdict.attemptsLeft ?? question.attemptsLeft,
    trust,
  })
}

/** Whether the form is that of an older tab, about somebody else. A form that names nobody can only be judged as it is. */
const isOther = ({ person }: Question, account: string) => account !== '' && account !== person.address

function refuseOther(
  c: Context<SiteEnv>,
  { paths, openedBy }: QuestionKind,
  { person, next }: Question,
  method: AskedMethod,
): Promise<Response> {
  const goOn = withQuery(paths[method], { next })
  return renderOtherAccount(c, { address: person.address, goOn, openedBy })
}

async function sendCode(c: Context<SiteEnv>, site: Site, kind: QuestionKind): Promise<Response> {
  const form = await readForm(c, 'to', 'next', 'account')
  const question = await kind.find(c, localPath(form.next || c.req.query('next')))
  if (question instanceof Response) return question
  if (isOther(question, form.account)) return refuseOther(c, kind, question, 'sms')
  if (question.blocked) return renderQuestion(c, kind, question, 'sms')
  const numbers = question.methods.filter(({ type }) => type === 'sms')
  const to =
    numbers.find(({ id }) => id === form.to) ?? numbers.find(({ preferred }) => preferred) ?? numbers[0]
  const toPage = (method: AskedMethod) =>
    c.redirect(withQuery(kind.paths[method], { next: question.next }), 303)
  if (!to) return toPage(preferredMethod(question.methods))

  const { token } = question
  const ip = clientAddress(c, site.config.trustedProxies)
  const result = await kind.sendSms({ token, factorId: to.id, ip })
  const refuse = (refused: Parameters<typeof readSmsRefusal>[1]) => {
    const { text, locale, now } = c.var.page
    const format = formatFor(locale, question.person)
    return renderQuestion(c, kind, question, 'sms', { sms: readSmsRefusal({ text, format, now }, refused) })
  }
  switch (result.status) {
    case 'sent':
      setSentSms(c, token, { factorId: to.id, resendAt: result.resendAt })
      return toPage('sms')
    case 'too_soon': {
      // A second click: the first has sent the code that both ask for.
      const sent = readSentSms(c, token)
      if (sent !== null && sent.factorId !== to.id) return refuse(result)
      setSentSms(c, token, { factorId: to.id, resendAt: result.until })
      return toPage('sms')
    }
    case 'sms_failed':
      setSentSms(c, token, { factorId: '', resendAt: result.resendAt })
      return refuse(result)
    case 'sms_limited':
    case 'sms_unavailable':
    case 'challenge_exhausted':
      return refuse(result)
    case 'locked':
      return renderQuestion(c, kind, blockUntil(c, kind, question, result.until), 'sms')
    case 'expired': {
      const next = await kind.again(c, question, 'ended')
      return next instanceof Response ? next : toPage('sms')
    }
    // Suspended, removed or forbidden meanwhile: the page says what is left.
    case 'suspended':
    case 'method_not_allowed':
    case 'not_found':
      return toPage('sms')
  }
}
