/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingSms } from 'countersign'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { showNumber } from './phone-number.ts'
import { CancelSetUp } from './scan-page.tsx'

interface ProvePhonePageProps {
  page: Page
  pending: PendingSms
  /** The id of the number that this one takes the place of, or the empty string. */
  replaces: string
  notice: string | null
  /** Why the last code was not sent, or null. */
  problem: string | null
  isSent: boolean
  error: string | null
  attemptsLeft: number | null
  /** Seconds until another code can be had, or null when one can be had now. */
  resendIn: number | null
}

/** The number, masked, and the code that has come to it. */
export function ProvePhonePage(props: ProvePhonePageProps) {
  const { page, pending, replaces, notice, problem, isSent, error, attemptsLeft, resendIn } = props
  const { phone, code } = page.text
  const number = showNumber(pending.number)
  const action = '/settings/two-factor/add-phone/code'
  const waiting = resendIn === null ? phone.resendNow : phone.resendIn(resendIn)
  return (
    <Layout page={page} title={phone.codeTitle}>
      {notice && <Notice kind="ok">{notice}</Notice>}
      {problem && (
        <Notice kind="danger" focus>
          {problem}
        </Notice>
      )}
      <p>{isSent ? phone.codeLead(number) : phone.notSentLead(number)}</p>
      <form method="post" action={action} class="stack" novalidate>
        <input type="hidden" name="enrollment" value={pending.enrollmentId} />
        {replaces && <input type="hidden" name="replaces" value={replaces} />}
        <Field
          name="code"
          label={phone.label}
          hint={phone.hint}
          error={error}
          autocomplete="one-time-code"
          inputmode="numeric"
          maxlength={20}
          class="code"
          autofocus={!problem}
        />
        {attemptsLeft !== null && <p class="soft">{code.attemptsLeft(attemptsLeft)}</p>}
        <button type="submit" class="primary">
          {phone.codeSubmit}
        </button>
      </form>
      <p class="after-form">{pending.resendAt === null ? phone.noMore : waiting}</p>
      <div class="actions">
        {pending.resendAt !== null && (
          <form method="post" action={`${action}/send`}>
            {replaces && <input type="hidden" name="replaces" value={replaces} />}
            <button type="submit">{phone.resend}</button>
          </form>
        )}
        <a href={withQuery('/settings/two-factor/add-phone', { replaces: replaces || null })}>
          {phone.otherNumber}
        </a>
        <CancelSetUp page={page} />
      </div>
    </Layout>
  )
}
