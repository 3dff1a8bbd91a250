import { useEffect, useRef, useState } from 'preact/hooks'
import { noteBackup } from '../core/account-changes.ts'
import { createBackup } from '../core/vault/backup.ts'
import { wipe } from '../core/vault/bytes.ts'
import type { MadeBackup } from '../core/vault/contents.ts'
import { prove } from '../core/vault/proof.ts'
import { listUnlockWays } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { NewPasswordFields, useNewPassword } from '../screens/new-password.tsx'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { useProblem } from '../screens/use-problem.ts'
import { useUnlockDelay } from '../screens/use-unlock-delay.ts'
import { WaitNote } from '../screens/wait-note.tsx'
import { useKeptFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { RadioField } from '../ui/radio-field.tsx'
import { say } from '../ui/words.ts'
import { ConfirmBackup } from './confirm-backup.tsx'

/** Makes a backup file under the vault's password, where it has one, or under one of its own. */
export function MakeBackup() {
  const { contents, showLocked, run } = useScreen()
  const change = useChange()
  const [choosesOwn, setOwn] = useState(false)
  const [hasPassword, setHasPassword] = useState(true)
  const own = choosesOwn || !hasPassword
  const [typed, setTyped] = useState('')
  const chosen = useNewPassword()
  const found = own ? chosen.findProblem() : typed === '' ? say('passwordEmpty') : null
  const [problem, setProblem] = useProblem(found)
  const [busy, setBusy] = useState(false)
  const pending = useRef(false)
  const delay = useUnlockDelay()
  const [file, setFile] = useState<{ made: MadeBackup; text: string } | null>(null)
  const { madeBackup } = contents.settings
  const waits = !own && delay.until !== null

  useEffect(() => {
    void run(async () => {
      const ways = await listUnlockWays(vaultEnvironment)
      setHasPassword(ways.some(({ kind, isBroken }) => kind === 'password' && !isBroken))
    })
  }, [])

  const make = async () => {
    const { deriveKeyInWorker: deriveKey } = await import('../workers/derive-key.ts')
    const password = own ? chosen.password : typed
    if (!own) {
      const proven = await prove(vaultEnvironment, { password, deriveKey })
      if (proven.status !== 'proven') return setProblem(await delay.explain(proven, 'password'))
      wipe(proven.vaultKey)
    }
    const backup = await createBackup(vaultEnvironment, { password, deriveKey })
    if (backup.status === 'locked') return showLocked()
    setFile(backup)
    setTyped('')
    chosen.set('')
    chosen.setAgain('')
    await change(noteBackup(backup.made))
  }

  const submit = () => {
    if (pending.current || waits) return
    setProblem(found)
    if (found !== null) return
    pending.current = true
    setBusy(true)
    void run(make).finally(() => {
      pending.current = false
      setBusy(false)
    })
  }

  useKeptFocus(file ?? madeBackup)

  if (file !== null) return <ConfirmBackup {...file} onConfirmed={() => setFile(null)} />
  return (
    <>
      {madeBackup !== null && <ConfirmBackup made={madeBackup} text={null} onConfirmed={() => undefined} />}
      <Form onSubmit={submit}>
        {hasPassword && (
          <fieldset>
            <legend>{say('backupUnder')}</legend>
            <RadioField
              name="backup-password"
              label={say('backupVaultPassword')}
              checked={!own}
              onChoose={() => setOwn(false)}
            />
            <RadioField
              name="backup-password"
              label={say('backupOwnPassword')}
              checked={own}
              onChoose={() => setOwn(true)}
            />
          </fieldset>
        )}
        {own ? (
          <NewPasswordFields
            value={chosen}
            label={say('backupPassword')}
            againLabel={say('backupPasswordAgain')}
            disabled={busy}
          />
        ) : (
          <PasswordField
            label={say('currentPassword')}
            value={typed}
            onChange={setTyped}
            autocomplete="off"
            disabled={busy}
          />
        )}
        <p role="alert" class="problem">
          {problem}
        </p>
        {waits && <WaitNote delay={delay} onOver={() => setProblem(null)} />}
        <div class="choices">
          <button type="submit" class="main" aria-disabled={busy || waits}>
            {say('makeBackup')}
          </button>
        </div>
        <p role="status" class="soft">
          {busy ? say('makingBackup') : ''}
        </p>
      </Form>
    </>
  )
}
