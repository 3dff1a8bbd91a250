import type { AccountName } from '../core/vault/difference.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'

/** More names than these are counted instead. */
const most = 5

/** Names accounts in one line: the first few, and how many more there are. Each is isolated against directions. */
export function listNames(names: readonly AccountName[]): string {
  const shown = names.slice(0, most).map(({ issuer, account }) => isolate(issuer || account))
  const rest = names.length - shown.length
  if (rest > 0) shown.push(say('andMore', new Intl.NumberFormat(findLanguage()).format(rest)))
  return new Intl.ListFormat(findLanguage(), { type: 'conjunction' }).format(shown)
}

/** First strong isolate and pop directional isolate (Unicode UAX 9), for names within a text that has no elements. */
function isolate(name: string): string {
  return `\u2068${name}\u2069`
}
