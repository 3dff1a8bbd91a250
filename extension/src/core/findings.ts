import type { ScannedText } from './scanned-text.ts'
import { readAnyText, splitKeys } from './typed-key.ts'

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

/** More codes than this in one go are not a set-up page. */
export const mostFindings = 20

/** Reads texts in their order; one that was seen in several places counts once. */
export function readFindings(seen: { text: string; place: Place }[]): {
  findings: Finding[]
  isCut: boolean
} {
  const places = new Map<string, Place>()
  for (const { text, place } of seen) if (!places.has(text)) places.set(text, place)
  const findings = [...places]
    .slice(0, mostFindings)
    .map(([text, place]) => ({ code: readAnyText(text), place }))
  return { findings, isCut: places.size > mostFindings }
}

/** Reads a text that was pasted or typed, with every key that it has. */
export function readPastedText(text: string): { findings: Finding[]; isCut: boolean } {
  return readFindings(splitKeys(text).map((piece) => ({ text: piece, place: { kind: 'text' } })))
}

/** Whether a code may be another one than the one that was meant, so that nothing should be taken for granted. */
export function isOther(place: Place): boolean {
  return place.kind === 'screen' && place.instead === true
}

/** Whether the page that somebody was looking at showed the code. */
export function isOfPage({ kind }: Place): boolean {
  return kind === 'screen' || kind === 'page' || kind === 'image'
}
