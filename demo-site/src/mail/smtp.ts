import { createTransport } from 'nodemailer'
import type { Mail } from '../data/outbox.ts'
import { renderMailHtml } from './mail-html.ts'

export interface SmtpOptions {
  /** `smtps://name:password@host:port`, or `smtp://…`, which goes on to TLS where the server has it. */
  url: string
  /** The address that mail comes from. */
  from: string
  /** The name beside that address. */
  siteName: string
  /** The address of the site: nothing else in a mail becomes a link. */
  home: string
  /** Refuses a server that has no TLS. */
  requireTls: boolean
}

/** Sends one mail. Throws when the server did not take it; what is thrown has no address, no text and no password in it. */
export type SendMail = (mail: Mail) => Promise<void>

export function createSmtpSender({ url, from, siteName, home, requireTls }: SmtpOptions): SendMail {
  const transport = createTransport({
    url,
    requireTLS: requireTls,
    // Together less than the process has for ending: what a silent server did not take is kept and comes later.
    connectionTimeout: 3000,
    greetingTimeout: 3000,
    socketTimeout: 8000,
    // A mail is made of its texts alone, never of a file or an address that somebody wrote into one.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return async (mail) => {
    try {
      await transport.sendMail({
        from: { name: siteName, address: from },
        // As a value of its own, not as a header to be parsed: one mail, one receiver.
        to: { name: '', address: mail.to },
        subject: mail.subject,
        date: new Date(mail.at),
        text: mail.body,
        html: renderMailHtml(mail, home),
        headers: {
          'Content-Language': mail.locale,
          // No vacation notes in return (RFC 3834 section 5).
          'Auto-Submitted': 'auto-generated',
        },
      })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      throw new Error(`the mail server did not take a mail (${code})`)
    }
  }
}
