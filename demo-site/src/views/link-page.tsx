/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'
import { PostForm } from './post-form.tsx'

interface LinkPageProps {
  page: Page
  title: string
  /** What the link is about, or what became of it. */
  sentences: readonly string[]
  /** The button that acts: opening the page never does, because mail scanners open links. */
  button?: { action: string; token: string; label: string }
  links?: readonly { href: string; label: string; button?: boolean }[]
  children?: Child
}

/** The page behind a mailed link: says what will happen, has one button, and says afterwards what has happened. */
export function LinkPage({ page, title, sentences, button, links = [], children }: LinkPageProps) {
  return (
    <Layout page={page} title={title} width="narrow">
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
      {children}
      {button && (
        <PostForm page={page} action={button.action}>
          <input type="hidden" name="token" value={button.token} />
          <button type="submit" class="primary">
            {button.label}
          </button>
        </PostForm>
      )}
      <div class="actions">
        {links.map(({ href, label, button: isButton }) => (
          <a href={href} class={isButton ? 'button' : undefined}>
            {label}
          </a>
        ))}
      </div>
    </Layout>
  )
}
