import type { PolicySetting } from 'countersign'
import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** Tells a member that an admin has changed what is required of them: Countersign records it and leaves the telling to the site. */
export function composeSettingMail(input: {
  text: Catalogue
  siteName: string
  name: string
  admin: string
  clinic: string
  when: string
  setting: PolicySetting
}): { subject: string; body: string } {
  const { text, siteName, name, admin, clinic, when, setting } = input
  const { mail, member } = text
  const sentence = {
    default: member.settingMailDefault,
    required: member.settingMailRequired,
    exempt: member.settingMailExempt,
  }[setting]
  const lines = [
    mail.greeting(name),
    member.settingMail(admin, clinic, when),
    sentence,
    mail.notAsked,
    siteName,
  ]
  return toMailText(member.settingSubject, lines)
}
