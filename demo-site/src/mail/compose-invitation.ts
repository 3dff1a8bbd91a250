import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** The mail with the link to a clinic. One and the same, whether or not its reader has an account. */
export function composeInvitation(input: {
  text: Catalogue
  siteName: string
  name: string
  inviter: string
  clinic: string
  link: string
  until: string
}): { subject: string; body: string } {
  const { text, siteName, name, inviter, clinic, link, until } = input
  const { mail, invitation } = text
  const lines = [
    mail.greeting(name),
    invitation.mail(inviter, clinic, siteName),
    link,
    mail.linkUntil(until),
    invitation.notExpected,
    siteName,
  ]
  return toMailText(invitation.subject(clinic), lines)
}
