/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Card } from './card.tsx'
import { PostForm } from './post-form.tsx'

/** Where else the person is signed in, and the way to end it. */
export function OtherSessions({ page, count }: { page: Page; count: number }) {
  const text = page.text.settings
  return (
    <Card title={text.sessionsTitle}>
      <p>{count === 0 ? text.onlyHere : text.elsewhere(count)}</p>
      {count > 0 && (
        <PostForm page={page} action="/settings/sign-out-elsewhere">
          <button type="submit">{text.endOthers}</button>
        </PostForm>
      )}
    </Card>
  )
}
