/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { OwnWays } from '../auth/own-ways.ts'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface SignInPageProps {
  page: Page
  next: string
  address?: string
  /** What happened before: signed out, cancelled, timed out. */
  notice?: string | null
  /** The pair was wrong. Said of both fields, for which of them it was is nobody's business. */
  wrong?: boolean
  /** Why nobody can sign in just now. */
  refused?: string | null
  /** True for who was let in without a factor and wants to use one after all. */
  withFactor?: boolean
  /** True when the way in leads over a new password. */
  toNewPassword?: boolean
  /** What the person may use in the place of the mailed code, or null. */
  own?: OwnWays['left']
  /** The form came without one. */
  noAddress?: boolean
}

export function SignInPage(props: SignInPageProps) {
  const { page, next, address = '', notice, wrong, refused, withFactor } = props
  const { toNewPassword, own, noAddress } = props
  const text = page.text.signIn
  return (
    <Layout page={page} title={text.title} width="narrow">
      {withFactor && <p class="lead">{text.withFactor}</p>}
      {notice && <Notice kind="info">{notice}</Notice>}
      {refused && (
        <Notice kind="danger" focus>
          {refused} {toNewPassword && <a href="/forgotten-password">{text.getNewPassword}</a>}
          {own && <a href={withQuery('/sign-in', { factor: 'own', next })}>{page.text.ownWays[own]}</a>}
        </Notice>
      )}
      <PostForm page={page} action="/sign-in" class="stack" novalidate>
        <input type="hidden" name="next" value={next} />
        {withFactor && <input type="hidden" name="factor" value="own" />}
        <Field
          name="address"
          type="email"
          label={text.address}
          value={address}
          error={noAddress ? page.text.forgotten.malformed : null}
          sharedErrorId={wrong ? 'password-error' : undefined}
          autocomplete="username"
          inputmode="email"
          maxlength={254}
          autofocus={!wrong && !refused}
        />
        <Field
          name="password"
          type="password"
          label={text.password}
          error={wrong ? text.wrong : null}
          autocomplete="current-password"
          maxlength={256}
        />
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </PostForm>
      <div class="actions">
        <a href="/forgotten-password">{text.forgotten}</a>
        <a href="/recovery">{page.text.lostAll.link}</a>
      </div>
    </Layout>
  )
}
