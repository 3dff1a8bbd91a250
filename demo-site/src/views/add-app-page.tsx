/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import { withQuery } from '../http/local-path.ts'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { nameFactor } from './factor-name.ts'
import { Field } from './field.tsx'
import { Layout } from './layout.tsx'
import { Notice } from './notice.tsx'
import { PostForm } from './post-form.tsx'

interface AddAppPageProps {
  page: Page
  /** What the new app takes the place of, or null. */
  replaced: Factor | null
  notice: string | null
  /** As typed before. */
  name?: string
  /** Why that name was not taken. */
  error?: string
}

/** What will happen, and when, before anything does. */
export function AddAppPage({ page, replaced, notice, name = '', error }: AddAppPageProps) {
  const { security, setUp } = page.text
  const action = withQuery(`${twoFactorSettings}/add-app`, { replaces: replaced?.id ?? null })
  return (
    <Layout page={page} title={replaced ? security.replaceTitle : security.addAppTitle}>
      {notice && <Notice kind="warn">{notice}</Notice>}
      <p>{replaced ? security.replaceLead(nameFactor(page, replaced)) : security.addAppLead}</p>
      <p class="soft">{security.forgetsComputers}</p>
      <PostForm page={page} action={action} class="stack">
        <Field
          name="name"
          label={security.nameLabel}
          hint={security.nameHint}
          value={name}
          error={error ?? null}
          autocomplete="off"
          maxlength={64}
        />
        <button type="submit" class="primary">
          {setUp.showQr}
        </button>
      </PostForm>
      <div class="actions">
        <a href={twoFactorSettings}>{setUp.cancel}</a>
      </div>
    </Layout>
  )
}
