import type { Catalogue } from '../text/catalogue.ts'
import { toOneLine } from './one-line.ts'

/** How many characters of a name Countersign keeps; it throws for more. */
const longestFactorName = 64

/** Whether Countersign takes it as the name of an app, a number or a computer: measured as it is stored, not as typed. */
export function isFactorName(name: string): boolean {
  return toOneLine(name).length <= longestFactorName
}

/** What is wrong with the name of an app or a number, beside its field, or null. */
export function findFactorNameFault(text: Catalogue, name: string): string | null {
  return isFactorName(name) ? null : text.invite.nameTooLong(longestFactorName)
}
