/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'

interface LostAllPageProps {
  page: Page
  address?: string
  /** True when a link is on its way, if there is anybody to send it to. */
  sent?: boolean
  error?: string
  /** Why no link is sent just now. */
  refused?: string
}

export function LostAllPage({ page, address = '', sent, error, refused }: LostAllPageProps) {
  const text = page.text.lostAll
  return (
    <Layout page={page} title={text.title} width="narrow">
      {sent ? <Notice kind="info">{text.sent}</Notice> : <p>{text.lead}</p>}
      <ol class="steps">
        <li>{text.stepLink}</li>
        <li>{text.stepDetails}</li>
        <li>{text.stepReview}</li>
        <li>{text.stepWait}</li>
        <li>{text.stepEnd}</li>
      </ol>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      <form method="post" action="/recovery" class="stack" novalidate>
        <Field
          name="address"
          type="email"
          label={page.text.signIn.address}
          value={address}
          error={error ?? null}
          autocomplete="username"
          inputmode="email"
          maxlength={254}
        />
        <button type="submit" class={sent ? undefined : 'primary'}>
          {sent ? text.submitAgain : text.submit}
        </button>
      </form>
      <div class="actions">
        <a href="/sign-in">{text.back}</a>
      </div>
    </Layout>
  )
}
