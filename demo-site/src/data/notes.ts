import type { Database } from '../db/database.ts'

export interface NoteSummary {
  id: string
  clinicName: string
  authorName: string
  client: string
  title: string
  /** Milliseconds since 1970. */
  writtenAt: number
}

export interface Note extends NoteSummary {
  /** Paragraphs, separated by an empty line. */
  body: string
}

interface NoteRow {
  id: string
  clinic_name: string
  author_name: string
  client: string
  title: string
  body: string
  written_at: number
}

// Every statement joins the reader's own memberships: a note of another clinic can't be asked for by its id.
const readableNotes = `
  FROM notes n
  JOIN clinics c ON c.id = n.clinic_id
  JOIN users u ON u.id = n.author_id
  JOIN memberships m ON m.clinic_id = n.clinic_id AND m.user_id = ? AND m.practitioner = 1`

const columns = 'n.id, c.name AS clinic_name, u.name AS author_name, n.client, n.title, n.written_at'

/** The notes that the reader may see, newest first; of one clinic when that is given. */
export async function listNotes(
  db: Database,
  readerId: string,
  clinicId: string | null = null,
): Promise<NoteSummary[]> {
  const where = clinicId === null ? '' : 'WHERE n.clinic_id = ?'
  const rows = await db.all<NoteRow>(
    `SELECT ${columns} ${readableNotes} ${where} ORDER BY n.written_at DESC, n.id`,
    readerId,
    ...(clinicId === null ? [] : [clinicId]),
  )
  return rows.map(toSummary)
}

/** Null when there is no such note, and just the same when the reader may not see it. */
export async function findNote(db: Database, readerId: string, noteId: string): Promise<Note | null> {
  const row = await db.get<NoteRow>(
    `SELECT ${columns}, n.body ${readableNotes} WHERE n.id = ?`,
    readerId,
    noteId,
  )
  return row && { ...toSummary(row), body: row.body }
}

export async function countNotes(db: Database, readerId: string, clinicId: string): Promise<number> {
  const row = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count ${readableNotes} WHERE n.clinic_id = ?`,
    readerId,
    clinicId,
  )
  return row?.count ?? 0
}

function toSummary(row: NoteRow): NoteSummary {
  return {
    id: row.id,
    clinicName: row.clinic_name,
    authorName: row.author_name,
    client: row.client,
    title: row.title,
    writtenAt: row.written_at,
  }
}
