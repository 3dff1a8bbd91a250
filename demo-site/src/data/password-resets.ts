import { createHash, randomBytes } from 'node:crypto'
import type { Database } from '../db/database.ts'
import type { Mail } from './outbox.ts'
import { addMail, deleteMailTo } from './outbox.ts'
import { keepForRecord } from './unrecorded.ts'
import { keepUsedForm } from './used-links.ts'

/** How long a mailed link leads to a new password. */
export const resetLinkMs = 30 * 60_000

/** A mailed link that still holds. */
export interface PasswordReset {
  tokenHash: string
  userId: string
  expiresAt: number
}

/** 256 random bits for a link. The row has only their hash. */
export function newResetToken(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Keeps the hash of a link's token and puts its mail into the outbox. For an address that nobody has, `userId` is null:
 * the same statements run, and what they wrote is gone by the end of the transaction, so that neither the answer nor the
 * time that it takes tells whether the address is known (ASVS 5.0 6.3.8).
 */
export async function keepReset(
  db: Database,
  input: { token: string; userId: string | null; mail: Mail; mailKey: Buffer | null; now: number },
): Promise<void> {
  const { token, userId, mail, mailKey, now } = input
  const nobody = ''
  await db.transaction(async (tx) => {
    await tx.run(
      'INSERT INTO password_resets (token_hash, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
      hashToken(token),
      userId ?? nobody,
      now,
      now + resetLinkMs,
    )
    await addMail(tx, { ...mail, to: userId === null ? nobody : mail.to }, mailKey)
    await deleteMailTo(tx, nobody)
    await tx.run('DELETE FROM password_resets WHERE user_id = ? OR expires_at <= ?', nobody, now)
  })
}

/** Notes what a right code has earned for this link. The row has only its hash. */
export async function keepPermission(
  db: Database,
  reset: PasswordReset,
  { permission, expiresAt }: { permission: string; expiresAt: number },
): Promise<void> {
  await db.run(
    'UPDATE password_resets SET permission_hash = ?, permitted_until = ? WHERE token_hash = ?',
    hashToken(permission),
    expiresAt,
    reset.tokenHash,
  )
}

/** True when this permission was earned for this very link, and not too long ago. */
export async function isPermitted(
  db: Database,
  reset: PasswordReset,
  permission: string,
  now: number,
): Promise<boolean> {
  const row = await db.get(
    'SELECT 1 AS one FROM password_resets WHERE token_hash = ? AND permission_hash = ? AND permitted_until > ?',
    reset.tokenHash,
    hashToken(permission),
    now,
  )
  return row !== null
}

/** True when a code was shown for this link, not too long ago, in whatever window. */
export async function hasPermission(
  db: Database,
  { tokenHash }: PasswordReset,
  now: number,
): Promise<boolean> {
  const sql = 'SELECT 1 AS one FROM password_resets WHERE token_hash = ? AND permitted_until > ?'
  return (await db.get(sql, tokenHash, now)) !== null
}

/** The link of a token, or null when there is none, it has been used, or its half hour is over. */
export async function findReset(db: Database, token: string, now: number): Promise<PasswordReset | null> {
  const row = await db.get<{ token_hash: string; user_id: string; expires_at: number }>(
    'SELECT token_hash, user_id, expires_at FROM password_resets WHERE token_hash = ? AND expires_at > ?',
    hashToken(token),
    now,
  )
  return row && { tokenHash: row.token_hash, userId: row.user_id, expiresAt: row.expires_at }
}

/**
 * Uses the link up, stores the new password, ends all sessions and all other links of the person and has the record say so,
 * or nothing of it.
 * Returns false when the link has been used meanwhile. No sign-in comes to its end until the password is settled.
 */
export function storeNewPassword(
  db: Database,
  { tokenHash, userId }: PasswordReset,
  input: { passwordHash: string; ip?: string; now: number },
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const used = await tx.run(
      'DELETE FROM password_resets WHERE token_hash = ? AND expires_at > ?',
      tokenHash,
      input.now,
    )
    if (used === 0) return false
    const store = 'UPDATE users SET password_hash = ?, password_settling = 1 WHERE id = ?'
    await tx.run(store, input.passwordHash, userId)
    await tx.run('DELETE FROM password_resets WHERE user_id = ?', userId)
    await tx.run('DELETE FROM sessions WHERE user_id = ?', userId)
    await tx.run('DELETE FROM code_handovers WHERE user_id = ?', userId)
    await keepUsedForm(tx, tokenHash, { outcome: 'password_changed', userId, at: input.now })
    const { ip } = input
    await keepForRecord(
      tx,
      { type: 'site.password_changed', userId, ...(ip !== undefined && { ip }) },
      input.now,
    )
    return true
  })
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
