/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { ChallengeMethod } from 'countersign'
import type { Child } from 'hono/jsx'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { AccountField } from './account-field.tsx'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { showNumber } from './phone-number.ts'
import { PostForm } from './post-form.tsx'
import { SmsSending, type SmsState } from './sms-sending.tsx'
import { TrustBox } from './trust-box.tsx'

/** What a code is asked from. */
export type AskedMethod = 'totp' | 'sms' | 'recovery_code'

/** What tells one question for a code from another. */
export interface QuestionWords {
  /** Null where the title is that of what is entered. */
  title: string | null
  lead(address: string): string
  submit: string
  /** Why neither app nor phone can be used, where a recovery code can. */
  noFactor: string
  /** Why nothing can be used, after a hundred wrong codes. */
  suspended: string
  /** Why nothing is judged before a time. */
  locked(until: string): string
}

interface CodeQuestionPageProps {
  page: Page
  words: QuestionWords
  paths: Readonly<Record<AskedMethod, string>>
  next: string | null
  address: string
  method: AskedMethod
  methods: readonly ChallengeMethod[]
  /** Why neither app nor phone can be used, where it is not what `words` say; or null. */
  noFactor: string | null
  mayTrust: boolean
  /** Whether the person ticked *Trust this computer* beside a code that was refused. */
  trust: boolean
  /** Why no code can be entered now, or null. */
  blocked: string | null
  error: string | null
  attemptsLeft: number | null
  sms: SmsState
  leave: Child
}

/** The question for a code, wherever it is asked: from the app, by SMS, or off the list of recovery codes. */
export function CodeQuestionPage(props: CodeQuestionPageProps) {
  const { page, words, address, method, blocked, leave } = props
  const { code, phone, recovery } = page.text
  const own = { totp: code, sms: phone, recovery_code: recovery }[method]
  return (
    <Layout page={page} title={words.title ?? own.title} width="narrow">
      <p class="lead">{words.lead(address)}</p>
      {blocked ? (
        <Notice kind="danger" focus>
          {blocked}
        </Notice>
      ) : (
        <Ask {...props} />
      )}
      <div class="actions">
        {!blocked && <OtherWays {...props} />}
        {leave}
      </div>
      {method === 'recovery_code' && (
        <p class="soft">
          {recovery.noCodes(page.siteName)} <a href="/recovery">{recovery.lostEverything}</a>
        </p>
      )}
    </Layout>
  )
}

/** The field, or what stands in its place while there is nothing to enter. */
function Ask(props: CodeQuestionPageProps) {
  const { page, words, paths, next, address, method, methods, noFactor, sms } = props
  const { code, recovery } = page.text
  const offered = methods
    .filter(({ type }) => type === method)
    .sort((a, b) => Number(b.preferred) - Number(a.preferred))
  if (offered.length === 0) {
    const why = noFactor ?? words.noFactor
    return <Notice kind="warn">{method === 'recovery_code' ? recovery.noneLeft : why}</Notice>
  }
  if (method === 'sms') {
    const sending = { page, action: `${paths.sms}/send`, next, address, numbers: offered, sms }
    return sms.sentTo === null ? (
      <SmsSending {...sending} />
    ) : (
      <>
        <CodeForm {...props} about={page.text.phone.sentTo(showNumber(sms.sentTo.number))} />
        <SmsSending {...sending} />
      </>
    )
  }
  if (method === 'recovery_code') {
    return (
      <>
        {noFactor && <Notice kind="info">{noFactor}</Notice>}
        <CodeForm {...props} about={recovery.lead} />
      </>
    )
  }
  const names = offered.map(({ label }) => label).filter(Boolean)
  const list = new Intl.ListFormat(page.locale, { type: 'disjunction' })
  return <CodeForm {...props} about={names.length > 1 ? code.several(list.format(names)) : null} />
}

function CodeForm(props: CodeQuestionPageProps & { about: string | null }) {
  const { page, words, paths, next, address, method, mayTrust, trust, error, attemptsLeft, about } = props
  const { code, phone, recovery } = page.text
  const byList = method === 'recovery_code'
  const field = { totp: code, sms: phone, recovery_code: recovery }[method]
  return (
    <>
      {about && <p>{about}</p>}
      <PostForm page={page} action={paths[method]} class="stack" novalidate>
        {next !== null && <input type="hidden" name="next" value={next} />}
        <AccountField address={address} />
        <Field
          name="code"
          label={field.label}
          hint={field.hint}
          error={error}
          autocomplete={byList ? 'off' : 'one-time-code'}
          {...(byList ? { format: 'recovery-code' as const } : { inputmode: 'numeric' as const })}
          maxlength={byList ? 80 : 20}
          class={byList ? 'recovery-code' : 'code'}
          autofocus
        />
        {mayTrust && !byList && <TrustBox page={page} checked={trust} />}
        {attemptsLeft !== null && <p class="soft">{code.attemptsLeft(attemptsLeft)}</p>}
        <button type="submit" class="primary">
          {words.submit}
        </button>
      </PostForm>
    </>
  )
}

/** Every other way is one click away; what is left when all of them are lost is behind the help. */
function OtherWays({ page, paths, next, method, methods }: CodeQuestionPageProps) {
  const { code, phone, recovery } = page.text
  const numbers = methods.filter(({ type }) => type === 'sms')
  const [only] = numbers
  const link = (to: AskedMethod) => withQuery(paths[to], { next })
  return (
    <>
      {method !== 'totp' && methods.some(({ type }) => type === 'totp') && (
        <a href={link('totp')}>{recovery.back}</a>
      )}
      {method !== 'sms' && only && (
        <a href={link('sms')}>
          {numbers.length === 1 && only.number ? phone.useSmsTo(showNumber(only.number)) : phone.useSms}
        </a>
      )}
      {method !== 'recovery_code' && <a href={link('recovery_code')}>{code.help}</a>}
    </>
  )
}
