import type { KeyUriNote, OtpAccount } from 'countersign/otp'
import { type MessageKey, say } from '../ui/words.ts'

const notes: Record<KeyUriNote, MessageKey> = {
  short_secret: 'noteShortSecret',
  hex_secret: 'noteHexSecret',
  issuer_mismatch: 'noteIssuerMismatch',
}

/** Sentences about what is unusual about an account; none about the usual. */
export function listPeculiarities(account: OtpAccount, noted: KeyUriNote[]): string[] {
  const { type, algorithm, digits, period, counter } = account
  return [
    type === 'hotp' && say('unusualCounter', counter),
    type === 'totp' && period !== 30 && say('unusualPeriod', period),
    digits !== 6 && say('unusualDigits', digits),
    algorithm !== 'SHA1' && say('unusualAlgorithm', algorithm.replace('SHA', 'SHA-')),
    ...noted.map((note) => say(notes[note])),
  ].filter((sentence) => sentence !== false)
}

/** Spells out what is unusual about an account. */
export function Peculiarities({ account, notes: noted }: { account: OtpAccount; notes: KeyUriNote[] }) {
  const sentences = listPeculiarities(account, noted)
  if (sentences.length === 0) return null
  return (
    <ul class="peculiarities">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
