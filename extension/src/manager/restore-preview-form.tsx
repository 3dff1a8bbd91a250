import { useMemo, useState } from 'preact/hooks'
import type { VaultContents } from '../core/vault/contents.ts'
import {
  previewRestore,
  type RestoreMode,
  type RestorePreview,
  restoreBackup,
} from '../core/vault/restore.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { Form } from '../ui/form.tsx'
import { RadioField } from '../ui/radio-field.tsx'
import { say } from '../ui/words.ts'
import { writeNumber } from './count-accounts.ts'
import { DifferenceList } from './difference-list.tsx'

export interface RestorePreviewFormProps {
  backup: VaultContents
  /** When the file was made; ms since 1970. */
  createdAt: number
  /** With what to say, or null when nothing was done. */
  onDone: (sentence: string | null) => void
}

/** Shows what restoring would do in either way, and does it when it is asked for. */
export function RestorePreviewForm({ backup, createdAt, onDone }: RestorePreviewFormProps) {
  const { contents, run } = useScreen()
  const change = useChange()
  const [mode, setMode] = useState<RestoreMode>('merge')
  const preview = useMemo(
    () => previewRestore(contents, backup, mode, vaultEnvironment.now()),
    [contents, backup, mode],
  )

  const restore = () =>
    run(async () => {
      // What was opened is overwritten once the preview is left; what is restored stays.
      const accounts = backup.accounts.map((account) => ({ ...account, secret: account.secret.slice() }))
      const restored = restoreBackup({ ...backup, accounts }, mode, vaultEnvironment.now(), createdAt)
      const changed = await change(restored)
      if (changed.status === 'locked') return
      onDone(say(isNothing(changed.result) ? 'backupNothingNew' : 'backupRestored'))
    })

  return (
    <Form onSubmit={() => void restore()}>
      <fieldset>
        <legend>{say('restoreHow')}</legend>
        <RadioField
          name="restore-mode"
          label={say('restoreMerge')}
          checked={mode === 'merge'}
          onChoose={() => setMode('merge')}
        />
        <RadioField
          name="restore-mode"
          label={say('restoreReplace')}
          checked={mode === 'replace'}
          onChoose={() => setMode('replace')}
        />
      </fieldset>
      <section aria-live="polite" aria-label={say('restorePreview')}>
        <DifferenceList {...preview} />
        {preview.reordered && <p class="soft">{say('restoreReordered')}</p>}
        {preview.same > 0 && <p class="soft">{say('restoreSame', writeNumber(preview.same))}</p>}
      </section>
      <div class="choices">
        <button type="submit" class="main">
          {say('restoreNow')}
        </button>
        <button type="button" onClick={() => onDone(null)}>
          {say('cancel')}
        </button>
      </div>
    </Form>
  )
}

function isNothing({ added, changed, removed, reordered }: RestorePreview): boolean {
  return !reordered && [added, changed, removed].every(({ length }) => length === 0)
}
