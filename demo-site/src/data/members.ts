import type { Database } from '../db/database.ts'
import type { Membership, Role } from './people.ts'

/** Somebody of a clinic, as its admins see them. */
export interface Member extends Pick<Membership, 'role' | 'practitioner'> {
  userId: string
  name: string
  address: string
}

interface MemberRow {
  user_id: string
  name: string
  address: string
  role: Role
  practitioner: number
}

const members = `
  SELECT m.user_id, u.name, u.address, m.role, m.practitioner
  FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.clinic_id = ?`

/** By name. */
export async function listMembers(db: Database, clinicId: string): Promise<Member[]> {
  const rows = await db.all<MemberRow>(`${members} ORDER BY u.name, m.user_id`, clinicId)
  return rows.map(toMember)
}

/** Null when there is no such person, and just the same when they are not of this clinic. */
export async function findMember(db: Database, clinicId: string, userId: string): Promise<Member | null> {
  const row = await db.get<MemberRow>(`${members} AND m.user_id = ?`, clinicId, userId)
  return row && toMember(row)
}

function toMember({ user_id, name, address, role, practitioner }: MemberRow): Member {
  return { userId: user_id, name, address, role, practitioner: practitioner === 1 }
}
