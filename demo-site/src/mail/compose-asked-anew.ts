import type { Catalogue } from '../text/catalogue.ts'
import { toMailText } from './mail-text.ts'

/** What whoever can send a new link is told by somebody whose link has ended. */
export interface AskedAnew {
  subject: string
  sentence: string
  /** Where they would send it. */
  link: string
  /** What it means to do nothing. */
  leave: string
}

/** The mail by which somebody whose link has ended asks for a new one. */
export function composeAskedAnew(input: {
  text: Catalogue
  siteName: string
  name: string
  asked: AskedAnew
}): { subject: string; body: string } {
  const { text, siteName, name, asked } = input
  const { subject, sentence, link, leave } = asked
  return toMailText(subject, [text.mail.greeting(name), sentence, link, leave, siteName])
}
