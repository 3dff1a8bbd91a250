/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ChallengeMethod, TwoFactor, VerificationResult } from 'countersign'
import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { readSentSms } from '../auth/cookies.ts'
import type { Person } from '../data/people.ts'
import { formatFor } from '../http/format.ts'
import { withQuery } from '../http/local-path.ts'
import { type Page, stayAt } from '../http/page.ts'
import { render, setRetryAfter } from '../http/render.ts'
import type { SiteEnv } from '../http/site.ts'
import { type AskedMethod, CodeQuestionPage, type QuestionWords } from '../views/code-question-page.tsx'
import type { OpenedBy } from './other-tab.tsx'
import { type SmsRefusal, secondsUntil } from './sms-refusal.ts'

/** A question for a code that waits for its answer in this browser, or why none can be asked now. */
export interface Question {
  /** Countersign's challenge; empty when there is none. */
  token: string
  person: Person
  /** Where to go on to, or null where that goes without saying. */
  next: string | null
  methods: readonly ChallengeMethod[]
  attemptsLeft: number | null
  /** Why neither app nor phone can be used, where that is something else than what the words of this kind say; or null. */
  noFactor: string | null
  /** Why no code can be entered now, or null. */
  blocked: { sentence: string; status: 403 | 429 } | null
  /** True where this computer may be trusted from now on. */
  mayTrust: boolean
}

/** What the person entered, and wants. */
export interface Answer {
  method: AskedMethod
  code: string
  trust: boolean
}

/** What tells a sign-in, a step-up and a forgotten password from one another. The pages are the same. */
export interface QuestionKind {
  paths: Readonly<Record<AskedMethod, string>>
  openedBy: OpenedBy
  words(page: Page): QuestionWords
  /** The way out. */
  leave(page: Page, question: Question): Child
  /** The question of this browser, or the answer to give when there is none. */
  find(c: Context<SiteEnv>, next: string): Promise<Question | Response>
  /** Has the code judged; a right one leads on. */
  judge(
    c: Context<SiteEnv>,
    question: Question,
    answer: Answer,
  ): Promise<Response | Exclude<VerificationResult, { status: 'ok' }>>
  /** What follows a question that takes no more answers. */
  again(c: Context<SiteEnv>, question: Question, over: 'exhausted' | 'ended'): Promise<Question | Response>
  sendSms: TwoFactor['login']['sendSms']
}

/** What became of the last answer. */
interface Outcome {
  error?: string | null
  attemptsLeft?: number | null
  status?: 400 | 422 | 429
  sms?: SmsRefusal
  /** That the person ticked *Trust this computer*. */
  trust?: boolean
}

/** The same question while nothing is judged. */
export function blockUntil(
  c: Context<SiteEnv>,
  kind: Pick<QuestionKind, 'words'>,
  question: Question,
  until: number,
): Question {
  const { page } = c.var
  setRetryAfter(c, until, page.now)
  const shown = formatFor(page.locale, question.person).when(until, page.now)
  return { ...question, blocked: { sentence: kind.words(page).locked(shown), status: 429 } }
}

/** The page with the field for the code, or with the sentence that says why there is none. */
export function renderQuestion(
  c: Context<SiteEnv>,
  kind: QuestionKind,
  question: Question,
  method: AskedMethod,
  outcome: Outcome = {},
): Promise<Response> {
  stayAt(c, withQuery(kind.paths[method], { next: question.next }))
  const { page } = c.var
  const { person, methods, blocked, token } = question
  const { error = null, attemptsLeft = question.attemptsLeft, sms } = outcome
  const sent = readSentSms(c, token)
  const resendAt = sms?.until ?? sent?.resendAt ?? null
  if (sms?.until) setRetryAfter(c, sms.until, page.now)
  return render(
    c,
    <CodeQuestionPage
      page={page}
      words={kind.words(page)}
      paths={kind.paths}
      next={question.next}
      address={person.address}
      method={method}
      methods={methods}
      noFactor={question.noFactor}
      mayTrust={question.mayTrust}
      trust={outcome.trust ?? false}
      blocked={blocked?.sentence ?? null}
      error={error}
      attemptsLeft={attemptsLeft}
      sms={{
        sentTo: methods.find(({ id }) => id === sent?.factorId) ?? null,
        mayResend: resendAt !== null,
        resendIn: resendAt !== null && resendAt > page.now ? secondsUntil(resendAt, page.now) : null,
        problem: sms?.sentence ?? null,
      }}
      leave={kind.leave(page, question)}
    />,
    blocked?.status ?? sms?.status ?? outcome.status ?? 200,
  )
}
