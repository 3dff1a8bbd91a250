const LENGTH = 64
const REASON_LENGTH = 500

/**
 * A name that a person gave to something, fit for a list or a mail: line breaks, control characters and direction marks
 * would let it pass itself off as something else, so they become spaces. Throws `TypeError` for one that is longer than
 * 64 characters or no text: the host checks that at its form.
 */
export function cleanName(name: string): string {
  if (typeof name !== 'string') throw new TypeError('a name must be a string')
  const clean = flatten(name)
  if (clean.length > LENGTH) throw new TypeError(`a name must not be longer than ${LENGTH} characters`)
  return clean
}

/**
 * Why an admin did something, on one line as in `cleanName`; null for nothing but spaces. Throws `TypeError` for more than
 * 500 characters or no text.
 */
export function cleanReason(reason: unknown): string | null {
  if (typeof reason !== 'string') throw new TypeError('reason must be a string')
  const clean = flatten(reason)
  if (clean.length > REASON_LENGTH)
    throw new TypeError(`a reason must not be longer than ${REASON_LENGTH} characters`)
  return clean === '' ? null : clean
}

function flatten(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
