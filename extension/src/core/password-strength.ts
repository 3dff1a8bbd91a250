/** How long a vault password has to be at least; NIST SP 800-63B 3.1.1, beside what only this browser profile has. */
export const minPasswordLength = 8

export type PasswordStrength = 'too_short' | 'weak' | 'fair' | 'strong'

/**
 * A hint, not a gate: counts the characters that don't just repeat or continue what came before them, since `aaaa`
 * and `1234` are long without being hard to guess.
 */
export function judgePassword(password: string): PasswordStrength {
  const points = Array.from(password, (character) => character.codePointAt(0) ?? 0)
  if (points.length < minPasswordLength) return 'too_short'
  const steps = points.map((point, index) => point - (points[index - 1] ?? Number.NaN))
  const counted = steps.filter((step) => !(Math.abs(step) <= 1)).length
  const telling = Math.min(counted, new Set(points).size * 2)
  if (telling < 11) return 'weak'
  return telling < 16 ? 'fair' : 'strong'
}
