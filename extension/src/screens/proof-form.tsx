import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { UnlockProof, Unproven } from '../core/vault/proof.ts'
import type { UnlockWay } from '../core/vault/unlock-ways.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { say } from '../ui/words.ts'
import { describeFailure } from './failure.tsx'
import { KitField } from './kit-field.tsx'
import { OtherProofs } from './other-proofs.tsx'
import { useProblem } from './use-problem.ts'
import { useUnlockDelay } from './use-unlock-delay.ts'
import { WaitNote } from './wait-note.tsx'

type Kind = UnlockProof['kind'] & string

export interface ProofFormProps {
  /** Broken ones are not asked for. */
  ways: readonly Pick<UnlockWay, 'kind' | 'isBroken'>[]
  passwordLabel: string
  submitLabel: string
  busyLabel: string
  /** Says what is wrong with the other fields; nothing is proven before they are right. */
  check?: () => string | null
  /** Uses the proof; answers why it was none, a sentence where something else failed, or null when all is done. */
  onProof: (proof: UnlockProof) => Promise<Unproven | string | null>
  onCancel?: () => void
  /** What is asked besides, above the proof; it then has the first focus. */
  children?: ComponentChildren
}

/** Asks for one of the ways to unlock, and says what came of it: wrong, mistyped, or to be waited for. */
export function ProofForm(props: ProofFormProps) {
  const { ways, submitLabel, busyLabel, check, onProof, onCancel, children } = props
  const kinds = new Set(ways.filter(({ isBroken }) => !isBroken).map(({ kind }) => kind))
  const [chosen, choose] = useState<'password' | 'recovery_kit' | null>(null)
  const typedKinds = (['password', 'recovery_kit'] as const).filter((kind) => kinds.has(kind))
  // Null where nothing can be typed: a passkey is all there is.
  const asked = chosen ?? typedKinds[0] ?? null
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useProblem(check?.() ?? (typed === '' ? 'empty' : null))
  const delay = useUnlockDelay()
  const [busy, setBusy] = useState(false)
  const pending = useRef(false)
  const field = useFirstFocus<HTMLInputElement>(children === undefined || chosen !== null, asked)
  const problemId = useId()
  const waits = delay.until !== null && asked === 'password'

  useEffect(() => {
    void import('../workers/derive-key.ts').then(({ prepareDerivation }) => prepareDerivation())
  }, [])

  const use = async (kind: Kind, makeProof: () => Promise<UnlockProof | string>) => {
    if (pending.current) return
    const found = check?.() ?? null
    setProblem(found)
    if (found !== null) return
    pending.current = true
    setBusy(true)
    try {
      const proof = await makeProof()
      const answer = typeof proof === 'string' ? proof : await onProof(proof)
      if (answer !== null) await explain(answer, kind)
    } catch (error) {
      // Said here and not at the page's foot, which a dialog covers.
      setProblem(describeFailure(error))
    }
    pending.current = false
    setBusy(false)
  }

  const explain = async (answer: Unproven | string, kind: Kind) => {
    if (typeof answer === 'string') return setProblem(answer)
    setProblem(await delay.explain(answer, kind))
    field.current?.select()
  }

  const submit = () => {
    if (asked === null) return
    if (typed === '') {
      setProblem(say(asked === 'password' ? 'passwordEmpty' : 'kitEmpty'))
      field.current?.focus()
      return
    }
    if (waits) return
    void use(asked, async () => {
      if (asked === 'recovery_kit') return { kind: 'recovery_kit', kit: typed }
      const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
      return { password: typed, deriveKey: deriveKeyInWorker }
    })
  }

  const turnTo = (kind: 'password' | 'recovery_kit') => {
    choose(kind)
    setTyped('')
    setProblem(null)
  }
  const fieldProps = {
    value: typed,
    onChange: setTyped,
    describedBy: problemId,
    invalid: problem !== null,
    disabled: false,
    field,
  }

  return (
    <Form onSubmit={submit}>
      {children}
      {asked === 'password' && (
        <PasswordField key="password" label={props.passwordLabel} autocomplete="off" {...fieldProps} />
      )}
      {asked === 'recovery_kit' && <KitField key="kit" {...fieldProps} />}
      <p id={problemId} role="alert" class="problem">
        {problem}
      </p>
      {waits && <WaitNote delay={delay} onOver={() => setProblem(null)} />}
      <div class="choices">
        {asked !== null && (
          <button type="submit" class="main" aria-disabled={busy || waits}>
            {submitLabel}
          </button>
        )}
        {onCancel !== undefined && (
          <button type="button" onClick={onCancel}>
            {say('cancel')}
          </button>
        )}
      </div>
      <OtherProofs
        asked={asked}
        kinds={kinds}
        takesFocus={asked === null && children === undefined}
        onTurn={turnTo}
        onPasskey={(make) => use('passkey', make)}
      />
      <p role="status" class="soft">
        {busy ? busyLabel : ''}
      </p>
    </Form>
  )
}
