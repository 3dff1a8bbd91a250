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
/** Bytes of lines that are read at once. */
const handful = 20_000
/** The comma and the line feed between two lines; also what closes the list and the whole. */
const gap = 2

/** Joins a text, a line for each account, and a text; `write` is asked only for accounts that `known` does not have. */
export function joinLines(
  texts: { before: string; after: string },
  accounts: readonly VaultAccount[],
  write: (account: VaultAccount) => string,
  known: Written | null,
): Written {
  const [before, after] = [encodeText(texts.before), encodeText(texts.after)]
  const pieces = collectPieces(accounts, write, known)
  const length = pieces.reduce((sum, piece) => sum + piece.length + gap, before.length + after.length)
  const bytes = new Uint8Array(pieces.length === 0 ? length : length - 1)
  bytes.set(before)
  let at = before.length
  pieces.forEach((piece, index) => {
    // JSON has a comma between two, and white space is free.
    if (index > 0) bytes[at++] = comma
    bytes[at++] = lineFeed
    bytes.set(piece, at)
    at += piece.length
  })
  bytes.set(after, at)
  return { bytes, accounts }
}

/** Lines, or several at once where they lie one after the other in what is known. */
function collectPieces(
  accounts: readonly VaultAccount[],
  write: (account: VaultAccount) => string,
  known: Written | null,
): Bytes[] {
  const starts = known === null ? null : findLines(known)
  if (known === null || starts === null) return accounts.map((account) => encodeText(write(account)))
  const pieces: Bytes[] = []
  let places: Map<VaultAccount, number> | null = null
  const findPlace = (account: VaultAccount) => {
    places ??= new Map(known.accounts.map((each, index) => [each, index]))
    return places.get(account)
  }
  let index = 0
  let expected = 0
  while (index < accounts.length) {
    const account = accounts[index] as VaultAccount
    const first: number | undefined = known.accounts[expected] === account ? expected : findPlace(account)
    if (first === undefined) {
      pieces.push(encodeText(write(account)))
      index++
      continue
    }
    let next = first
    while (index < accounts.length && known.accounts[next] === accounts[index]) {
      next++
      index++
    }
    pieces.push(known.bytes.subarray(starts[first], (starts[next] ?? 0) - gap))
    expected = next
  }
  return pieces
}

/** Where the line of each account begins, and the end of them all; null where the bytes were not written by `joinLines`. */
function findLines({ bytes, accounts }: Written): Uint32Array | null {
  const starts = new Uint32Array(accounts.length + 1)
  let begin = bytes.indexOf(lineFeed) + 1
  if (begin === 0) return null
  for (let index = 0; index < accounts.length; index++) {
    starts[index] = begin
    const isLast = index === accounts.length - 1
    // After the last one comes only the end of the list and of the whole.
    const next = isLast ? bytes.length : bytes.indexOf(lineFeed, begin) + 1
    const end = next - gap
    if (bytes[begin] !== openingBrace || bytes[end - 1] !== closingBrace || end <= begin) return null
    begin = next
  }
  starts[accounts.length] = begin
  return starts
}

/**
 * Takes apart what `joinLines` wrote: the texts around the lines, and the lines, some at once, so that what is read of
 * them on the way is forgotten on the way. Null where the bytes have another layout; whether they are JSON is not judged here.
 */
export function splitLines(bytes: Bytes): { before: Bytes; after: Bytes; lines: Iterable<Bytes> } | null {
  const start = bytes.indexOf(lineFeed) + 1
  const end = bytes.length - gap
  if (start === 0 || start >= end || bytes[end - 1] !== closingBrace) return null
  const split = { before: bytes.subarray(0, start), after: bytes.subarray(end) }
  return { ...split, lines: takeHandfuls(bytes.subarray(start, end)) }
}

function* takeHandfuls(bytes: Bytes): Iterable<Bytes> {
  for (let begin = 0; begin < bytes.length; ) {
    const next = bytes.indexOf(lineFeed, begin + handful)
    // A comma that is not there takes a byte of the line, which then is no JSON.
    yield bytes.subarray(begin, next === -1 ? bytes.length : next - 1)
    begin = next === -1 ? bytes.length : next + 1
  }
}
