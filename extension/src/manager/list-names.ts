import { showName } from '../core/show-name.ts'
import type { AccountName } from '../core/vault/difference.ts'
import { say } from '../ui/words.ts'

/** More names than these are counted instead. */
const most = 5

/** Names accounts in one line, each by issuer and account: the first few, and how many more there are. Names are isolated against directions. */
export function listNames(names: readonly AccountName[], language: string): string {
  const shown = names.slice(0, most).map(nameBoth)
  const rest = names.length - shown.length
  if (rest > 0) shown.push(say('andMore', new Intl.NumberFormat(language).format(rest)))
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(shown)
}

function nameBoth({ issuer, account }: AccountName): string {
  const [first, second] = issuer === '' ? [account, ''] : [issuer, account]
  return second === '' ? isolate(first) : `${isolate(first)} (${isolate(second)})`
}

/** First strong isolate and pop directional isolate (Unicode UAX 9), for names within a text that has no elements. */
function isolate(name: string): string {
  return `\u2068${showName(name)}\u2069`
}
