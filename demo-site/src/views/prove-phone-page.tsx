/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { PendingSms } from 'countersign'
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { showNumber } from './phone-number.ts'
import { PostForm } from './post-form.tsx'

interface ProvePhonePageProps {
  page: Page
  pending: PendingSms
  /** Where the form goes; a wish for another code goes to `send` below it. */
  action: string
  /** What is sent along with the code. */
  fields?: Child
  /** What becomes of the number that it takes the place of, if of any. */
  about?: Child
  /** The way to another number. */
  otherNumber: string
  /** The way out. */
  leave: Child
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
  const { page, pending, action, fields, about, otherNumber, leave } = props
  const { notice, problem, isSent, error, attemptsLeft, resendIn } = props
  const { phone, code } = page.text
  const number = showNumber(pending.number)
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
      {about}
      <PostForm page={page} action={action} class="stack" novalidate>
        <input type="hidden" name="enrollment" value={pending.enrollmentId} />
        {fields}
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
      </PostForm>
      <p class="after-form">{pending.resendAt === null ? phone.noMore : waiting}</p>
      <div class="actions">
        {pending.resendAt !== null && (
          <PostForm page={page} action={`${action}/send`}>
            <input type="hidden" name="enrollment" value={pending.enrollmentId} />
            {fields}
            <button type="submit">{phone.resend}</button>
          </PostForm>
        )}
        <a href={otherNumber}>{phone.otherNumber}</a>
        {leave}
      </div>
    </Layout>
  )
}
