/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import type { NoteSummary } from '../data/notes.ts'
import type { Page } from '../http/page.ts'
import { Layout } from './layout.tsx'

/** A table where there is room; a list of cards on a phone, each cell with its own heading. */
export function NotesPage({ page, notes }: { page: Page; notes: NoteSummary[] }) {
  const text = page.text.notes
  return (
    <Layout page={page} title={text.title}>
      <p class="lead">{text.lead}</p>
      {notes.length === 0 ? (
        <p>{text.empty}</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{text.note}</th>
              <th scope="col">{text.client}</th>
              <th scope="col">{text.written}</th>
            </tr>
          </thead>
          <tbody>
            {notes.map((note) => (
              <tr>
                <td>
                  <a href={`/notes/${encodeURIComponent(note.id)}`}>{note.title}</a>
                </td>
                <td data-label={text.client}>{note.client}</td>
                <td data-label={text.written}>{page.format.date(note.writtenAt)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Layout>
  )
}
