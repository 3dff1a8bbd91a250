/** Controls, direction marks and overrides, lone surrogates, and whatever else shows as nothing. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu

/** Writes what can't be seen in a text as its code point, such as `[U+202E]`, so that it neither hides nor reorders. */
export function spellOutHidden(text: string): string {
  return spellOut(text.replace(/[\t\r\n]+/g, ' '), HIDDEN)
}

/** The same for the characters that a global pattern finds. */
export function spellOut(text: string, characters: RegExp): string {
  return text.replace(characters, (character) => `[U+${toHexadecimal(character.codePointAt(0) ?? 0)}]`)
}

function toHexadecimal(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, '0')
}
