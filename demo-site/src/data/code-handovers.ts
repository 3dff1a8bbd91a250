import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Database } from '../db/database.ts'

/** Long enough to find a printer, short enough to be forgotten by the evening. */
export const handoverMs = 30 * 60_000

/** Recovery codes that their owner has not yet said to have saved. */
export interface CodeHandover {
  codes: string[]
  /** True when they took the place of an older list. */
  replaces: boolean
  madeAt: number
  expiresAt: number
}

/**
 * Keeps fresh recovery codes until the person says that they have saved them, so that a lost response, a reload or an
 * unticked box does not cost them the list. Sealed with AES-256-GCM under a key of the site, the user id as additional
 * data; gone at *Done* and at the end of its half hour. The SDK itself keeps only hashes.
 */
export async function keepHandover(
  db: Database,
  key: Buffer,
  input: { userId: string; codes: readonly string[]; replaces: boolean; now: number },
): Promise<void> {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(input.userId))
  const body = Buffer.concat([
    cipher.update(JSON.stringify({ codes: input.codes, replaces: input.replaces }), 'utf8'),
    cipher.final(),
  ])
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
  await db.run('DELETE FROM code_handovers WHERE user_id = ? OR expires_at <= ?', input.userId, input.now)
  await db.run(
    'INSERT INTO code_handovers (user_id, sealed, made_at, expires_at) VALUES (?, ?, ?, ?)',
    input.userId,
    sealed,
    input.now,
    input.now + handoverMs,
  )
}

/** The codes that wait for their owner, or null when there are none, their time is over, or the key has changed. */
export async function openHandover(
  db: Database,
  key: Buffer,
  userId: string,
  now: number,
): Promise<CodeHandover | null> {
  const row = await db.get<{ sealed: string; made_at: number; expires_at: number }>(
    'SELECT sealed, made_at, expires_at FROM code_handovers WHERE user_id = ? AND expires_at > ?',
    userId,
    now,
  )
  if (!row) return null
  const sealed = Buffer.from(row.sealed, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(userId))
      .setAuthTag(sealed.subarray(12, 28))
    const { codes, replaces }: Pick<CodeHandover, 'codes' | 'replaces'> = JSON.parse(
      Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8'),
    )
    return { codes, replaces, madeAt: row.made_at, expiresAt: row.expires_at }
  } catch {
    return null
  }
}

export async function endHandover(db: Database, userId: string): Promise<void> {
  await db.run('DELETE FROM code_handovers WHERE user_id = ?', userId)
}
