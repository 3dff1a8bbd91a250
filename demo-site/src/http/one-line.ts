/**
 * A text that somebody typed, on one line and fit for a list or a mail: line breaks, control characters and direction
 * marks, which would let it pass itself off as something else, become spaces. Countersign does the same to names.
 */
export function toOneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
