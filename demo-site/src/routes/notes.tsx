/** @jsxRuntime automatic @jsxImportSource hono/jsx */
import { Hono } from 'hono'
import { signedIn } from '../auth/signed-in.ts'
import { findNote, listNotes } from '../data/notes.ts'
import { canReadNotes } from '../data/people.ts'
import { render } from '../http/render.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { NotePage } from '../views/note-page.tsx'
import { NotesPage } from '../views/notes-page.tsx'
import { ProblemPage } from '../views/problem-page.tsx'

/** What all of this guards. */
export function noteRoutes(site: Site): Hono<SiteEnv> {
  return new Hono<SiteEnv>()
    .get('/notes', async (c) => {
      const { person } = signedIn(c)
      const { page } = c.var
      if (!page.clinic || !canReadNotes(page.clinic)) {
        const { noAccessTitle, noAccess } = page.text.notes
        return render(c, <ProblemPage page={page} title={noAccessTitle} sentence={noAccess} />, 403)
      }
      return render(
        c,
        <NotesPage page={page} notes={await listNotes(site.db, person.id, page.clinic.clinicId)} />,
      )
    })
    .get('/notes/:id', async (c) => {
      const { person } = signedIn(c)
      const note = await findNote(site.db, person.id, c.req.param('id'))
      return note ? render(c, <NotePage page={c.var.page} note={note} />) : c.notFound()
    })
}
