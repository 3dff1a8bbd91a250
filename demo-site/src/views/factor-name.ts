import type { Factor } from 'countersign'
import type { Page } from '../http/page.ts'

/** What a factor is called: the name that the person gave it, else the number, else what it is. */
export function nameFactor({ text }: Page, { label, number }: Pick<Factor, 'label' | 'number'>): string {
  return label || (number ?? text.security.app)
}
