import type { Config } from '../config.ts'
import { addMail } from '../data/outbox.ts'
import type { Database } from '../db/database.ts'
import { createSmtpSender, type SendMail } from './smtp.ts'

/** How notices get to people: by the mail server of `SMTP_URL`; without one into the demo's mailbox. */
export function createMailSender(config: Config, db: Database): SendMail {
  return createRealSender(config) ?? ((mail) => addMail(db, mail, null))
}

/** Null where no mail server is configured. */
export function createRealSender({
  smtpUrl,
  mailFrom,
  issuer,
  baseUrl,
  production,
}: Config): SendMail | null {
  if (smtpUrl === null) return null
  return createSmtpSender({
    ...{ url: smtpUrl, from: mailFrom, siteName: issuer },
    ...{ home: baseUrl, requireTls: production },
  })
}
