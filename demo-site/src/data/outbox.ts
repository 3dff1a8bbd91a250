import { randomUUID } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'
import type { Locale } from '../text/catalogue.ts'
import { openText, sealText } from './sealed-text.ts'

interface Message {
  /** An address, or the number of a phone. */
  to: string
  locale: Locale
  /** Plain text. */
  body: string
  /** Milliseconds since 1970. */
  at: number
}

export interface Mail extends Message {
  subject: string
}

export type OutboxMessage = ({ kind: 'mail' } & Mail) | ({ kind: 'sms' } & Message)

/**
 * Puts a mail into the outbox: for the mail server, or for the mailbox page where there is none.
 *
 * @param key `SiteKeys.queuedMail`: what waits for a server can hold a link that opens an account, so the row tells no more
 * than whom it is for
 */
export async function addMail(db: Statements, mail: Mail, key: Buffer | null): Promise<void> {
  const { to, subject, body } = mail
  const id = randomUUID()
  const sealed = key && sealText(JSON.stringify({ subject, body }), key, [id, to])
  await insert(
    db,
    id,
    'mail',
    sealed === null ? mail : { ...mail, subject: '', body: sealed },
    sealed !== null,
  )
}

export async function addSms(db: Statements, sms: Message): Promise<void> {
  await insert(db, randomUUID(), 'sms', { ...sms, subject: '' }, false)
}

async function insert(
  db: Statements,
  id: string,
  kind: OutboxMessage['kind'],
  { to, locale, subject, body, at }: Mail,
  isSealed: boolean,
): Promise<void> {
  await db.run(
    `INSERT INTO outbox (id, kind, recipient, locale, subject, body, sent_at, sealed)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    kind,
    to,
    locale,
    subject,
    body,
    at,
    isSealed ? 1 : 0,
  )
}

/** Mail and SMS that are shown instead of sent, newest first; to one address or number when given. */
export async function listOutbox(
  db: Database,
  filter: { to?: string; kind?: OutboxMessage['kind'] | undefined; limit: number },
): Promise<OutboxMessage[]> {
  const { to, kind, limit } = filter
  const conditions = [
    ...(to === undefined ? [] : [{ column: 'recipient', value: to }]),
    ...(kind === undefined ? [] : [{ column: 'kind', value: kind }]),
  ]
  const where =
    conditions.length === 0 ? '' : `AND ${conditions.map(({ column }) => `${column} = ?`).join(' AND ')}`
  const rows = await db.all<{
    kind: 'mail' | 'sms'
    recipient: string
    locale: Locale
    subject: string
    body: string
    sent_at: number
  }>(
    `SELECT kind, recipient, locale, subject, body, sent_at FROM outbox WHERE sealed = 0 ${where}
     ORDER BY sent_at DESC, id LIMIT ?`,
    ...conditions.map(({ value }) => value),
    limit,
  )
  return rows.map(({ kind, recipient: to, locale, subject, body, sent_at: at }) =>
    kind === 'mail' ? { kind, to, locale, subject, body, at } : { kind, to, locale, body, at },
  )
}

/** A mail that waits for a mail server; `mail` is null when it can't be opened, because the key has changed. */
export interface DueMail {
  id: string
  tries: number
  mail: Mail | null
}

interface DueRow {
  id: string
  tries: number
  recipient: string
  locale: Locale
  subject: string
  body: string
  sent_at: number
  sealed: number
}

/** Mail that is to be handed to a mail server now, the oldest first. */
export async function listDueMail(
  db: Database,
  { key, now, limit }: { key: Buffer | null; now: number; limit: number },
): Promise<DueMail[]> {
  const rows = await db.all<DueRow>(
    `SELECT id, tries, recipient, locale, subject, body, sent_at, sealed FROM outbox
     WHERE kind = 'mail' AND next_try_at <= ? ORDER BY sent_at, id LIMIT ?`,
    now,
    limit,
  )
  return rows.map((row) => ({ id: row.id, tries: row.tries, mail: readMail(row, key) }))
}

function readMail(row: DueRow, key: Buffer | null): Mail | null {
  const { id, recipient: to, locale, subject, body, sent_at: at } = row
  if (row.sealed === 0) return { to, locale, subject, body, at }
  const opened = key && openText(body, key, [id, to])
  return opened === null ? null : { to, locale, ...JSON.parse(opened), at }
}

/** Counts a try before it is made. False when another process has taken this mail meanwhile: then leave it alone. */
export async function claimMail(
  db: Database,
  { id, tries, nextTryAt }: { id: string; tries: number; nextTryAt: number },
): Promise<boolean> {
  const changed = await db.run(
    'UPDATE outbox SET tries = tries + 1, next_try_at = ? WHERE id = ? AND tries = ?',
    nextTryAt,
    id,
    tries,
  )
  return changed === 1
}

export async function deleteMailTo(db: Statements, recipient: string): Promise<void> {
  await db.run('DELETE FROM outbox WHERE recipient = ?', recipient)
}

export async function deleteMessage(db: Database, id: string): Promise<void> {
  await db.run('DELETE FROM outbox WHERE id = ?', id)
}

/** Drops mail from before a moment, sent or not; returns how many there were. */
export function deleteStaleMail(db: Database, before: number): Promise<number> {
  return db.run("DELETE FROM outbox WHERE kind = 'mail' AND sent_at < ?", before)
}
