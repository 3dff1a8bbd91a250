import type { MigrationEntry } from 'countersign/otp'
import type { VaultAccount } from '../core/vault/contents.ts'
import { CheckField } from '../ui/check-field.tsx'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { describeAdded } from './namesake-note.tsx'
import { listPeculiarities } from './peculiarities.tsx'
import { nameFault, refusalSentences } from './refusal-words.ts'

export interface ExportEntryProps {
  entry: MigrationEntry
  isKnown: boolean
  /** One of the same names that is there with another key. */
  namesake: VaultAccount | undefined
  /** Whether it is to take that one's place. */
  replaces: boolean
  onReplace: (replaces: boolean) => void
}

/** One account of an export, in one or two lines. */
export function ExportEntry({ entry, isKnown, namesake, replaces, onReplace }: ExportEntryProps) {
  const { issuer, account } = entry.status === 'ok' ? entry.account : entry
  const name = issuer || account
  return (
    <li class={entry.status === 'refused' ? 'refused' : undefined}>
      <strong>{name === '' ? say('unnamed') : <Name>{name}</Name>}</strong>
      {account !== name && (
        <span class="soft">
          <Name>{account}</Name>
        </span>
      )}
      {isKnown && <span class="soft">{say('alreadyThere')}</span>}
      {namesake !== undefined && (
        <CheckField checked={replaces} onChange={onReplace}>
          {say('replaceOldAdded', describeAdded(namesake))}
        </CheckField>
      )}
      {entry.status === 'ok' ? (
        listPeculiarities(entry.account, entry.notes).map((sentence) => (
          <span key={sentence} class="soft">
            {sentence}
          </span>
        ))
      ) : (
        <span class="caution">
          {say('entryRefused')}{' '}
          <Sentence id={refusalSentences[entry.reason]} values={[<bdi key="what">{nameFault(entry)}</bdi>]} />
        </span>
      )}
    </li>
  )
}
