import { type Bytes, encodeText } from './bytes.ts'
import type { VaultAccount } from './contents.ts'

/**
 * Contents as bytes, and the accounts whose lines they have: a change of one account then copies the bytes of all others
 * instead of writing them anew, which would take most of the time of saving a large vault.
 */
export interface Written {
  bytes: Bytes
  accounts: readonly VaultAccount[]
}

const [comma, lineFeed, openingBrace, closingBrace] = [0x2c, 0x0a, 0x7b, 0x7d]

/** Joins a text, a line for each account, and a text; `write` is asked only for accounts that `known` does not have. */
export function joinLines(
  texts: { before: string; after: string },
  accounts: readonly VaultAccount[],
  write: (account: VaultAccount) => string,
  known: Written | null,
): Written {
  const [before, after] = [encodeText(texts.before), encodeText(texts.after)]
  const knownLines = known === null ? new Map<VaultAccount, Bytes>() : findLines(known)
  const lines = accounts.map((account) => knownLines.get(account) ?? encodeText(write(account)))
  const length = lines.reduce((sum, line) => sum + line.length + 2, before.length + after.length)
  const bytes = new Uint8Array(lines.length === 0 ? length : length - 1)
  bytes.set(before)
  let at = before.length
  lines.forEach((line, index) => {
    // JSON has a comma between two, and white space is free.
    if (index > 0) bytes[at++] = comma
    bytes[at++] = lineFeed
    bytes.set(line, at)
    at += line.length
  })
  bytes.set(after, at)
  return { bytes, accounts }
}

/** Finds the line of each account; none at all where the bytes were not written by `joinLines`. */
function findLines({ bytes, accounts }: Written): Map<VaultAccount, Bytes> {
  const lines = new Map<VaultAccount, Bytes>()
  let begin = bytes.indexOf(lineFeed) + 1
  if (begin === 0) return lines
  for (const [index, account] of accounts.entries()) {
    const isLast = index === accounts.length - 1
    // After the last one comes only the end of the list and of the whole.
    const end = isLast ? bytes.length - 2 : bytes.indexOf(lineFeed, begin) - 1
    if (bytes[begin] !== openingBrace || bytes[end - 1] !== closingBrace || end <= begin) return new Map()
    lines.set(account, bytes.subarray(begin, end))
    begin = end + 2
  }
  return lines
}
