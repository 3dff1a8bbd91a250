import type { Snapshot } from '../core/vault/snapshots.ts'
import { findLanguage } from '../platform/words.ts'
import { say } from '../ui/words.ts'
import { countAccounts } from './count-accounts.ts'
import { DifferenceList } from './difference-list.tsx'

export interface SnapshotRowProps {
  snapshot: Snapshot
  onChoose: (revision: number) => void
}

/** One version of the vault: when it was saved, what it changed, and the way back to it. */
export function SnapshotRow({ snapshot, onChoose }: SnapshotRowProps) {
  const when = nameSnapshot(snapshot)
  if (snapshot.state === 'broken') {
    return (
      <li>
        <div>
          <strong>{when}</strong>
          <p class="caution">{say('snapshotBroken')}</p>
        </div>
      </li>
    )
  }
  return (
    <li>
      <div>
        <strong>{when}</strong>
        <span class="soft">{countAccounts(snapshot.count)}</span>
        {snapshot.changes !== null && <DifferenceList {...snapshot.changes} />}
      </div>
      {snapshot.newest ? (
        <span class="soft">{say('snapshotNow')}</span>
      ) : (
        <button
          type="button"
          aria-label={say('snapshotChooseNamed', when)}
          onClick={() => onChoose(snapshot.revision)}
        >
          {say('snapshotChoose')}
        </button>
      )}
    </li>
  )
}

function nameSnapshot(snapshot: Snapshot): string {
  const savedAt = snapshot.state === 'whole' ? snapshot.savedAt : null
  if (savedAt === null) return say('snapshotNumber', snapshot.revision)
  const time = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'medium', timeStyle: 'medium' })
  return time.format(savedAt)
}
