/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface PasswordPageProps {
  page: Page
  action: string
  words: {
    title: string
    lead: string
    label: string
    submit: string
    /** Null where signing out is the only way out. */
    leave: string | null
  }
  error: string | null
  /** Why no password is checked just now, or null. */
  refused: string | null
  /** What stands above the lead. */
  above?: Child
  fields?: Child
}

/** The password once more, in a session, before what changes the way in. */
export function PasswordPage({ page, action, words, error, refused, above, fields }: PasswordPageProps) {
  return (
    <Layout page={page} title={words.title}>
      {refused && (
        <Notice kind="danger" focus>
          {refused}
        </Notice>
      )}
      {above}
      <p>{words.lead}</p>
      <PostForm page={page} action={action} class="stack" novalidate>
        {fields}
        <Field
          name="password"
          type="password"
          label={words.label}
          error={error}
          autocomplete="current-password"
          maxlength={256}
          autofocus={!refused}
        />
        <button type="submit" class="primary">
          {words.submit}
        </button>
      </PostForm>
      {words.leave && (
        <div class="actions">
          <a href={twoFactorSettings}>{words.leave}</a>
        </div>
      )}
    </Layout>
  )
}
