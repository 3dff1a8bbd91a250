import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'
import { type InvitationActor, keepInvitationAct } from './invitation-record.ts'
import type { Mail } from './outbox.ts'
import { addMail } from './outbox.ts'
import { type Membership, normalizeAddress, type Role } from './people.ts'
import { keepUsedForm } from './used-links.ts'

/** How long a mailed invitation holds. */
export const invitationMs = 7 * 86_400_000

/** How much longer an invitation can be sent again from its own link or from the clinic's list. */
const lapsedMs = 30 * 86_400_000

/** A place in a clinic that waits for somebody. Bound to the address that it was mailed to. */
export interface Invitation
  extends Pick<Membership, 'clinicId' | 'clinicName' | 'timeZone' | 'role' | 'practitioner'> {
  tokenHash: string
  address: string
  /** As the admin wrote it; the person may change it. */
  name: string
  inviterId: string
  inviterName: string
  expiresAt: number
}

interface InvitationRow {
  token_hash: string
  clinic_id: string
  clinic_name: string
  time_zone: string
  address: string
  name: string
  role: Role
  practitioner: number
  invited_by: string
  inviter_name: string
  expires_at: number
}

// Worth nothing any more once the inviter has left, or has lost the role that it takes.
const invitations = `
  SELECT i.token_hash, i.clinic_id, c.name AS clinic_name, c.time_zone, i.address, i.name, i.role, i.practitioner,
    i.invited_by, u.name AS inviter_name, i.expires_at
  FROM invitations i
  JOIN clinics c ON c.id = i.clinic_id
  JOIN users u ON u.id = i.invited_by
  JOIN memberships m ON m.clinic_id = i.clinic_id AND m.user_id = i.invited_by
    AND (m.role = 'owner' OR (m.role = 'admin' AND i.role <> 'owner'))`
const open = `${invitations} WHERE i.expires_at > ?`
const lapsed = `${invitations} WHERE i.expires_at <= ? AND i.expires_at > ?`

/** 256 random bits for a link. The row has only their hash. */
export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Keeps an invitation and puts its mail into the outbox. The newest to an address is the one that counts. */
export async function keepInvitation(
  db: Database,
  input: {
    token: string
    invitedBy: string
    ip?: string
    mail: Mail
    mailKey: Buffer | null
    now: number
  } & Pick<Invitation, 'clinicId' | 'address' | 'name' | 'role' | 'practitioner'>,
): Promise<void> {
  const { token, clinicId, address, name, role, practitioner, invitedBy, ip, mail, mailKey, now } = input
  const insert = `
    INSERT INTO invitations (token_hash, clinic_id, address, name, role, practitioner, invited_by, expires_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
  const replace = `ON CONFLICT (clinic_id, address) DO UPDATE SET
    token_hash = excluded.token_hash, name = excluded.name, role = excluded.role,
    practitioner = excluded.practitioner, invited_by = excluded.invited_by, expires_at = excluded.expires_at`
  const access = practitioner ? 1 : 0
  const row = [hashToken(token), clinicId, address, name, role, access, invitedBy, now + invitationMs]
  await db.transaction(async (tx) => {
    await tx.run('DELETE FROM invitations WHERE expires_at <= ?', now - lapsedMs)
    const isFirst = (await tx.run(`${insert} ON CONFLICT DO NOTHING`, ...row)) === 1
    if (!isFirst) await tx.run(`${insert} ${replace}`, ...row)
    await keepInvitationAct(tx, isFirst ? 'made' : 'renewed', input, { userId: invitedBy, ip, now })
    await addMail(tx, mail, mailKey)
  })
}

/** Those of a clinic that wait for an answer, by address. Tells nothing of whether anybody has such an address. */
export async function listInvitations(db: Database, clinicId: string, now: number): Promise<Invitation[]> {
  const rows = await db.all<InvitationRow>(`${open} AND i.clinic_id = ? ORDER BY i.address`, now, clinicId)
  return rows.map(toInvitation)
}

/** Those of a clinic whose week is over and that nobody has used, sent again or withdrawn, by address. */
export async function listLapsed(db: Database, clinicId: string, now: number): Promise<Invitation[]> {
  const rows = await db.all<InvitationRow>(
    `${lapsed} AND i.clinic_id = ? ORDER BY i.address`,
    now,
    now - lapsedMs,
    clinicId,
  )
  return rows.map(toInvitation)
}

/** False when there is none: used, withdrawn before, or never sent. */
export function withdrawInvitation(
  db: Database,
  { clinicId, address }: Pick<Invitation, 'clinicId' | 'address'>,
  by: InvitationActor,
): Promise<boolean> {
  const these = 'FROM invitations WHERE clinic_id = ? AND address = ?'
  const place = [clinicId, normalizeAddress(address)]
  return db.transaction(async (tx) => {
    const found = `SELECT clinic_id, address, role, practitioner ${these}`
    const row = await tx.get<InvitationRow>(found, ...place)
    if (row === null || (await tx.run(`DELETE ${these}`, ...place)) === 0) return false
    await keepInvitationAct(tx, 'withdrawn', toPlace(row), by)
    return true
  })
}

/** The invitation of a token, or null when there is none, it has been used or withdrawn, or its week is over. */
export async function findInvitation(db: Database, token: string, now: number): Promise<Invitation | null> {
  const row = await db.get<InvitationRow>(`${open} AND i.token_hash = ?`, now, hashToken(token))
  return row && toInvitation(row)
}

/** The invitation of a token whose week is over, or null. It lets nobody in: it can be sent again. */
export async function findLapsed(db: Database, token: string, now: number): Promise<Invitation | null> {
  const sql = `${lapsed} AND i.token_hash = ?`
  const row = await db.get<InvitationRow>(sql, now, now - lapsedMs, hashToken(token))
  return row && toInvitation(row)
}

/** The invitation of an address that holds now, by whatever link; null when there is none. */
export async function findStanding(
  db: Database,
  { clinicId, address }: Pick<Invitation, 'clinicId' | 'address'>,
  now: number,
): Promise<Invitation | null> {
  const sql = `${open} AND i.clinic_id = ? AND i.address = ?`
  const row = await db.get<InvitationRow>(sql, now, clinicId, address)
  return row && toInvitation(row)
}

/** Gives an invitation another token, until its `expiresAt`, and mails it; false when another request was first. */
export function renewInvitation(
  db: Database,
  invitation: Invitation,
  input: { token: string; mail: Mail; mailKey: Buffer | null; now: number },
): Promise<boolean> {
  const { token, mail, mailKey, now } = input
  return db.transaction(async (tx) => {
    const sql = 'UPDATE invitations SET token_hash = ?, expires_at = ? WHERE token_hash = ?'
    const { tokenHash, expiresAt } = invitation
    if ((await tx.run(sql, hashToken(token), expiresAt, tokenHash)) === 0) return false
    await keepInvitationAct(tx, 'asked_anew', invitation, { userId: invitation.inviterId, now })
    await addMail(tx, mail, mailKey)
    return true
  })
}

/** Uses the invitation up and lets a person in who has an account; false when it has been used meanwhile. */
export function joinClinic(db: Database, invitation: Invitation, by: InvitationActor): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await useUp(tx, invitation, by.now))) return false
    await addMembership(tx, invitation, by)
    const { userId, now: at } = by
    await keepUsedForm(tx, invitation.tokenHash, { outcome: 'joined', userId, at })
    return true
  })
}

/**
 * Uses the invitation up and makes an account for its address. Null when it has been used meanwhile, or when somebody has
 * got that address: then nothing is changed.
 */
export function openAccount(
  db: Database,
  invitation: Invitation,
  input: { name: string; passwordHash: string } & Omit<InvitationActor, 'userId'>,
): Promise<string | null> {
  const { name, passwordHash, ip, now } = input
  return db.transaction(async (tx) => {
    const userId = randomUUID()
    const isNew = await tx.run(
      `INSERT INTO users (id, address, name, password_hash, created_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      userId,
      invitation.address,
      name,
      passwordHash,
      now,
    )
    if (isNew === 0) return null
    if (!(await useUp(tx, invitation, now))) {
      await tx.run('DELETE FROM users WHERE id = ?', userId)
      return null
    }
    await addMembership(tx, invitation, { userId, ip, now })
    await keepUsedForm(tx, invitation.tokenHash, { outcome: 'account_made', userId, at: now })
    return userId
  })
}

async function useUp(tx: Statements, { tokenHash }: Invitation, now: number): Promise<boolean> {
  const sql = 'DELETE FROM invitations WHERE token_hash = ? AND expires_at > ?'
  return (await tx.run(sql, tokenHash, now)) === 1
}

/** Who is a member already keeps the role: an invitation gives a place, it changes none. */
async function addMembership(tx: Statements, invitation: Invitation, by: InvitationActor): Promise<void> {
  const { clinicId, role, practitioner } = invitation
  await tx.run(
    `INSERT INTO memberships (clinic_id, user_id, role, practitioner, joined_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
    clinicId,
    by.userId,
    role,
    practitioner ? 1 : 0,
    by.now,
  )
  await keepInvitationAct(tx, 'taken', invitation, by)
}

function toPlace({ clinic_id, address, role, practitioner }: InvitationRow) {
  return { clinicId: clinic_id, address, role, practitioner: practitioner === 1 }
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    ...toPlace(row),
    tokenHash: row.token_hash,
    clinicName: row.clinic_name,
    timeZone: row.time_zone,
    name: row.name,
    inviterId: row.invited_by,
    inviterName: row.inviter_name,
    expiresAt: row.expires_at,
  }
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
