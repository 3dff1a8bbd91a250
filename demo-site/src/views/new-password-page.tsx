/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { AccountField } from './account-field.tsx'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { PostForm } from './post-form.tsx'

interface NewPasswordPageProps {
  page: Page
  address: string
  /** The fewest characters that it may have. */
  least: number
  error?: string
}

export function NewPasswordPage({ page, address, least, error }: NewPasswordPageProps) {
  const text = page.text.newPassword
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p class="lead">{text.lead(address)}</p>
      <PostForm page={page} action="/new-password" class="stack" novalidate>
        <AccountField address={address} />
        {/* Password managers need to know whose password this is. */}
        <input type="email" name="username" value={address} autocomplete="username" readonly hidden />
        <Field
          name="password"
          type="password"
          label={text.label}
          hint={text.hint(least)}
          error={error ?? null}
          autocomplete="new-password"
          maxlength={256}
          autofocus
        />
        <button type="submit" class="primary">
          {text.submit}
        </button>
      </PostForm>
      <div class="actions">
        <a href="/sign-in">{page.text.resetCode.leave}</a>
      </div>
    </Layout>
  )
}
