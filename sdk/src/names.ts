const LENGTH = 64

/**
 * A name that a person gave to something, fit for a list or a mail: line breaks, control characters and direction marks
 * would let it pass itself off as something else, so they become spaces. Throws `TypeError` for one that is longer than
 * 64 characters or no text: the host checks that at its form.
 */
export function cleanName(name: string): string {
  if (typeof name !== 'string') throw new TypeError('a name must be a string')
  const clean = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
  if (clean.length > LENGTH) throw new TypeError(`a name must not be longer than ${LENGTH} characters`)
  return clean
}
