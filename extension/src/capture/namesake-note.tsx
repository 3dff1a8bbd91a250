import { nameAccount } from '../core/accounts.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'

/** Says that an account of the same names and site is there with another key, and what becomes of it. */
export function NamesakeNote({ namesake }: { namesake: VaultAccount }) {
  return (
    <>
      <p class="caution" role="alert">
        <Sentence
          id="isNamesake"
          values={[<Name key="name">{nameAccount(namesake)}</Name>, describeAdded(namesake)]}
        />
      </p>
      <p class="soft">{say('namesakeKept')}</p>
    </>
  )
}

export interface NamesakeChoicesProps {
  namesake: VaultAccount
  /** The account that the choice is about, where there are others beside it. */
  whose: string | null
  /** With the id of the one to be replaced, or without it. */
  onChoose: (instead?: string) => void
}

/** Neither takes the focus: between two keys nobody is to choose by pressing Enter out of habit. */
export function NamesakeChoices({ namesake, whose, onChoose }: NamesakeChoicesProps) {
  const labelFor = (words: string) => (whose === null ? undefined : `${words}, ${whose}`)
  const [replace, both] = [say('replaceOld'), say('keepBoth')]
  return (
    <>
      <button type="button" class="main" aria-label={labelFor(replace)} onClick={() => onChoose(namesake.id)}>
        {replace}
      </button>
      <button type="button" aria-label={labelFor(both)} onClick={() => onChoose()}>
        {both}
      </button>
    </>
  )
}

/** Since when an account is here, as its details have it. */
export function describeAdded({ addedAt }: VaultAccount): string {
  return new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' }).format(addedAt)
}
