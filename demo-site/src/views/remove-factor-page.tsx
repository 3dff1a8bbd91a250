/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { nameFactor } from './factor-name.ts'
import { Layout } from './layout.tsx'
import { PostForm } from './post-form.tsx'

/** What goes with it, before the button that does it. */
export function RemoveFactorPage({ page, factor }: { page: Page; factor: Factor }) {
  const text = page.text.security
  return (
    <Layout page={page} title={text.removeConfirmTitle(nameFactor(page, factor))}>
      <p>{text.removeConfirmLead}</p>
      <p class="soft">{text.forgetsComputers}</p>
      <div class="actions">
        <PostForm page={page} action={`${twoFactorSettings}/factors/${factor.id}/remove`}>
          <button type="submit" class="primary">
            {text.removeConfirm}
          </button>
        </PostForm>
        <a href={twoFactorSettings}>{text.keep}</a>
      </div>
    </Layout>
  )
}
