import { useRef, useState } from 'preact/hooks'
import { unlockVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Mark } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { PasswordField } from './password-field.tsx'

export function LockScreen({ onUnlocked }: { onUnlocked: () => Promise<void> }) {
  const { run } = useApp()
  const [password, setPassword] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const pending = useRef(false)

  const submit = async (event: Event) => {
    event.preventDefault()
    if (pending.current || password === '') return
    pending.current = true
    setBusy(true)
    setWrong(false)
    await run(async () => {
      const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
      const { status } = await unlockVault(vaultEnvironment, { password, deriveKey: deriveKeyInWorker })
      if (status === 'unlocked') return onUnlocked()
      setWrong(true)
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
          invalid={wrong}
          disabled={false}
          field={field}
        />
        <p id="unlock-problem" role="alert" class="problem">
          {wrong ? say('wrongPassword') : ''}
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
