import type { KeyUriNote } from 'countersign/otp'
import type { ScannedText } from '../core/scanned-text.ts'
import { type MessageKey, say } from '../ui/words.ts'

const notes: Record<KeyUriNote, MessageKey> = {
  short_secret: 'noteShortSecret',
  hex_secret: 'noteHexSecret',
  issuer_mismatch: 'noteIssuerMismatch',
}

/** Spells out what is unusual about an account; says nothing about the usual. */
export function Peculiarities({ scanned }: { scanned: Extract<ScannedText, { kind: 'account' }> }) {
  const { type, algorithm, digits, period, counter } = scanned.account
  const sentences = [
    type === 'hotp' && say('unusualCounter', counter),
    type === 'totp' && period !== 30 && say('unusualPeriod', period),
    digits !== 6 && say('unusualDigits', digits),
    algorithm !== 'SHA1' && say('unusualAlgorithm', algorithm.replace('SHA', 'SHA-')),
    ...scanned.notes.map((note) => say(notes[note])),
  ].filter((sentence) => sentence !== false)
  if (sentences.length === 0) return null
  return (
    <ul class="peculiarities">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
