import { toOneLine } from '../http/one-line.ts'

/** The subject and the plain text of a mail. Every paragraph is one line, so that no name in it makes a further one. */
export function toMailText(
  subject: string,
  paragraphs: readonly string[],
): { subject: string; body: string } {
  return { subject: toOneLine(subject), body: paragraphs.map(toOneLine).join('\n\n') }
}
