/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { withQuery } from '../http/local-path.ts'
import { CancelSignIn, type WaitingProps } from './code-page.tsx'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

export function RecoveryPage({ hasCodes, ...waiting }: WaitingProps & { hasCodes: boolean }) {
  const { page, next, address, error, attemptsLeft, locked } = waiting
  const text = page.text.recovery
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p class="lead">{page.text.code.signingInAs(address)}</p>
      <p>{text.lead}</p>
      {!hasCodes && !locked && <Notice kind="warn">{text.noneLeft}</Notice>}
      {locked ? (
        <Notice kind="danger" focus>
          {locked}
        </Notice>
      ) : (
        <form method="post" action="/sign-in/recovery" class="stack" novalidate>
          <input type="hidden" name="next" value={next} />
          <Field
            name="code"
            label={text.label}
            hint={text.hint}
            error={error}
            autocomplete="off"
            maxlength={80}
            class="recovery-code"
            autofocus
            format="recovery-code"
          />
          {attemptsLeft !== null && <p class="soft">{page.text.code.attemptsLeft(attemptsLeft)}</p>}
          <button type="submit" class="primary">
            {text.submit}
          </button>
        </form>
      )}
      <div class="actions">
        <a href={withQuery('/sign-in/code', { next })}>{text.back}</a>
        <CancelSignIn page={page} />
      </div>
      <p class="soft">{text.noCodes}</p>
      <p>
        <a href="/recovery">{page.text.lostAll.link}</a>
      </p>
    </Layout>
  )
}
