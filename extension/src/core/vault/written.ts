import { type Bytes, encodeText } from './bytes.ts'
import type { VaultAccount } from './contents.ts'

/**
 * Contents as bytes, and where each account stands in them: a change of one account then copies the bytes of all others
 * instead of writing them anew, which would take most of the time of saving a large vault.
 */
export interface Written {
  bytes: Bytes
  /** Where each account's line begins and ends. */
  places: ReadonlyMap<VaultAccount, readonly [begin: number, end: number]>
}

const [comma, lineFeed] = [0x2c, 0x0a]

/** Joins a text, a line for each account, and a text; `write` is asked only for accounts that are not in `known`. */
export function joinLines(
  texts: { before: string; after: string },
  accounts: readonly VaultAccount[],
  write: (account: VaultAccount) => string,
  known: Written | null,
): Written {
  const [before, after] = [encodeText(texts.before), encodeText(texts.after)]
  const lines = accounts.map((account) => {
    const place = known?.places.get(account)
    return known && place ? known.bytes.subarray(...place) : encodeText(write(account))
  })
  const length = lines.reduce((sum, line) => sum + line.length + 2, before.length + after.length)
  const bytes = new Uint8Array(length)
  const places = new Map<VaultAccount, readonly [number, number]>()
  bytes.set(before)
  let at = before.length
  lines.forEach((line, index) => {
    bytes[at++] = lineFeed
    bytes.set(line, at)
    const account = accounts[index]
    if (account !== undefined) places.set(account, [at, at + line.length])
    at += line.length
    // JSON has a comma after every one but the last.
    if (index < lines.length - 1) bytes[at++] = comma
  })
  bytes.set(after, at)
  return { bytes: bytes.subarray(0, at + after.length), places }
}

/** Finds the line of each account in bytes that `joinLines` made; no places where they were written in another way. */
export function findLines(bytes: Bytes, accounts: readonly VaultAccount[]): Written {
  const places = new Map<VaultAccount, readonly [number, number]>()
  let begin = bytes.indexOf(lineFeed) + 1
  if (begin === 0) return { bytes, places }
  for (const [index, account] of accounts.entries()) {
    const isLast = index === accounts.length - 1
    const next = isLast ? bytes.lastIndexOf(0x5d) : bytes.indexOf(lineFeed, begin)
    if (next < begin) return { bytes, places: new Map() }
    places.set(account, [begin, isLast ? next : next - 1])
    begin = next + 1
  }
  return { bytes, places }
}
