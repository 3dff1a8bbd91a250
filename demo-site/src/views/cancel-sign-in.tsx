/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { nameToken } from '../auth/cookies.ts'
import type { Page } from '../http/page.ts'
import { PostForm } from './post-form.tsx'

/**
 * The way out of a sign-in that waits.
 *
 * @param token of this very sign-in, which the form names: by then another tab may have begun another one
 */
export function CancelSignIn({ page, token }: { page: Page; token: string }) {
  return (
    <PostForm page={page} action="/sign-in/cancel">
      {token !== '' && <input type="hidden" name="of" value={nameToken(token)} />}
      <button type="submit" class="plain">
        {page.text.code.cancel}
      </button>
    </PostForm>
  )
}
