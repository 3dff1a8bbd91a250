import { useState } from 'preact/hooks'
import { RefusedCard } from '../capture/refused-card.tsx'
import { readPastedText } from '../core/findings.ts'
import type { FoundCodes } from '../core/found-codes.ts'
import { readTypedKey, splitKeys } from '../core/typed-key.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { TextField } from '../ui/text-field.tsx'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PageWays } from './page-ways.tsx'
import { PastedCodes } from './pasted-codes.tsx'

/** Takes a key or a picture that was pasted, or a key that was typed, and leads to the other ways. */
export function AddView() {
  const { accounts, show } = useApp()
  const [key, setKey] = useState('')
  const [issuer, setIssuer] = useState('')
  const [account, setAccount] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [read, setRead] = useState<FoundCodes | null>(null)
  const field = useFirstFocus<HTMLInputElement>()
  const isAddress = key.includes(':')
  const leave = () => show({ name: 'list' })

  const submit = () => {
    if (splitKeys(key).length > 1) {
      setProblem(null)
      return setRead(readPastedText(key, accounts))
    }
    const result = readTypedKey(key, { issuer, account })
    if (result.kind === 'empty') return setProblem(say('keyEmpty'))
    if (result.kind === 'not_a_key') return setProblem(say('keyInvalid'))
    setProblem(null)
    setRead({ findings: [{ code: result, place: { kind: 'text' } }], isCut: false })
  }

  if (read?.findings.some(({ code }) => code.kind === 'account' || code.kind === 'export'))
    return <PastedCodes key="read" first={read} onBack={() => setRead(null)} onLeave={leave} />
  return (
    <PastedCodes onLeave={leave}>
      <View title={say('addTitle')} onBack={leave}>
        <Form onSubmit={submit}>
          <TextField
            label={say('key')}
            value={key}
            describedBy="key-hint"
            field={field}
            onChange={(text) => {
              setKey(text)
              setRead(null)
            }}
          />
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
          {read?.findings.map(
            ({ code, place }, index) =>
              code.kind !== 'account' &&
              code.kind !== 'export' && <RefusedCard key={index} code={code} place={place} />,
          )}
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
