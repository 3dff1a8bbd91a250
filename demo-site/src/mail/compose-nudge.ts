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
  /** From when it is required, in a sentence, or null. */
  due: string | null
}): { subject: string; body: string } {
  const { text, siteName, name, admin, clinic, link, due } = input
  const { mail, report } = text
  const lines = [
    mail.greeting(name),
    report.nudgeMail(admin, clinic),
    link,
    ...(due === null ? [] : [due]),
    siteName,
  ]
  return toMailText(report.nudgeSubject, lines)
}
