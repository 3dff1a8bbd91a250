import { useState } from 'preact/hooks'
import { judgePassword, minPasswordLength, type PasswordStrength } from '../core/password-strength.ts'
import { createVault } from '../core/vault/vault.ts'
import { keepStorage, vaultEnvironment } from '../platform/vault-environment.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Mark } from '../ui/icons.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

const hints: Record<PasswordStrength, MessageKey> = {
  too_short: 'passwordRule',
  weak: 'passwordWeak',
  fair: 'passwordFair',
  strong: 'passwordStrong',
}

/** The first screen ever: what this is, and the password that everything is encrypted under. */
export function FirstRun({ onDone }: { onDone: () => Promise<void> }) {
  const { run } = useScreen()
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const strength = judgePassword(password)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    if (strength === 'too_short') return setProblem(say('passwordTooShort', minPasswordLength))
    if (password !== again) return setProblem(say('passwordsDiffer'))
    setProblem(null)
    setBusy(true)
    await run(async () => {
      const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
      await createVault(vaultEnvironment, { password, deriveKey: deriveKeyInWorker })
      void keepStorage()
      await onDone()
    })
    setBusy(false)
  }

  return (
    <main class="view gate">
      <header>
        <Mark />
        <h1>{say('extensionName')}</h1>
      </header>
      <p>{say('firstRunWhat')}</p>
      <form onSubmit={submit}>
        <PasswordField
          label={say('password')}
          value={password}
          onChange={setPassword}
          autocomplete="new-password"
          describedBy="password-hint"
          disabled={busy}
          field={field}
        />
        <p id="password-hint" class={`hint ${strength}`}>
          {say(hints[strength], minPasswordLength)}
        </p>
        <PasswordField
          label={say('passwordAgain')}
          value={again}
          onChange={setAgain}
          autocomplete="new-password"
          disabled={busy}
        />
        <p class="soft">{say('firstRunForgotten')}</p>
        <p role="alert" class="problem">
          {problem}
        </p>
        <button type="submit" class="main" aria-disabled={busy}>
          {say('createVault')}
        </button>
        <p role="status" class="soft">
          {busy ? say('creatingVault') : ''}
        </p>
      </form>
    </main>
  )
}
