import { randomUUID } from 'node:crypto'
import type { Database, Statements } from '../db/database.ts'
import type { Locale } from '../text/catalogue.ts'

export interface Mail {
  to: string
  locale: Locale
  subject: string
  /** Plain text. */
  body: string
  /** Milliseconds since 1970. */
  at: number
}

export async function addMail(db: Statements, mail: Mail): Promise<void> {
  await db.run(
    'INSERT INTO outbox (id, recipient, locale, subject, body, sent_at) VALUES (?, ?, ?, ?, ?, ?)',
    randomUUID(),
    mail.to,
    mail.locale,
    mail.subject,
    mail.body,
    mail.at,
  )
}

/** Newest first; to one address when given. */
export async function listMail(db: Database, filter: { to?: string; limit: number }): Promise<Mail[]> {
  const where = filter.to === undefined ? '' : 'WHERE recipient = ?'
  const values = filter.to === undefined ? [filter.limit] : [filter.to, filter.limit]
  const rows = await db.all<{
    recipient: string
    locale: Locale
    subject: string
    body: string
    sent_at: number
  }>(
    `SELECT recipient, locale, subject, body, sent_at FROM outbox ${where} ORDER BY sent_at DESC, id LIMIT ?`,
    ...values,
  )
  return rows.map((row) => ({
    to: row.recipient,
    locale: row.locale,
    subject: row.subject,
    body: row.body,
    at: row.sent_at,
  }))
}
