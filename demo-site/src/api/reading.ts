import type { Hono } from 'hono'
import { findNote, listNotes, type NoteSummary } from '../data/notes.ts'
import { canReadNotes } from '../data/people.ts'
import { sessionAbsoluteMs } from '../data/sessions.ts'
import type { Site, SiteEnv } from '../http/site.ts'
import { defineOperation, serveOperation } from './operation.ts'
import { meBody, noteBody, notesBody } from './schemas.ts'

const getMe = defineOperation({
  ...{ id: 'getMe', method: 'GET', path: '/me', bearer: true, body: null },
  summary: 'Who is signed in, and where they work.',
  answers: { 200: meBody },
  problems: [],
})

const getNotes = defineOperation({
  ...{ id: 'listNotes', method: 'GET', path: '/notes', bearer: true, body: null },
  summary: 'The client notes of all the clinics in which the person reads them.',
  answers: { 200: notesBody },
  problems: ['forbidden'],
})

const getNote = defineOperation({
  ...{ id: 'getNote', method: 'GET', path: '/notes/{id}', bearer: true, body: null },
  summary: 'One client note.',
  answers: { 200: noteBody },
  problems: ['not_found'],
})

export const readingOperations = [getMe, getNotes, getNote]

/** What a session is good for. */
export function serveReading(api: Hono<SiteEnv>, site: Site): void {
  serveOperation(api, site, getMe, async ({ caller }) => {
    const { person, session } = caller()
    const { id, name, address, memberships } = person
    const factors = await site.twoFactor.factors.list({ userId: id })
    const { createdAt } = session
    return {
      status: 200,
      body: {
        ...{ id, name, address, twoFactor: factors.length > 0 },
        clinics: memberships.map(({ clinicId, clinicName, role, practitioner }) => ({
          ...{ id: clinicId, name: clinicName, role, practitioner },
        })),
        session: { createdAt: toIso(createdAt), expiresAt: toIso(createdAt + sessionAbsoluteMs) },
      },
    }
  })

  serveOperation(api, site, getNotes, async ({ caller }) => {
    const { person } = caller()
    if (!person.memberships.some(canReadNotes)) return { problem: 'forbidden' }
    const notes = await listNotes(site.db, person.id)
    return { status: 200, body: { notes: notes.map(toSummary) } }
  })

  serveOperation(api, site, getNote, async ({ c, caller }) => {
    const note = await findNote(site.db, caller().person.id, c.req.param('id') ?? '')
    if (!note) return { problem: 'not_found' }
    return { status: 200, body: { ...toSummary(note), body: note.body } }
  })
}

function toSummary({ id, client, title, clinicName, authorName, writtenAt }: NoteSummary) {
  return { id, client, title, clinic: clinicName, author: authorName, writtenAt: toIso(writtenAt) }
}

function toIso(at: number): string {
  return new Date(at).toISOString()
}
