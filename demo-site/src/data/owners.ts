import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
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
  const { clinic, newPerson, now } = input
  const address = normalizeAddress(input.address)
  return db.transaction(async (tx) => {
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
      if (isNew === 0) return false
    }
    const owner = await tx.get<{ id: string }>('SELECT id FROM users WHERE address = ?', address)
    if (!owner) return false
    const clinicId = randomUUID()
    const { name, timeZone } = clinic
    await tx.run('INSERT INTO clinics (id, name, time_zone) VALUES (?, ?, ?)', clinicId, name, timeZone)
    // Practitioner access is given by another owner or admin, and the first owner has none.
    await tx.run(
      "INSERT INTO memberships (clinic_id, user_id, role, practitioner) VALUES (?, ?, 'owner', 1)",
      clinicId,
      owner.id,
    )
    return true
  })
}
