import { useEffect, useRef, useState } from 'preact/hooks'
import { type BackupFile, openBackupFile } from '../core/vault/backup-file.ts'
import { wipe } from '../core/vault/bytes.ts'
import type { VaultContents } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { say } from '../ui/words.ts'
import { explainUnopened } from './read-chosen-backup.ts'

export interface OpenBackupFormProps {
  file: BackupFile
  onOpened: (contents: VaultContents) => void
}

/** Asks for the password of a backup file, and opens it. */
export function OpenBackupForm({ file, onOpened }: OpenBackupFormProps) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })

  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )

  const open = async () => {
    const { deriveKeyInWorker: deriveKey } = await import('../workers/derive-key.ts')
    const answer = await openBackupFile(file, { password: typed, deriveKey })
    if (answer.status === 'wrong') return say('backupWrongPassword')
    // The vault was locked, or the page left, while it was being opened.
    if (isHere.current) onOpened(answer.contents)
    else wipeBackup(answer.contents)
    return null
  }
  const submit = async () => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    const found = await open().catch((error) => say(explainUnopened(error)))
    setBusy(false)
    setProblem(found)
    if (found !== null) field.current?.select()
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p class="soft">{say('backupMadeOn', date.format(file.createdAt))}</p>
      <PasswordField
        label={say('backupPassword')}
        value={typed}
        onChange={setTyped}
        autocomplete="off"
        invalid={problem !== null}
        disabled={false}
        field={field}
      />
      <p role="alert" class="problem">
        {problem}
      </p>
      <div class="choices">
        <button type="submit" class="main" aria-disabled={busy}>
          {say('openBackup')}
        </button>
      </div>
      <p role="status" class="soft">
        {busy ? say('openingBackup') : ''}
      </p>
    </Form>
  )
}

/** Overwrites the secrets of an opened backup that is no longer looked at. */
export function wipeBackup({ accounts }: VaultContents): void {
  for (const { secret } of accounts) wipe(secret)
}
