/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { Note } from '../data/notes.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

export function NotePage({ page, note }: { page: Page; note: Note }) {
  const text = page.text.notes
  return (
    <Layout page={page} title={note.title}>
      <p class="lead">{note.client}</p>
      <article class="note">
        {note.body.split('\n\n').map((paragraph) => (
          <p>{paragraph}</p>
        ))}
        <p class="soft">{text.by(note.authorName, page.format.moment(note.writtenAt))}</p>
      </article>
      <p>
        <a href="/notes">{text.back}</a>
      </p>
    </Layout>
  )
}
