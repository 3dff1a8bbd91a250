import { describe, expect, it } from 'vitest'
import { nameFault, nameOther, refusalSentences } from '../../../../extension/src/capture/refusal-words.ts'
import { readScannedText } from '../../../../extension/src/core/scanned-text.ts'
import { say } from '../../../../extension/src/ui/words.ts'
import { speak } from '../ui/speak.ts'

function sayRefusal(uri: string): string {
  const scanned = readScannedText(uri)
  if (scanned.kind !== 'refused') throw new Error(`${uri} is not refused`)
  return say(refusalSentences[scanned.reason], nameFault(scanned))
}

const key = 'secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

describe('a refusal', () => {
  it.each([
    [`totp/a?${key}&digits=6&digits=8`, 'Den anger något två gånger: antal siffror.'],
    [`totp/a?${key}&issuer=A&issuer=B`, 'Den anger något två gånger: webbplats.'],
    [`totp/a%E2%80%AE?${key}`, 'En del av den har osynliga tecken som kan vilseleda: namn.'],
    [`totp/${'a'.repeat(2000)}?${key}`, 'En del av den är för lång: namn.'],
    [`totp/a?${key}&period=%FF`, 'Den är felaktigt skriven: tid som en kod gäller.'],
    [`steam/a?${key}`, 'Den gäller en sorts kod som inte stöds: steam.'],
    [`?${key}`, 'Den gäller en sorts kod som inte stöds: något som inte kan visas.'],
    [
      `totp/a?${key}&digits=%EF%BC%96`,
      'Den anger en kodlängd som inte stöds: något som inte kan visas. Koder har 6 till 8 siffror.',
    ],
    [
      `hotp/a?${key}&counter=%C2%B2`,
      'Den räknar sina koder från något som inte är ett tal: något som inte kan visas.',
    ],
  ])('of %s is in Swedish words', (uri, sentence) => {
    speak('sv')
    expect(sayRefusal(`otpauth://${uri}`)).toBe(sentence)
  })

  it.each([
    'type',
    'label',
    'issuer',
    'secret',
    'algorithm',
    'digits',
    'period',
    'counter',
    'otp_type',
    'encoder',
  ])('has a word of the catalogue for %s', (parameter) => {
    for (const language of ['en', 'sv']) {
      speak(language)
      const word = nameFault({ reason: 'duplicate_parameter', parameter })
      expect(word).not.toBe(say('partUnreadable'))
      expect(word).not.toMatch(/^part|^(type|label|digits|issuer)$/)
    }
  })
})

describe('something that is no key', () => {
  it.each(['en', 'sv'])('is called no QR code in %s where it was pasted or typed as text', (language) => {
    speak(language)
    for (const kind of ['activation', 'address', 'text'] as const) {
      expect(say(nameOther(kind, { kind: 'given' }))).toMatch(/QR/)
      expect(say(nameOther(kind, { kind: 'text' }))).toMatch(/^(This|Texten|Det)(?!.*QR)/)
    }
  })
})
