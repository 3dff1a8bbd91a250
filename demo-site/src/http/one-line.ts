/**
 * Words that somebody else wrote, such as a name, on one line: line breaks, control characters and direction marks would
 * let them pass themselves off as a paragraph of a mail or as a row of a list.
 */
export function toOneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
