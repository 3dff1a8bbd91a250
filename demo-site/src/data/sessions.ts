import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { findPasswordHash } from './people.ts'

/** NIST SP 800-63B-4 2.2.3: at AAL2 at most an hour idle and a day in all. */
export const sessionIdleMs = 3_600_000
export const sessionAbsoluteMs = 24 * 3_600_000

/** Writing `last_seen_at` at every request would make each read a write; once a minute is exact enough for an hour. */
const touchMs = 60_000

/**
 * Where a session's token comes from: a browser's cookie or a program's `Authorization`. Neither is worth anything in the
 * place of the other, so that no page can be made to act with the API's token, nor the API with a cookie.
 */
export type Channel = 'browser' | 'api'

export interface Session {
  /** Stays the same when the token changes. Opens nothing. */
  id: string
  tokenHash: string
  userId: string
  createdAt: number
  /** When a second factor was shown, or a trusted computer stood for one; null when only the password was. */
  factorAt: number | null
  /** When the password was shown: at the sign-in, or again since. */
  passwordAt: number
  /** The hash of what the last step-up in this session has earned, or null. */
  freshFactor: string | null
  /** The authenticator that is being set up in this session. */
  enrollmentId: string | null
  /** The clinic that was chosen in this session, or null. Whether the person belongs to it is asked at each request. */
  clinicId: string | null
}

interface SessionRow {
  id: string
  token_hash: string
  user_id: string
  created_at: number
  last_seen_at: number
  factor_at: number | null
  password_at: number
  fresh_factor: string | null
  enrollment_id: string | null
  clinic_id: string | null
}

/** What a sign-in rests on. */
export interface ProvenPassword {
  userId: string
  /** The hash that the password was compared with. */
  passwordHash: string
  /** How often all sessions of that person had been ended by then. */
  endings: number
}

/**
 * What a session at the end of a sign-in is made of, as it stands now. Read it before what proves who is signing in is used
 * up: `startSession` refuses an older one.
 */
export async function findProven(db: Database, userId: string): Promise<ProvenPassword> {
  const [passwordHash, endings] = [await findPasswordHash(db, userId), await countEndings(db, userId)]
  return { userId, passwordHash, endings }
}

export async function countEndings(db: Database, userId: string): Promise<number> {
  const sql = 'SELECT session_endings AS endings FROM users WHERE id = ?'
  return (await db.get<{ endings: number }>(sql, userId))?.endings ?? 0
}

/**
 * Starts a session and returns its token, the only copy: the row has the SHA-256. Null when the password has been changed
 * since `input` was read, or all sessions have been ended: either ends those that there are, and with them the one that is
 * being made in that very moment. A sign-in that waits for its code reads it only after the wait.
 */
export async function startSession(
  db: Database,
  input: ProvenPassword & { now: number; factorAt: number | null; channel?: Channel },
): Promise<string | null> {
  const { userId, passwordHash, endings, now, factorAt, channel = 'browser' } = input
  await db.run(
    'DELETE FROM sessions WHERE last_seen_at <= ? OR created_at <= ?',
    now - sessionIdleMs,
    now - sessionAbsoluteMs,
  )
  const token = newToken()
  return db.transaction(async (tx) => {
    // Changes nothing, and holds the row until the session is there: whatever ends sessions comes before it or ends it.
    const holds = `UPDATE users SET session_endings = session_endings
      WHERE id = ? AND password_hash = ? AND session_endings = ?`
    if ((await tx.run(holds, userId, passwordHash, endings)) === 0) return null
    await tx.run(
      `INSERT INTO sessions (id, token_hash, user_id, created_at, last_seen_at, factor_at, password_at, channel)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      randomUUID(),
      hashToken(token),
      userId,
      now,
      now,
      factorAt,
      now,
      channel,
    )
    return token
  })
}

/** The session of a token, or null when there is none, it sat idle too long, or its day is over. */
export async function findSession(
  db: Database,
  token: string,
  now: number,
  channel: Channel = 'browser',
): Promise<Session | null> {
  const row = await db.get<SessionRow>(
    `SELECT id, token_hash, user_id, created_at, last_seen_at, factor_at, password_at, fresh_factor, enrollment_id,
       clinic_id
     FROM sessions WHERE token_hash = ? AND channel = ? AND last_seen_at > ? AND created_at > ?`,
    hashToken(token),
    channel,
    now - sessionIdleMs,
    now - sessionAbsoluteMs,
  )
  if (!row) return null
  if (now - row.last_seen_at >= touchMs) {
    await db.run('UPDATE sessions SET last_seen_at = ? WHERE token_hash = ?', now, row.token_hash)
  }
  return {
    id: row.id,
    tokenHash: row.token_hash,
    userId: row.user_id,
    createdAt: row.created_at,
    factorAt: row.factor_at,
    passwordAt: row.password_at,
    freshFactor: row.fresh_factor,
    enrollmentId: row.enrollment_id,
    clinicId: row.clinic_id,
  }
}

/** What has just been shown in a session. */
export type Shown =
  | { what: 'password' }
  /** `earned`: the SDK's token of a step-up. */
  | { what: 'factor'; earned: string }
  /** The first code of this authenticator or number. */
  | { what: 'new_factor'; enrollmentId: string | null }

/**
 * Gives the session a new token because its standing changed (ASVS 5.0 7.2.4). The old token is void at once. Returns null
 * when the session is gone, or somebody else renewed it first.
 */
export async function renewSession(
  db: Database,
  session: Session,
  shown: Shown,
  now: number,
): Promise<string | null> {
  const token = newToken()
  const changed = await db.run(
    `UPDATE sessions SET token_hash = ?, last_seen_at = ?, factor_at = COALESCE(?, factor_at),
       password_at = COALESCE(?, password_at), fresh_factor = COALESCE(?, fresh_factor),
       enrollment_id = NULLIF(enrollment_id, ?)
     WHERE token_hash = ?`,
    hashToken(token),
    now,
    shown.what === 'password' ? null : now,
    shown.what === 'password' ? now : null,
    shown.what === 'factor' ? hashToken(shown.earned) : null,
    shown.what === 'new_factor' ? shown.enrollmentId : null,
    session.tokenHash,
  )
  return changed === 1 ? token : null
}

/** True when the session has got a new token since it was read: something was shown in it meanwhile. */
export async function isRenewed(db: Database, { id, tokenHash }: Session): Promise<boolean> {
  const sql = 'SELECT 1 AS one FROM sessions WHERE id = ? AND token_hash <> ?'
  return (await db.get(sql, id, tokenHash)) !== null
}

/** True for what a step-up has earned in this session: a copy of it is worth nothing in another. */
export function isEarnedIn({ freshFactor }: Session, token: string): boolean {
  return freshFactor === hashToken(token)
}

export async function setEnrollment(db: Database, session: Session, enrollmentId: string): Promise<void> {
  await db.run('UPDATE sessions SET enrollment_id = ? WHERE token_hash = ?', enrollmentId, session.tokenHash)
}

/** Forgets a set-up that was cancelled, and no other that the session has begun since. */
export async function endEnrollment(
  db: Database,
  { tokenHash }: Session,
  enrollmentId: string,
): Promise<void> {
  const sql = 'UPDATE sessions SET enrollment_id = NULL WHERE token_hash = ? AND enrollment_id = ?'
  await db.run(sql, tokenHash, enrollmentId)
}

export async function setClinic(db: Database, session: Session, clinicId: string): Promise<void> {
  await db.run('UPDATE sessions SET clinic_id = ? WHERE id = ?', clinicId, session.id)
}

/** False when it had ended already. */
export async function endSession(db: Database, token: string): Promise<boolean> {
  return (await db.run('DELETE FROM sessions WHERE token_hash = ?', hashToken(token))) === 1
}

export async function endOtherSessions(db: Database, { userId, tokenHash }: Session): Promise<void> {
  await endSessions(db, userId, 'DELETE FROM sessions WHERE user_id = ? AND token_hash <> ?', tokenHash)
}

/**
 * A session that is being made in that very moment is not made, or ends too. A sign-in that waits for its code goes on
 * and gets one, unless its challenge is deleted too, as a reset does.
 */
export async function endAllSessions(db: Database, userId: string): Promise<void> {
  await endSessions(db, userId, 'DELETE FROM sessions WHERE user_id = ?')
}

/** The person's row first: a session that is being made is there by the time of the second statement, or is not made. */
async function endSessions(db: Database, userId: string, sql: string, ...kept: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.run('UPDATE users SET session_endings = session_endings + 1 WHERE id = ?', userId)
    await tx.run(sql, userId, ...kept)
  })
}

/** For a person who has just got a factor: whoever signed in with the password alone has to sign in again. */
export async function endSessionsWithoutFactor(db: Database, userId: string): Promise<void> {
  await db.run('DELETE FROM sessions WHERE user_id = ? AND factor_at IS NULL', userId)
}

export async function isSignedInAnywhere(db: Database, userId: string, now: number): Promise<boolean> {
  const sql =
    'SELECT 1 AS one FROM sessions WHERE user_id = ? AND last_seen_at > ? AND created_at > ? LIMIT 1'
  return (await db.get(sql, userId, now - sessionIdleMs, now - sessionAbsoluteMs)) !== null
}

export async function countOtherSessions(db: Database, session: Session, now: number): Promise<number> {
  const row = await db.get<{ count: number }>(
    `SELECT COUNT(*) AS count FROM sessions
     WHERE user_id = ? AND token_hash <> ? AND last_seen_at > ? AND created_at > ?`,
    session.userId,
    session.tokenHash,
    now - sessionIdleMs,
    now - sessionAbsoluteMs,
  )
  return row?.count ?? 0
}

function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** A plain hash is enough: the token has 256 random bits, so there is nothing to guess from it. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
