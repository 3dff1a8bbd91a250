import { useEffect, useState } from 'preact/hooks'
import { needsBackup } from '../core/vault/backup.ts'
import { listUnlockWays } from '../core/vault/unlock-ways.ts'
import { lockVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { CorrectionNote } from '../screens/correction-note.tsx'
import { AddIcon, LockIcon, ScanIcon, SettingsIcon } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { Reminder } from './reminder.tsx'

/** What can be done besides using codes; and the clock, when it is corrected. */
export function BottomBar({ withoutScan }: { withoutScan: boolean }) {
  const { contents, show, showLocked, run } = useApp()
  const [isKitUnconfirmed, setKitUnconfirmed] = useState(false)
  useEffect(() => {
    void run(async () => {
      const ways = await listUnlockWays(vaultEnvironment)
      setKitUnconfirmed(ways.some(({ isUnconfirmed }) => isUnconfirmed))
    })
  }, [])
  const lock = () =>
    run(async () => {
      await lockVault(vaultEnvironment)
      showLocked()
    })
  return (
    <footer>
      <CorrectionNote />
      {needsBackup(contents) && (
        <Reminder sentence="backupReminder" action="backupReminderMake" section="backup" />
      )}
      {isKitUnconfirmed && <Reminder sentence="kitReminder" action="sectionSecurity" section="security" />}
      <nav>
        {!withoutScan && (
          <button type="button" class="accent" onClick={() => show({ name: 'scan' })}>
            <ScanIcon />
            {say('scanPage')}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => show({ name: 'add' })}>
          <AddIcon />
          {say('add')}
        </button>
        <span class="gap" />
        <button
          type="button"
          class="quiet square"
          aria-label={say('lock')}
          title={say('lock')}
          onClick={lock}
        >
          <LockIcon />
        </button>
        <button
          type="button"
          class="quiet square"
          aria-label={say('settings')}
          title={say('settings')}
          onClick={() => show({ name: 'settings' })}
        >
          <SettingsIcon />
        </button>
      </nav>
    </footer>
  )
}
