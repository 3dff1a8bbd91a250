/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

/** A mailed link that holds no longer, and the way to a new one. */
export function DeadLinkPage({ page }: { page: Page }) {
  const text = page.text.deadLink
  return (
    <Layout page={page} title={text.title} width="narrow">
      <p>{text.sentence}</p>
      <p>
        <a class="button primary" href="/forgotten-password">
          {text.askAgain}
        </a>
      </p>
      <div class="actions">
        <a href="/sign-in">{page.text.forgotten.back}</a>
      </div>
    </Layout>
  )
}
