import type { Database } from '../db/database.ts'

/** The site's own organization in Countersign's eyes: no clinic, so nobody reads notes by it. */
export const supportId = 'support'

/** Who decides on an account recovery: an owner or admin of a clinic of the person, else support, else nobody. */
export type Decider = 'clinic' | 'support' | null

/** The ids of the people of support. */
export async function listSupport(db: Database): Promise<string[]> {
  const rows = await db.all<{ user_id: string }>('SELECT user_id FROM support_staff ORDER BY user_id')
  return rows.map((row) => row.user_id)
}

// Nobody decides upwards: whoever is an admin where the person is an owner is out, whatever else they are.
const notAbove = `NOT EXISTS (
  SELECT 1 FROM memberships theirs JOIN memberships own ON own.clinic_id = theirs.clinic_id
  WHERE theirs.user_id = ? AND theirs.role = 'owner' AND own.user_id = d.user_id AND own.role = 'admin')`

const fromClinic = `
  SELECT d.user_id FROM memberships mine JOIN memberships d ON d.clinic_id = mine.clinic_id
  WHERE mine.user_id = ? AND d.user_id <> mine.user_id AND d.role IN ('owner', 'admin') AND ${notAbove} LIMIT 1`

const fromSupport = `SELECT d.user_id FROM support_staff d WHERE d.user_id <> ? AND ${notAbove} LIMIT 1`

/** Who is there to decide for a person. Countersign decides who may; this only says beforehand whether there is anybody. */
export async function findDecider(db: Database, userId: string): Promise<Decider> {
  if (await hasClinicDecider(db, userId)) return 'clinic'
  return (await db.get(fromSupport, userId, userId)) ? 'support' : null
}

/** True when somebody of a clinic of the person may decide for them. */
export async function hasClinicDecider(db: Database, userId: string): Promise<boolean> {
  return (await db.get(fromClinic, userId, userId)) !== null
}
