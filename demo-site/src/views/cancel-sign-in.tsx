/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'

/** The way out of a sign-in that waits. */
export function CancelSignIn({ page }: { page: Page }) {
  return (
    <form method="post" action="/sign-in/cancel">
      <button type="submit" class="plain">
        {page.text.code.cancel}
      </button>
    </form>
  )
}
