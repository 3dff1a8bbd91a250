import type { KeyUriRefusal } from 'countersign/otp'
import type { Place } from '../core/findings.ts'
import { type MessageKey, say } from '../ui/words.ts'

export const refusalSentences: Record<KeyUriRefusal, MessageKey> = {
  text_too_long: 'refusedTooLong',
  unsupported_type: 'refusedType',
  invalid_encoding: 'refusedEncoding',
  invalid_label: 'refusedLabel',
  label_too_long: 'refusedLabelTooLong',
  duplicate_parameter: 'refusedDuplicateParameter',
  missing_secret: 'refusedMissingSecret',
  invalid_secret: 'refusedInvalidSecret',
  secret_too_long: 'refusedSecretTooLong',
  unsupported_algorithm: 'refusedAlgorithm',
  unsupported_digits: 'refusedDigits',
  unsupported_period: 'refusedPeriod',
  missing_counter: 'refusedMissingCounter',
  invalid_counter: 'refusedInvalidCounter',
}

/** The parts of a key URI, as a person calls them. */
const parts: Record<string, MessageKey> = {
  type: 'partType',
  otp_type: 'partType',
  encoder: 'partType',
  label: 'partLabel',
  issuer: 'partIssuer',
  secret: 'partSecret',
  algorithm: 'partAlgorithm',
  digits: 'partDigits',
  period: 'partPeriod',
  counter: 'partCounter',
}

/** These name a part; all others name what the part said. */
const aboutParts: readonly KeyUriRefusal[] = [
  'invalid_encoding',
  'invalid_label',
  'label_too_long',
  'duplicate_parameter',
]

/** What stands in the place of a refusal's sentence: a part in the reader's words, or what it said. */
export function nameFault(refusal: { reason: KeyUriRefusal; parameter?: string; value?: string }): string {
  if (!aboutParts.includes(refusal.reason)) return refusal.value ?? say('partUnreadable')
  return say(parts[refusal.parameter ?? ''] ?? 'partUnreadable')
}

type Words = Record<'activation' | 'address' | 'text', MessageKey>

const scanned: Words = { activation: 'isActivation', address: 'isAddress', text: 'isText' }
const typed: Words = { activation: 'isActivationTyped', address: 'isAddressTyped', text: 'isTextTyped' }

/** The words for something that is no key; those for a text that was pasted or typed speak of no QR code. */
export function nameOther(kind: keyof Words, place: Place): MessageKey {
  return (place.kind === 'text' ? typed : scanned)[kind]
}
