import type { OtpAccount } from 'countersign/otp'
import { findDuplicate } from './accounts.ts'
import type { ScannedText } from './scanned-text.ts'
import { readAnyText, splitKeys } from './typed-key.ts'
import type { VaultAccount } from './vault/contents.ts'

/** Where a code was seen. */
export type Place =
  /** On what the tab shows; `instead` of an image that had no code, or could not be read. */
  | { kind: 'screen'; instead?: true }
  /** In a picture of the page, wherever it is and however small it is shown. */
  | { kind: 'page' }
  /** In the image of the page that somebody pointed at. */
  | { kind: 'image' }
  | { kind: 'file'; name: string }
  /** Pasted or typed as text: there was no QR code. */
  | { kind: 'text' }
  /** Where it came from is what the person has just done. */
  | { kind: 'given' }

/** One QR code or text, what it holds and where it was seen. */
export interface Finding {
  code: ScannedText
  place: Place
}

/** More codes than this in one go are not a set-up page; of what a person gives there may be as many as pictures at once. */
export const mostFindings = { ofPage: 20, given: 100 }

/**
 * Reads texts in their order; one that was seen in several places counts once. Of more than there is room for, those that are
 * in the vault (`saved`) make room first: who saves what is shown and does the same again gets the rest.
 */
export function readFindings(
  seen: { text: string; place: Place }[],
  saved: VaultAccount[],
): { findings: Finding[]; isCut: boolean } {
  const places = new Map<string, Place>()
  for (const { text, place } of seen) if (!places.has(text)) places.set(text, place)
  const room = { ...mostFindings }
  // What can't be saved has room of its own, and is not waited for: it would be in the way for ever.
  const refusedRoom = { ...mostFindings }
  const read: { finding: Finding; isNew: boolean }[] = []
  let isCut = false
  for (const [text, place] of places) {
    const finding = { code: readAnyText(text), place }
    if (listAccounts([finding]).length === 0) {
      if (refusedRoom[nameRoom(place)]-- > 0) read.push({ finding, isNew: true })
      continue
    }
    const isNew = !isSaved(finding, saved)
    isCut = isNew && room[nameRoom(place)] === 0
    if (isCut) break
    if (isNew) room[nameRoom(place)]--
    read.push({ finding, isNew })
  }
  const shown = read.filter(({ finding, isNew }) => isNew || room[nameRoom(finding.place)]-- > 0)
  return { findings: shown.map(({ finding }) => finding), isCut }
}

function nameRoom(place: Place): keyof typeof mostFindings {
  return isOfPage(place) ? 'ofPage' : 'given'
}

/** Reads a text that was pasted or typed, with every key that it has. */
export function readPastedText(text: string, saved: VaultAccount[]): { findings: Finding[]; isCut: boolean } {
  return readFindings(
    splitKeys(text).map((piece) => ({ text: piece, place: { kind: 'text' } })),
    saved,
  )
}

export function listAccounts(findings: Finding[]): OtpAccount[] {
  return findings.flatMap(({ code }) => {
    if (code.kind === 'account') return [code.account]
    if (code.kind !== 'export') return []
    return code.entries.flatMap((entry) => (entry.status === 'ok' ? [entry.account] : []))
  })
}

/** A code without accounts is refused, or a part of an export of which nothing can be kept: it waits to be read by the person. */
export function isSaved(finding: Finding, saved: VaultAccount[]): boolean {
  const accounts = listAccounts([finding])
  return accounts.length > 0 && accounts.every((account) => findDuplicate(saved, account) !== undefined)
}

/** Whether a code may be another one than the one that was meant, so that nothing should be taken for granted. */
export function isOther(place: Place): boolean {
  return place.kind === 'screen' && place.instead === true
}

/** Whether the page that somebody was looking at showed the code. */
export function isOfPage({ kind }: Place): boolean {
  return kind === 'screen' || kind === 'page' || kind === 'image'
}
