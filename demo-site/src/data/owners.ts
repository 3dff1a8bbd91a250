import { randomUUID } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'
import { normalizeAddress } from './people.ts'

/** Somebody who has no account yet. */
export interface NewPerson {
  name: string
  passwordHash: string
}

/**
 * Makes a clinic whose owner is the person with that address, and the person too where `newPerson` is given. False, and
 * nothing is changed, when there is no such person, or, for a new one, when somebody has that address by now.
 */
export function addClinicWithOwner(
  db: Database,
  input: {
    clinic: { name: string; timeZone: string }
    address: string
    newPerson: NewPerson | null
    now: number
  },
): Promise<boolean> {
  const { clinic } = input
  return db.transaction(async (tx) => {
    const ownerId = await findOrMakePerson(tx, input)
    if (ownerId === null) return false
    const clinicId = randomUUID()
    const { name, timeZone } = clinic
    await tx.run('INSERT INTO clinics (id, name, time_zone) VALUES (?, ?, ?)', clinicId, name, timeZone)
    // Practitioner access is given by another owner or admin, and the first owner has none.
    await tx.run(
      "INSERT INTO memberships (clinic_id, user_id, role, practitioner) VALUES (?, ?, 'owner', 1)",
      clinicId,
      ownerId,
    )
    return true
  })
}

/** Makes the person with that address one of the site's support. False as for an owner. */
export function addSupport(
  db: Database,
  input: { address: string; newPerson: NewPerson | null; now: number },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const userId = await findOrMakePerson(tx, input)
    if (userId === null) return false
    await tx.run('INSERT INTO support_staff (user_id) VALUES (?) ON CONFLICT DO NOTHING', userId)
    return true
  })
}

/** The id; null when there is no such person, or, for a new one, when somebody has that address by now. */
async function findOrMakePerson(
  tx: Statements,
  input: { address: string; newPerson: NewPerson | null; now: number },
): Promise<string | null> {
  const { newPerson, now } = input
  const address = normalizeAddress(input.address)
  if (newPerson) {
    const isNew = await tx.run(
      `INSERT INTO users (id, address, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      randomUUID(),
      address,
      newPerson.name,
      newPerson.passwordHash,
      now,
    )
    if (isNew === 0) return null
  }
  const found = await tx.get<{ id: string }>('SELECT id FROM users WHERE address = ?', address)
  return found?.id ?? null
}
