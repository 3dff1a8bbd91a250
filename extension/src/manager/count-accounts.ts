import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'

/** So many accounts, in words. */
export function countAccounts(count: number): string {
  return count === 1 ? say('accountsCountOne') : say('accountsCount', writeNumber(count))
}

/** A number as a reader of the language writes it. */
export function writeNumber(number: number): string {
  return new Intl.NumberFormat(findLanguage()).format(number)
}
