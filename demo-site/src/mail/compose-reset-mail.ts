import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** The mail with the link to a new password: what it is for, how long it holds, and what to do when nobody asked. */
export function composeResetMail(input: {
  text: Catalogue
  siteName: string
  name: string
  link: string
  until: string
}): {
  subject: string
  body: string
} {
  const { mail } = input.text
  const lines = [
    mail.greeting(input.name),
    mail.reset,
    input.link,
    mail.linkUntil(input.until),
    mail.resetNotYou,
    input.siteName,
  ]
  return toMailText(mail.resetSubject, lines)
}

/** Tells of a new password, so that nobody gets one behind its owner's back (ASVS 5.0 6.3.7). */
export function composePasswordChangedMail(input: {
  text: Catalogue
  siteName: string
  name: string
  when: string
}): {
  subject: string
  body: string
} {
  const { mail } = input.text
  const lines = [
    mail.greeting(input.name),
    mail.passwordChanged(input.when),
    mail.passwordNotYou,
    input.siteName,
  ]
  return toMailText(mail.passwordChangedSubject, lines)
}
