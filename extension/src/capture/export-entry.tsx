import type { MigrationEntry } from 'countersign/otp'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { listPeculiarities } from './peculiarities.tsx'
import { nameFault, refusalSentences } from './refusal-words.ts'

/** One account of an export, in one or two lines. */
export function ExportEntry({ entry, isKnown }: { entry: MigrationEntry; isKnown: boolean }) {
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
