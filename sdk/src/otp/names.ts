import { OTP_LIMITS } from './parameters.ts'

const JOINING_SCRIPTS =
  '[\\p{Script=Arab}\\p{Script=Deva}\\p{Script=Beng}\\p{Script=Guru}\\p{Script=Gujr}\\p{Script=Orya}' +
  '\\p{Script=Taml}\\p{Script=Telu}\\p{Script=Knda}\\p{Script=Mlym}\\p{Script=Sinh}\\p{Script=Khmr}]'

/**
 * Invisible characters where an emoji or a script needs them: they shape what stands beside them. Anywhere else they
 * make two different names look the same.
 */
const NEEDED = new RegExp(
  [
    '(?<=\\p{Extended_Pictographic}|\\p{Emoji_Modifier}|\\uFE0F)\\u200D(?=\\p{Extended_Pictographic})',
    '(?<=\\p{Emoji})\\uFE0F',
    '(?<=\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]',
    `(?<=${JOINING_SCRIPTS})[\\u200C\\u200D]`,
  ].join('|'),
  'gu',
)

/** Controls, line breaks, lone surrogates, direction marks and overrides, and whatever else shows as nothing. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u

/** Why a name is refused: `unsafe` where it holds characters that hide or reorder text, `long` over its limit. */
export function judgeName(name: string): 'fine' | 'unsafe' | 'long' {
  if (name.length > OTP_LIMITS.name.most) return 'long'
  return UNSAFE.test(name.replace(NEEDED, '')) ? 'unsafe' : 'fine'
}
