import { checkPassword, hashPassword } from './auth/passwords.ts'
import type { Database } from './db/database.ts'
import { type RegionName, regionOf } from './regions.ts'
import { seededClinicIds, seededNotes, seededPassword, seededPeople } from './seed-content.ts'
import { seededNotesSv } from './seed-notes-sv.ts'

/**
 * Fills an empty database with two clinics, their people and some notes, and somebody of support. Does nothing when there is anybody in it, nor
 * when another process fills it at the same moment: then that one's rows stand.
 */
export async function seed(db: Database, now: number, region: RegionName | null = null): Promise<void> {
  if (await db.get('SELECT id FROM users LIMIT 1')) return
  const { clinics, notesIn } = regionOf(region)
  // One hash each: people with the same password must not be recognizable by it.
  const people = await Promise.all(
    seededPeople.map(async (person) => ({ ...person, hash: await hashPassword(seededPassword) })),
  )
  await db.transaction(async (tx) => {
    const unlessThere = 'ON CONFLICT DO NOTHING'
    for (const id of seededClinicIds) {
      const { name, timeZone } = clinics[id]
      const insert = `INSERT INTO clinics (id, name, time_zone) VALUES (?, ?, ?) ${unlessThere}`
      await tx.run(insert, id, name, timeZone)
    }
    for (const { id, address, name, hash, memberships, isSupport } of people) {
      const insert = `INSERT INTO users (id, address, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?) ${unlessThere}`
      await tx.run(insert, id, address, name, hash, now)
      for (const { clinicId, role, practitioner } of memberships) {
        const join = `INSERT INTO memberships (clinic_id, user_id, role, practitioner) VALUES (?, ?, ?, ?) ${unlessThere}`
        await tx.run(join, clinicId, id, role, practitioner ? 1 : 0)
      }
      if (isSupport) await tx.run(`INSERT INTO support_staff (user_id) VALUES (?) ${unlessThere}`, id)
    }
    for (const note of seededNotes) {
      const { id, clinicId, authorId, daysAgo, time } = note
      const { client, title, paragraphs } = notesIn === 'sv' ? seededNotesSv[id] : note
      await tx.run(
        `INSERT INTO notes (id, clinic_id, author_id, client, title, body, written_at)
         VALUES (?, ?, ?, ?, ?, ?, ?) ${unlessThere}`,
        id,
        clinicId,
        authorId,
        client,
        title,
        paragraphs.join('\n\n'),
        timeOf(now, daysAgo, time),
      )
    }
  })
}

/** Ids of the people who can still sign in with the password that everybody knows. */
export async function findDemoLogins(db: Database): Promise<string[]> {
  const found: string[] = []
  for (const { id } of seededPeople) {
    const user = await db.get<{ password_hash: string }>('SELECT password_hash FROM users WHERE id = ?', id)
    if (user && (await checkPassword(user.password_hash, seededPassword))) found.push(id)
  }
  return found
}

/** A time of day (UTC) so many days before `now`: notes are written in working hours, whenever the demo starts. */
function timeOf(now: number, daysAgo: number, time: string): number {
  const day = new Date(now - daysAgo * 86_400_000).toISOString().slice(0, 10)
  return Date.parse(`${day}T${time}:00Z`)
}
