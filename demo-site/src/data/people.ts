import type { Database } from '../db/database.ts'
import { fallbackLocale, isLocale, type Locale } from '../text/catalogue.ts'

export type Role = 'owner' | 'admin' | 'practitioner'

export const isRole = (value: unknown): value is Role =>
  value === 'owner' || value === 'admin' || value === 'practitioner'

/** A person's place in one clinic. */
export interface Membership {
  clinicId: string
  clinicName: string
  /** IANA name. */
  timeZone: string
  role: Role
  /** Sees clients and reads notes, whatever the role. */
  practitioner: boolean
  /** When the person came by an invitation (ms); null for who was there before that was kept, or came with the clinic. */
  joinedAt: number | null
}

export interface Person {
  id: string
  address: string
  name: string
  /** The language that the person chose for the site, or null: then each browser's own decides. */
  locale: Locale | null
  /** The language for mail: the chosen one, else that of the last sign-in. */
  mailLocale: Locale
  /** By clinic name. */
  memberships: Membership[]
  /** Of the site's own support, see data/support.ts. */
  isSupport: boolean
}

/** One spelling for one address: trimmed, lower case. */
export function normalizeAddress(address: string): string {
  return address.trim().toLowerCase()
}

/** Good enough to send a mail to: whether it arrives, only a mail can tell. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^\s*[^\s@]+@[^\s@]+\s*$/.test(text)
}

interface PersonRow {
  id: string
  address: string
  name: string
  locale: string | null
  last_locale: string | null
  support: string | null
  clinic_id: string | null
  clinic_name: string | null
  time_zone: string | null
  role: Role | null
  practitioner: number | null
  joined_at: number | null
}

/** In one question to the database: a second one, for those who are there, could be told by its time (ASVS 5.0 6.3.8). */
export async function findPerson(db: Database, userId: string): Promise<Person | null> {
  const rows = await db.all<PersonRow>(
    `SELECT u.id, u.address, u.name, u.locale, u.last_locale, s.user_id AS support,
       m.clinic_id, c.name AS clinic_name, c.time_zone, m.role, m.practitioner, m.joined_at
     FROM users u LEFT JOIN support_staff s ON s.user_id = u.id
       LEFT JOIN memberships m ON m.user_id = u.id LEFT JOIN clinics c ON c.id = m.clinic_id
     WHERE u.id = ? ORDER BY c.name`,
    userId,
  )
  const [user] = rows
  if (!user) return null
  const locale = isLocale(user.locale) ? user.locale : null
  return {
    id: user.id,
    address: user.address,
    name: user.name,
    locale,
    mailLocale: locale ?? (isLocale(user.last_locale) ? user.last_locale : fallbackLocale),
    memberships: rows.flatMap(readMembership),
    isSupport: user.support !== null,
  }
}

/** None for who belongs to no clinic. */
function readMembership(row: PersonRow): Membership[] {
  const { clinic_id, clinic_name, time_zone, role, practitioner, joined_at } = row
  if (clinic_id === null || clinic_name === null || time_zone === null || role === null) return []
  return [
    {
      ...{ clinicId: clinic_id, clinicName: clinic_name, timeZone: time_zone, role },
      practitioner: practitioner === 1,
      joinedAt: joined_at,
    },
  ]
}

/** What a sign-in is checked against, or null for an address that nobody has. */
export function findCredentials(
  db: Database,
  address: string,
): Promise<{ id: string; password_hash: string } | null> {
  return db.get('SELECT id, password_hash FROM users WHERE address = ?', normalizeAddress(address))
}

/**
 * What somebody's password is compared with now; empty for nobody, and while a new one is being settled. Read it before
 * what proves who is signing in is used up: a session made of an older one than that is refused.
 */
export async function findPasswordHash(db: Database, userId: string): Promise<string> {
  const sql = 'SELECT password_hash FROM users WHERE id = ? AND password_settling = 0'
  return (await db.get<{ password_hash: string }>(sql, userId))?.password_hash ?? ''
}

/** The hash of a new password that is being settled, or null. */
export async function findSettling(db: Database, userId: string): Promise<string | null> {
  const sql = 'SELECT password_hash FROM users WHERE id = ? AND password_settling = 1'
  return (await db.get<{ password_hash: string }>(sql, userId))?.password_hash ?? null
}

/** Ends the settling of this very password: another one may have been stored meanwhile. */
export async function endSettling(db: Database, userId: string, passwordHash: string): Promise<void> {
  const sql = 'UPDATE users SET password_settling = 0 WHERE id = ? AND password_hash = ?'
  await db.run(sql, userId, passwordHash)
}

export async function listClinicMembers(db: Database, clinicId: string): Promise<string[]> {
  const rows = await db.all<{ user_id: string }>(
    'SELECT user_id FROM memberships WHERE clinic_id = ? ORDER BY user_id',
    clinicId,
  )
  return rows.map((row) => row.user_id)
}

export async function setLocale(db: Database, userId: string, locale: Locale): Promise<void> {
  await db.run('UPDATE users SET locale = ? WHERE id = ?', locale, userId)
}

/** Remembers the language of a sign-in, for mail to people who have not chosen one. */
export async function setLastLocale(db: Database, userId: string, locale: Locale): Promise<void> {
  await db.run('UPDATE users SET last_locale = ? WHERE id = ?', locale, userId)
}

/** The same for whom no language is known yet, before the sign-in is through: it may send a mail by itself. */
export async function setFirstLocale(db: Database, userId: string, locale: Locale): Promise<void> {
  await db.run('UPDATE users SET last_locale = ? WHERE id = ? AND last_locale IS NULL', locale, userId)
}

/** Owners and admins see to the members of their clinic. */
export function isClinicAdmin({ role }: Membership): boolean {
  return role === 'owner' || role === 'admin'
}

/** Owners, admins and support decide on account recoveries, each of those people whom they are above. */
export function isReviewer({ memberships, isSupport }: Person): boolean {
  return isSupport || memberships.some(isClinicAdmin)
}

/** Notes are for whoever has practitioner access; an owner or admin without it sees to the clinic and reads none. */
export function canReadNotes({ practitioner }: Membership): boolean {
  return practitioner
}
