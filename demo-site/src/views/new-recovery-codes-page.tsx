/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { twoFactorSettings } from '../http/settings-path.ts'
import { Layout } from './layout.tsx'
import { PostForm } from './post-form.tsx'

/** What will happen to the old codes, before the button that does it. */
export function NewRecoveryCodesPage({ page, formId }: { page: Page; formId: string }) {
  const { newCodes, security } = page.text
  return (
    <Layout page={page} title={newCodes.title}>
      <p>{security.newCodesLead}</p>
      <div class="actions">
        <PostForm page={page} action={`${twoFactorSettings}/new-recovery-codes`}>
          <input type="hidden" name="form" value={formId} />
          <button type="submit" class="primary">
            {newCodes.submit}
          </button>
        </PostForm>
        <a href={twoFactorSettings}>{newCodes.leave}</a>
      </div>
    </Layout>
  )
}
