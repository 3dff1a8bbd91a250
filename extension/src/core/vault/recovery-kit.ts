import type { Bytes } from './bytes.ts'

/** Letters and digits that are hard to mistake for each other (Crockford's base32: no I, L, O, U). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** How many bits a kit has: 20 bytes are 32 characters, and each four of them get one to check them. */
export const recoveryKitBytes = 20
export const recoveryKitGroups = 8
const dataPerGroup = 4
const groupLength = dataPerGroup + 1

/** What somebody typed as a recovery kit. */
export type ReadRecoveryKit =
  | { status: 'kit'; secret: Bytes }
  /** Characters are missing, or there are too many; `typed` of `expected` count. */
  | { status: 'wrong_length'; typed: number; expected: number }
  /** Which groups hold a typing mistake, counted from 1. */
  | { status: 'typo'; groups: number[] }

/** Writes 20 bytes as eight groups of five characters, joined by hyphens; the fifth of each checks the group. */
export function writeRecoveryKit(secret: Bytes): string {
  if (secret.length !== recoveryKitBytes) throw new TypeError('A recovery kit has 20 bytes.')
  let bits = 0n
  for (const byte of secret) bits = (bits << 8n) | BigInt(byte)
  const values = Array.from({ length: recoveryKitGroups * dataPerGroup }, (_, index, count = 32) =>
    Number((bits >> BigInt(5 * (count - 1 - index))) & 31n),
  )
  return Array.from({ length: recoveryKitGroups }, (_, group) => {
    const data = values.slice(group * dataPerGroup, (group + 1) * dataPerGroup)
    return [...data, checkGroup(data, group)].map((value) => alphabet[value]).join('')
  }).join('-')
}

/** Reads what `writeRecoveryKit` wrote, in either case, with any spaces and hyphens, and with O for 0 or I and L for 1. */
export function readRecoveryKit(text: string): ReadRecoveryKit {
  const typed = text
    .toUpperCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const expected = recoveryKitGroups * groupLength
  if (typed.length !== expected) return { status: 'wrong_length', typed: typed.length, expected }
  const values = Array.from(typed, (character) => alphabet.indexOf(character))
  const groups = Array.from({ length: recoveryKitGroups }, (_, group) =>
    values.slice(group * groupLength, (group + 1) * groupLength),
  )
  const wrong = groups.flatMap((group, index) => {
    const data = group.slice(0, dataPerGroup)
    return group.includes(-1) || checkGroup(data, index) !== group[dataPerGroup] ? [index + 1] : []
  })
  if (wrong.length > 0) return { status: 'typo', groups: wrong }
  let bits = 0n
  for (const group of groups)
    for (const value of group.slice(0, dataPerGroup)) bits = (bits << 5n) | BigInt(value)
  const secret = new Uint8Array(recoveryKitBytes)
  for (let index = recoveryKitBytes - 1; index >= 0; index--, bits >>= 8n) secret[index] = Number(bits & 255n)
  return { status: 'kit', secret }
}

/**
 * A weighted sum in GF(32), with the group's place added: one wrong character, two that changed places, and two groups
 * that did, all give another one.
 */
function checkGroup(data: number[], group: number): number {
  return data.reduce((sum, value) => double(sum ^ value), group)
}

/** Multiplies by x modulo x^5 + x^2 + 1, of which x generates every element but 0. */
function double(value: number): number {
  const shifted = value << 1
  return shifted & 32 ? shifted ^ 0b100101 : shifted
}
