import type { KeyUriRefusal } from 'countersign/otp'
import type { ScannedText } from '../core/scanned-text.ts'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { type MessageKey, say } from '../ui/words.ts'

const reasons: Record<KeyUriRefusal, MessageKey> = {
  text_too_long: 'refusedTooLong',
  unsupported_type: 'refusedType',
  invalid_encoding: 'refusedEncoding',
  invalid_label: 'refusedLabel',
  label_too_long: 'refusedLabelTooLong',
  duplicate_parameter: 'refusedDuplicateParameter',
  missing_secret: 'refusedMissingSecret',
  invalid_secret: 'refusedInvalidSecret',
  secret_too_long: 'refusedSecretTooLong',
  unsupported_algorithm: 'refusedAlgorithm',
  unsupported_digits: 'refusedDigits',
  unsupported_period: 'refusedPeriod',
  missing_counter: 'refusedMissingCounter',
  invalid_counter: 'refusedInvalidCounter',
}

export type RefusedText = Exclude<ScannedText, { kind: 'account' }>

/** A code that is not added, shown for what it is. */
export function RefusedCard({ code }: { code: RefusedText }) {
  return (
    <section class="card refused" role="alert">
      <RefusedContent code={code} />
    </section>
  )
}

function RefusedContent({ code }: { code: RefusedText }) {
  switch (code.kind) {
    case 'migration':
      return <p>{say('isMigration')}</p>
    case 'address':
    case 'text':
      return (
        <>
          <p>{say(code.kind === 'address' ? 'isAddress' : 'isText')}</p>
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
            <Sentence
              id={reasons[code.reason]}
              values={[<bdi key="what">{code.value ?? code.parameter ?? ''}</bdi>]}
            />
          </p>
        </>
      )
  }
}
