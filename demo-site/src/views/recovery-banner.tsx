/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { PostForm } from './post-form.tsx'

/** On every page of somebody for whom account recovery was asked: whoever is signed in has lost nothing, and can stop it. */
export function RecoveryBanner({ page }: { page: Page }) {
  const { recoveryAskedAt, format, text } = page
  if (recoveryAskedAt === null) return null
  return (
    <aside class="under-way" aria-label={text.recoveryStop.label}>
      <PostForm page={page} action="/recovery/stop">
        <p>{text.recoveryStop.banner(format.moment(recoveryAskedAt))}</p>
        <button type="submit">{text.recoveryStop.submit}</button>
      </PostForm>
    </aside>
  )
}
