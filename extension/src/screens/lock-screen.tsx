import { useRef, useState } from 'preact/hooks'
import { unlockVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Mark } from '../ui/icons.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

export function LockScreen({ onUnlocked }: { onUnlocked: () => Promise<void> }) {
  const { run } = useScreen()
  const [password, setPassword] = useState('')
  const [problem, setProblem] = useState<MessageKey | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const pending = useRef(false)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (pending.current) return
    if (password === '') {
      setProblem('passwordEmpty')
      field.current?.focus()
      return
    }
    pending.current = true
    setBusy(true)
    setProblem(null)
    await run(async () => {
      const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
      const { status } = await unlockVault(vaultEnvironment, { password, deriveKey: deriveKeyInWorker })
      if (status === 'unlocked') return onUnlocked()
      setProblem('wrongPassword')
      field.current?.select()
    })
    pending.current = false
    setBusy(false)
  }

  return (
    <main class="view gate">
      <header>
        <Mark />
        <h1>{say('lockedTitle')}</h1>
      </header>
      <p>{say('lockedWhy')}</p>
      <form onSubmit={submit}>
        <PasswordField
          label={say('password')}
          value={password}
          onChange={setPassword}
          autocomplete="off"
          describedBy="unlock-problem"
          invalid={problem !== null}
          disabled={false}
          field={field}
        />
        <p id="unlock-problem" role="alert" class="problem">
          {problem === null ? '' : say(problem)}
        </p>
        <button type="submit" class="main" aria-disabled={busy}>
          {say('unlock')}
        </button>
        <p role="status" class="soft">
          {busy ? say('unlocking') : ''}
        </p>
      </form>
    </main>
  )
}
