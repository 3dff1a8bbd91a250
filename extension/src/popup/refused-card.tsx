import type { ScannedText } from '../core/scanned-text.ts'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { nameFault, refusalSentences } from './refusal-words.ts'

export type RefusedText = Exclude<ScannedText, { kind: 'account' }>

type Source = 'page' | 'typed'

const otherTexts: Record<Source, Record<'address' | 'text', MessageKey>> = {
  page: { address: 'isAddress', text: 'isText' },
  typed: { address: 'isAddressTyped', text: 'isTextTyped' },
}

/** A code that is not added, shown for what it is. */
export function RefusedCard({ code, source }: { code: RefusedText; source: Source }) {
  return (
    <section class="card refused" role="alert">
      <RefusedContent code={code} source={source} />
    </section>
  )
}

function RefusedContent({ code, source }: { code: RefusedText; source: Source }) {
  switch (code.kind) {
    case 'migration':
      return <p>{say('isMigration')}</p>
    case 'address':
    case 'text':
      return (
        <>
          <p>{say(otherTexts[source][code.kind])}</p>
          <p class="quoted">
            <Name>{code.text}</Name>
          </p>
        </>
      )
    case 'refused':
      return (
        <>
          <p>
            <strong>{say('refusedTitle')}</strong>
          </p>
          <p>
            <Sentence id={refusalSentences[code.reason]} values={[<bdi key="what">{nameFault(code)}</bdi>]} />
          </p>
        </>
      )
  }
}
