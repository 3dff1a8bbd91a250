import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** The mail that asks a member to turn two-factor authentication on. */
export function composeNudge(input: {
  text: Catalogue
  siteName: string
  name: string
  admin: string
  clinic: string
  link: string
  /** The day from which it is required, or null. */
  deadline: string | null
}): { subject: string; body: string } {
  const { text, siteName, name, admin, clinic, link, deadline } = input
  const { mail, report } = text
  const lines = [
    mail.greeting(name),
    report.nudgeMail(admin, clinic),
    link,
    ...(deadline === null ? [] : [report.nudgeDeadline(deadline)]),
    siteName,
  ]
  return toMailText(report.nudgeSubject, lines)
}
