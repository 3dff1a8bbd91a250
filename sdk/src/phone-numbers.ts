import { createRequire } from 'node:module'
import { TwoFactorError } from './errors.ts'

/** `+46 701740605`: country code and the rest with a space between, so that a number is masked without any tables. */
export type PhoneNumber = string

export type PhoneNumberRead =
  | { status: 'ok'; number: PhoneNumber }
  | { status: 'number_invalid' }
  /** `country`: not one of the countries that SMS go to. `type`: a line that takes no SMS, or takes it anywhere (VoIP). */
  | { status: 'number_not_allowed'; because: 'country' | 'type' }

export interface PhoneNumbers {
  /** Reads what a person typed: in international form, or in the form of the first country. */
  read(text: unknown): PhoneNumberRead
}

/** What is used of libphonenumber-js, spelt out: its types are not there for who sends no SMS. */
interface Library {
  isSupportedCountry(country: string): boolean
  parsePhoneNumberFromString(
    text: string,
    options: { defaultCountry: string; extract: boolean },
  ):
    | {
        number: string
        country?: string
        countryCallingCode: string
        ext?: string
        isValid(): boolean
        getType(): string | undefined
      }
    | undefined
}

const LONGEST_TEXT = 64
// VoIP numbers are no proof of holding a phone (NIST SP 800-63B, out-of-band over the telephone network).
const TYPES = ['MOBILE', 'FIXED_LINE_OR_MOBILE', undefined]

/**
 * Reads phone numbers of some countries.
 *
 * @param countries ISO 3166-1 alpha-2, such as `SE`; without an allow-list somebody else's premium numbers run up the bill
 * @throws TwoFactorError `configuration_invalid` without countries, for one that is none, and without libphonenumber-js
 */
export function createPhoneNumbers(countries: readonly string[] | undefined): PhoneNumbers {
  const library = loadLibrary()
  const [first] = Array.isArray(countries) ? (countries as string[]) : []
  if (countries === undefined || first === undefined) {
    throw new TwoFactorError(
      'configuration_invalid',
      "sendSms needs smsCountries, the countries that SMS may go to, such as ['SE', 'NO']",
    )
  }
  if (!countries.every((country) => typeof country === 'string' && library.isSupportedCountry(country))) {
    throw new TwoFactorError(
      'configuration_invalid',
      'smsCountries are ISO 3166-1 alpha-2 codes in capitals, such as SE',
    )
  }
  return {
    read(text) {
      if (typeof text !== 'string' || text.length > LONGEST_TEXT) return { status: 'number_invalid' }
      const parsed = library.parsePhoneNumberFromString(text, { defaultCountry: first, extract: false })
      if (parsed === undefined || parsed.ext !== undefined || !parsed.isValid())
        return { status: 'number_invalid' }
      const { number, country, countryCallingCode } = parsed
      if (country === undefined || !countries.includes(country))
        return { status: 'number_not_allowed', because: 'country' }
      if (!TYPES.includes(parsed.getType())) return { status: 'number_not_allowed', because: 'type' }
      return {
        status: 'ok',
        number: `+${countryCallingCode} ${number.slice(countryCallingCode.length + 1)}`,
      }
    },
  }
}

/** The number as it is dialled: E.164. */
export function formatNumber(number: PhoneNumber): string {
  return number.replace(' ', '')
}

/** `+46 •• ••• •• 67`: country code and the last two digits; the same length for every number. */
export function maskNumber(number: PhoneNumber): string {
  return `${number.split(' ')[0]} •• ••• •• ${number.slice(-2)}`
}

// Only who sends SMS needs the tables of all the world's numbers, and configurations are read at once, not later.
function loadLibrary(): Library {
  const require = createRequire(import.meta.url)
  try {
    return require('libphonenumber-js/max') as Library
  } catch (cause) {
    throw new TwoFactorError(
      'configuration_invalid',
      'sendSms needs the package libphonenumber-js: npm i libphonenumber-js',
      { cause },
    )
  }
}
