import { OTP_LIMITS } from './parameters.ts'

/** Arabic letters that join to the one after them, for which a non-joiner shows; the others never do. */
const ARABIC_JOINING =
  '(?![\\u0621-\\u0625\\u0627\\u0629\\u062F-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06C0-\\u06CB\\u06CD\\u06CF\\u06D2-\\u06D5\\u06EE\\u06EF])[\\p{Script=Arab}&&\\p{L}]'

const INDIC =
  '[\\p{Script=Deva}\\p{Script=Beng}\\p{Script=Guru}\\p{Script=Gujr}\\p{Script=Orya}' +
  '\\p{Script=Taml}\\p{Script=Telu}\\p{Script=Knda}\\p{Script=Mlym}\\p{Script=Sinh}\\p{Script=Khmr}]'

/** The signs that take a consonant's vowel away, beside which a joiner decides how two consonants are written. */
const VIRAMA = '[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D4D\\u0DCA\\u17D2]'

/**
 * Invisible characters where an emoji or a script needs them: they shape what stands beside them (RFC 5892 appendix A for
 * the joiners). Anywhere else they make two different names look the same.
 */
const NEEDED = new RegExp(
  [
    '\\p{RGI_Emoji}',
    '(?<=\\p{Extended_Pictographic})\\uFE0F',
    '(?<=\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]',
    `(?<=${ARABIC_JOINING}\\p{Mn}*)\\u200C(?=\\p{Mn}*[\\p{Script=Arab}&&\\p{L}])`,
    `(?<=${VIRAMA})[\\u200C\\u200D](?=${INDIC})`,
    `(?<=${INDIC})[\\u200C\\u200D](?=${VIRAMA})`,
    // Chillu letters as they were written before they had characters of their own, at the end of words above all.
    '(?<=\\u0D4D)\\u200D',
  ].join('|'),
  'gv',
)

/** Controls, line breaks, lone surrogates, direction marks and overrides, and whatever else shows as nothing. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Why a name is refused: `unsafe` where it holds characters that hide or reorder text, `long` over its limit. */
export function judgeName(name: string): 'fine' | 'unsafe' | 'long' {
  if (name.length > OTP_LIMITS.name.most) return 'long'
  return UNSAFE.test(name.replace(NEEDED, '')) ? 'unsafe' : 'fine'
}
