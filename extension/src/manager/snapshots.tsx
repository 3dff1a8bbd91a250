import { useEffect, useState } from 'preact/hooks'
import { listSnapshots, restoreSnapshot, type Snapshot } from '../core/vault/snapshots.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useKeptFocus } from '../ui/focus.ts'
import { type MessageKey, say } from '../ui/words.ts'
import { DifferenceList } from './difference-list.tsx'
import { previewSnapshot, type SnapshotPreview } from './preview-snapshot.ts'
import { Matter } from './section-page.tsx'
import { SnapshotRow } from './snapshot-row.tsx'

interface Asked {
  revision: number
  preview: SnapshotPreview
}

const comparisons = {
  whole: 'snapshotRestoreWhat',
  unreadable: 'snapshotRestoreOver',
  unanswered: 'snapshotRestoreWithout',
} as const satisfies Record<SnapshotPreview['present'], MessageKey>

/** The last versions of the vault, what each changed, and the way back to any of them. */
export function Snapshots() {
  const { contents, setContents, showLocked, announce, run } = useScreen()
  const [snapshots, setSnapshots] = useState<Snapshot[]>([])
  const [asked, ask] = useState<Asked | null>(null)

  useEffect(() => {
    void run(async () => {
      const listed = await listSnapshots(vaultEnvironment)
      if (listed.status === 'open') setSnapshots(listed.snapshots)
    })
  }, [contents])

  useKeptFocus(snapshots)

  const preview = (revision: number) =>
    run(async () => {
      const difference = await previewSnapshot(vaultEnvironment, revision)
      if (difference.status === 'locked') return showLocked()
      if (difference.status === 'gone') return announce(say('snapshotGone'))
      ask({ revision, preview: difference })
    })
  const restore = ({ revision, preview }: Asked) =>
    run(async () => {
      const withoutUnanswered = preview.present === 'unanswered' || preview.hasGap
      const restored = await restoreSnapshot(vaultEnvironment, revision, { withoutUnanswered })
      ask(null)
      if (restored.status === 'locked') return showLocked()
      if (restored.status === 'gone') return announce(say('snapshotGone'))
      await setContents(restored.contents)
      announce(say('snapshotRestored'))
    })

  return (
    <Matter title={say('history')}>
      <p>{say('historyWhat')}</p>
      <ol class="rows" reversed>
        {snapshots.map((snapshot) => (
          <SnapshotRow key={snapshot.revision} snapshot={snapshot} onChoose={preview} />
        ))}
      </ol>
      {asked !== null && (
        <Dialog title={say('snapshotRestore')} onClose={() => ask(null)}>
          {asked.preview.hasGap && <p>{say('snapshotRestoreGap')}</p>}
          <p>{say(comparisons[asked.preview.present])}</p>
          <DifferenceList {...asked.preview} />
          <div class="choices">
            <button type="button" class="main" onClick={() => restore(asked)}>
              {say('snapshotRestoreNow')}
            </button>
            <button type="button" onClick={() => ask(null)}>
              {say('cancel')}
            </button>
          </div>
        </Dialog>
      )}
    </Matter>
  )
}
