import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { BackupFile } from '../core/vault/backup-file.ts'
import type { VaultContents } from '../core/vault/contents.ts'
import { useScreen } from '../screens/screen-context.ts'
import { say } from '../ui/words.ts'
import { OpenBackupForm, wipeBackup } from './open-backup-form.tsx'
import { readChosenBackup } from './read-chosen-backup.ts'
import { RestorePreviewForm } from './restore-preview-form.tsx'

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

  // The preview was left, or the vault locked.
  useLayoutEffect(() => () => (opened === null ? undefined : wipeBackup(opened)), [opened])

  const begin = () => {
    setFile(null)
    setOpened(null)
    setProblem(null)
    if (chooser.current !== null) chooser.current.value = ''
  }
  const read = async (chosen: File | undefined) => {
    begin()
    if (chosen === undefined) return
    const answer = await readChosenBackup(chosen)
    if (answer.status === 'backup') setFile(answer.file)
    else setProblem(say(answer.because))
  }

  if (file !== null && opened !== null) {
    return (
      <RestorePreviewForm
        backup={opened}
        createdAt={file.createdAt}
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
      {file !== null && <OpenBackupForm file={file} onOpened={setOpened} />}
    </>
  )
}
