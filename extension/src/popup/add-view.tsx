import { useState } from 'preact/hooks'
import { PreviewCard } from '../capture/preview-card.tsx'
import { RefusedCard } from '../capture/refused-card.tsx'
import { ScannedCodes } from '../capture/scanned-codes.tsx'
import type { Place } from '../core/findings.ts'
import type { ScannedText } from '../core/scanned-text.ts'
import { readTypedKey } from '../core/typed-key.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PageWays } from './page-ways.tsx'
import { PastedCodes } from './pasted-codes.tsx'

const given: Place = { kind: 'given' }

/** Takes a key or a picture that was pasted, or a key that was typed, and leads to the other ways. */
export function AddView() {
  const { show, page } = useApp()
  const [key, setKey] = useState('')
  const [issuer, setIssuer] = useState('')
  const [account, setAccount] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [read, setRead] = useState<ScannedText | null>(null)
  const field = useFirstFocus<HTMLInputElement>()
  const isAddress = key.includes(':')
  const leave = () => show({ name: 'list' })

  const submit = () => {
    const result = readTypedKey(key, { issuer, account })
    if (result.kind === 'empty') return setProblem(say('keyEmpty'))
    if (result.kind === 'not_a_key') return setProblem(say('keyInvalid'))
    setProblem(null)
    setRead(result)
  }

  if (read?.kind === 'account') {
    return (
      <View title={say('checkAccount')} onBack={() => setRead(null)}>
        <PreviewCard scanned={read} place={given} page={page} alone onSaved={leave} onCancel={leave} />
      </View>
    )
  }
  if (read?.kind === 'export')
    return (
      <ScannedCodes findings={[{ code: read, place: given }]} isCut={false} page={page} onLeave={leave}>
        <PageWays folded />
      </ScannedCodes>
    )
  return (
    <PastedCodes onLeave={leave}>
      <View title={say('addTitle')} onBack={leave}>
        <Form onSubmit={submit}>
          <label class="field">
            <span>{say('key')}</span>
            <input
              ref={field}
              type="text"
              value={key}
              autocomplete="off"
              spellcheck={false}
              aria-describedby="key-hint"
              onInput={(event) => {
                setKey(event.currentTarget.value)
                setRead(null)
              }}
            />
          </label>
          <p id="key-hint" class="soft">
            {say('keyHint')}
          </p>
          {!isAddress && (
            <>
              <TextField label={say('issuer')} value={issuer} onChange={setIssuer} />
              <TextField label={say('accountName')} value={account} onChange={setAccount} />
            </>
          )}
          <p role="alert" class="problem">
            {problem}
          </p>
          {read !== null && <RefusedCard code={read} />}
          <div class="choices">
            <button type="submit" class="main">
              {say('continue')}
            </button>
            <button type="button" onClick={leave}>
              {say('cancel')}
            </button>
          </div>
        </Form>
        <PageWays />
      </View>
    </PastedCodes>
  )
}

function TextField({
  label,
  value,
  onChange,
}: {
  label: string
  value: string
  onChange: (value: string) => void
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        value={value}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  )
}
