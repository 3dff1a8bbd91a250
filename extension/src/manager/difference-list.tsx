import type { AccountName } from '../core/vault/difference.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { listNames } from './list-names.ts'

export interface DifferenceListProps {
  added: readonly AccountName[]
  changed: readonly AccountName[]
  removed: readonly AccountName[]
}

/** What differs, one line a kind; says so where nothing does. */
export function DifferenceList({ added, changed, removed }: DifferenceListProps) {
  const list = (names: readonly AccountName[]) => listNames(names, findLanguage())
  const lines = [
    added.length > 0 && say('differenceAdded', list(added)),
    changed.length > 0 && say('differenceChanged', list(changed)),
    removed.length > 0 && say('differenceRemoved', list(removed)),
  ].filter((line) => line !== false)
  if (lines.length === 0) return <p class="soft">{say('differenceNone')}</p>
  return (
    <ul class="differences">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}
