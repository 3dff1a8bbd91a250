/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { OwnWays } from '../auth/own-ways.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { EntryFields } from './account-field.tsx'
import { CancelSignIn } from './cancel-sign-in.tsx'
import { EntryReason, type EntryReasonProps } from './entry-reason.tsx'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface MailedCodePageProps extends EntryReasonProps {
  page: Page
  /** Of the sign-in that waits. */
  token: string
  next: string
  address: string
  error: string | null
  attemptsLeft: number | null
  /** When the step is locked: the sentence that says until when. Nothing can be entered then. */
  locked: string | null
  validUntil: string
  /** True when another code has just been sent. */
  sent: boolean
  mayResend: boolean
  /** From when on another code may be asked for, or null when one may now. */
  resendFrom: string | null
  /** Why what the person had before can't be used, or null. */
  held: string | null
  /** What the person who was let in without a factor can use all the same, or null. */
  own: OwnWays['left']
}

export function MailedCodePage(props: MailedCodePageProps) {
  const { page, next, address, because, error, attemptsLeft, locked, sent, mayResend, resendFrom } = props
  const { mailedCode: text, code } = page.text
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p class="lead">
        <EntryReason page={page} because={because} />
      </p>
      {props.held && <Notice kind="info">{props.held}</Notice>}
      {sent && !locked && <Notice kind="ok">{text.sent}</Notice>}
      <p>{text.lead(address)}</p>
      {locked ? (
        <Notice kind="danger" focus>
          {locked}
        </Notice>
      ) : (
        <>
          <PostForm page={page} action="/sign-in/mailed-code" class="stack" novalidate>
            <EntryFields next={next} address={address} />
            <Field
              name="code"
              label={text.label}
              hint={text.hint}
              error={error}
              autocomplete="one-time-code"
              inputmode="numeric"
              maxlength={20}
              class="code"
              autofocus
            />
            <p class="soft">{text.validUntil(props.validUntil)}</p>
            {attemptsLeft !== null && <p class="soft">{code.attemptsLeft(attemptsLeft)}</p>}
            <button type="submit" class="primary">
              {text.submit}
            </button>
          </PostForm>
          <p>
            {!mayResend ? text.noMore : resendFrom === null ? text.resendNow : text.resendFrom(resendFrom)}
          </p>
        </>
      )}
      <div class="actions">
        {mayResend && !locked && (
          <PostForm page={page} action="/sign-in/mailed-code/resend">
            <EntryFields next={next} address={address} />
            <button type="submit">{text.resend}</button>
          </PostForm>
        )}
        {props.own && (
          <a href={withQuery('/sign-in', { factor: 'own', next })}>{page.text.ownWays[props.own]}</a>
        )}
        <CancelSignIn page={page} token={props.token} />
      </div>
    </Layout>
  )
}
