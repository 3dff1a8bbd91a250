import { nameAccount } from '../core/accounts.ts'
import type { Place } from '../core/findings.ts'
import { hasName } from '../core/name-scanned.ts'
import type { ScannedText } from '../core/scanned-text.ts'
import { showName } from '../core/show-name.ts'
import { AccountNames, Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { PlaceLine } from './place-line.tsx'
import { nameFault, nameOther, refusalSentences } from './refusal-words.ts'

export type RefusedText = Exclude<ScannedText, { kind: 'account' } | { kind: 'export' }>

/** A code that is not added, shown for what it is. */
export function RefusedCard({ code, place }: { code: RefusedText; place: Place }) {
  return (
    <section class="card refused" role="alert">
      <RefusedContent code={code} place={place} />
      <PlaceLine place={place} />
    </section>
  )
}

function RefusedContent({ code, place }: { code: RefusedText; place: Place }) {
  switch (code.kind) {
    case 'broken_export':
      return <p>{say('isBrokenExport')}</p>
    case 'activation':
      return <p>{say(nameOther(code.kind, place), code.app)}</p>
    case 'address':
    case 'text':
      return (
        <>
          <p>{say(nameOther(code.kind, place))}</p>
          <p class="quoted">
            <Name>{code.text}</Name>
          </p>
          {code.kind === 'address' && <p class="soft">{say('addressHint')}</p>}
        </>
      )
    case 'refused':
      return (
        <>
          <p>
            <strong>{say('refusedTitle')}</strong>
          </p>
          {hasName(code) && (
            <p class="names">
              <AccountNames name={nameAccount(code)} account={showName(code.account)} />
            </p>
          )}
          <p>
            <Sentence id={refusalSentences[code.reason]} values={[<bdi key="what">{nameFault(code)}</bdi>]} />
          </p>
        </>
      )
  }
}
