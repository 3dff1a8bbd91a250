import { openManager } from '../platform/manager-tab.ts'
import { say } from '../ui/words.ts'

/** Says that accounts are in no backup file, and leads to where one is made. */
export function BackupReminder() {
  return (
    <p class="reminder">
      {say('backupReminder')}
      <button type="button" class="accent" onClick={() => void openManager('backup')}>
        {say('backupReminderMake')}
      </button>
    </p>
  )
}
