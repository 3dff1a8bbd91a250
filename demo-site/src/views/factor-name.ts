import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'
import { showNumber } from './phone-number.ts'

/** What a factor is called: the name that the person gave it, else the number, else what it is. */
export function nameFactor({ text }: Page, { label, number }: Pick<Factor, 'label' | 'number'>): string {
  return label || showNumber(number) || text.security.app
}
