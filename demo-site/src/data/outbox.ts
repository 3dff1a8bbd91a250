import { randomUUID } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'
import type { Locale } from '../text/catalogue.ts'

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

export async function addMail(db: Statements, mail: Mail): Promise<void> {
  await insert(db, { kind: 'mail', ...mail })
}

export async function addSms(db: Statements, sms: Message): Promise<void> {
  await insert(db, { kind: 'sms', ...sms })
}

async function insert(db: Statements, message: OutboxMessage): Promise<void> {
  await db.run(
    'INSERT INTO outbox (id, kind, recipient, locale, subject, body, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    randomUUID(),
    message.kind,
    message.to,
    message.locale,
    message.kind === 'mail' ? message.subject : '',
    message.body,
    message.at,
  )
}

/** Mail and SMS, newest first; to one address or number when given. */
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
    conditions.length === 0 ? '' : `WHERE ${conditions.map(({ column }) => `${column} = ?`).join(' AND ')}`
  const rows = await db.all<{
    kind: 'mail' | 'sms'
    recipient: string
    locale: Locale
    subject: string
    body: string
    sent_at: number
  }>(
    `SELECT kind, recipient, locale, subject, body, sent_at FROM outbox ${where} ORDER BY sent_at DESC, id LIMIT ?`,
    ...conditions.map(({ value }) => value),
    limit,
  )
  return rows.map(({ kind, recipient: to, locale, subject, body, sent_at: at }) =>
    kind === 'mail' ? { kind, to, locale, subject, body, at } : { kind, to, locale, body, at },
  )
}

/** Mail that waits for a mail server, the oldest first. */
export async function listDueMail(
  db: Database,
  { now, limit }: { now: number; limit: number },
): Promise<{ id: string; tries: number; mail: Mail }[]> {
  const rows = await db.all<{
    id: string
    tries: number
    recipient: string
    locale: Locale
    subject: string
    body: string
    sent_at: number
  }>(
    `SELECT id, tries, recipient, locale, subject, body, sent_at FROM outbox
     WHERE kind = 'mail' AND next_try_at <= ? ORDER BY sent_at, id LIMIT ?`,
    now,
    limit,
  )
  return rows.map(({ id, tries, recipient: to, locale, subject, body, sent_at: at }) => ({
    id,
    tries,
    mail: { to, locale, subject, body, at },
  }))
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

export async function deleteMessage(db: Database, id: string): Promise<void> {
  await db.run('DELETE FROM outbox WHERE id = ?', id)
}

/** Drops mail from before a moment, sent or not; returns how many there were. */
export function deleteStaleMail(db: Database, before: number): Promise<number> {
  return db.run("DELETE FROM outbox WHERE kind = 'mail' AND sent_at < ?", before)
}
