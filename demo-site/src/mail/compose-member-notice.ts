import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** What an admin has changed for a member, told to the member. */
export interface MemberNotice {
  subject: string
  sentences: readonly string[]
}

/** The mail of it: Countersign tells of what is its own, and leaves the rest to the site. */
export function composeMemberNotice(
  notice: MemberNotice,
  { text, name, siteName }: { text: Catalogue; name: string; siteName: string },
): { subject: string; body: string } {
  return toMailText(notice.subject, [text.mail.greeting(name), ...notice.sentences, siteName])
}
