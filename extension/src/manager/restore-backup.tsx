import { useEffect, useRef, useState } from 'preact/hooks'
import {
  type BackupFile,
  openBackupFile,
  type ReadBackup,
  readBackupFile,
} from '../core/vault/backup-file.ts'
import type { VaultContents } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { RestorePreviewForm } from './restore-preview-form.tsx'

const refusals: Record<Exclude<ReadBackup['status'], 'backup'>, MessageKey> = {
  not_a_backup: 'backupNotOne',
  newer: 'backupNewer',
  refused: 'backupRefused',
}

/** Bytes; far more than the largest vault makes. */
const maxFileSize = 64 * 1024 * 1024

/** Takes a backup file, opens it, and shows what restoring it would do before it is done. */
export function RestoreBackup() {
  const { announce } = useScreen()
  const [file, setFile] = useState<BackupFile | null>(null)
  const [opened, setOpened] = useState<VaultContents | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [settled, settle] = useState(0)
  const chooser = useRef<HTMLInputElement>(null)

  // The preview is gone, and with it what had the focus.
  useEffect(() => {
    if (settled > 0) chooser.current?.focus()
  }, [settled])

  const begin = () => {
    setFile(null)
    setOpened(null)
    setProblem(null)
    if (chooser.current !== null) chooser.current.value = ''
  }
  const read = async (chosen: File | undefined) => {
    begin()
    if (chosen === undefined) return
    const answer =
      chosen.size > maxFileSize ? { status: 'not_a_backup' as const } : readBackupFile(await chosen.text())
    if (answer.status === 'backup') setFile(answer.file)
    else setProblem(say(refusals[answer.status]))
  }

  if (opened !== null) {
    return (
      <RestorePreviewForm
        backup={opened}
        onDone={(sentence) => {
          begin()
          settle(settled + 1)
          if (sentence !== null) announce(sentence)
        }}
      />
    )
  }
  return (
    <>
      <label class="field">
        <span>{say('backupFile')}</span>
        <input
          ref={chooser}
          type="file"
          autocomplete="off"
          accept=".json,application/json"
          onInput={(event) => void read(event.currentTarget.files?.[0])}
        />
      </label>
      <p role="alert" class="problem">
        {problem}
      </p>
      {file !== null && <OpenForm file={file} onOpened={setOpened} />}
    </>
  )
}

function OpenForm({ file, onOpened }: { file: BackupFile; onOpened: (contents: VaultContents) => void }) {
  const { run } = useScreen()
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState(false)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })

  const submit = async () => {
    if (busy) return
    setBusy(true)
    setWrong(false)
    await run(async () => {
      const { deriveKeyInWorker: deriveKey } = await import('../workers/derive-key.ts')
      const answer = await openBackupFile(file, { password: typed, deriveKey })
      if (answer.status === 'opened') return onOpened(answer.contents)
      setWrong(true)
      field.current?.select()
    })
    setBusy(false)
  }

  return (
    <Form onSubmit={() => void submit()}>
      <p class="soft">{say('backupMadeOn', date.format(file.createdAt))}</p>
      <PasswordField
        label={say('backupPassword')}
        value={typed}
        onChange={setTyped}
        autocomplete="off"
        invalid={wrong}
        disabled={false}
        field={field}
      />
      <p role="alert" class="problem">
        {wrong ? say('backupWrongPassword') : ''}
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
