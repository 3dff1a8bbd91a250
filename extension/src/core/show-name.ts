import { OTP_LIMITS } from 'countersign/otp'
import { spellOut } from './spell-out-hidden.ts'

/** Embeddings, overrides and isolates (Unicode UAX 9), which end or undo the isolation that names are shown in; and ends of lines. */
const unruly = /[\u202A-\u202E\u2066-\u2069\p{Cc}\p{Zl}\p{Zp}]/gu
const mostShown = OTP_LIMITS.name.most

/** A name as it can be shown among other words, wherever it came from: no longer than codes have it, and in no direction but its own. */
export function showName(name: string): string {
  const cut =
    name.length > mostShown ? `${name.slice(0, mostShown - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : name
  return spellOut(cut, unruly)
}
