import { needsBackup } from '../core/vault/backup.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { say } from '../ui/words.ts'
import { MakeBackup } from './make-backup.tsx'
import { RestoreBackup } from './restore-backup.tsx'
import { Matter, SectionPage } from './section-page.tsx'

/** The file that outlives this browser: made here, and restored here. */
export function BackupSection() {
  const { contents } = useScreen()
  const { lastBackupAt, madeBackup } = contents.settings
  const none = say(madeBackup === null ? 'noBackupYet' : 'noBackupConfirmed')
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })
  return (
    <SectionPage section="backup">
      <Matter title={say('makeBackup')}>
        <p>{say('makeBackupWhat')}</p>
        <p class={needsBackup(contents) ? 'caution' : 'soft'}>
          {lastBackupAt === null ? none : say('lastBackup', date.format(lastBackupAt))}
          {lastBackupAt !== null && needsBackup(contents) && ` ${say('backupOld')}`}
        </p>
        <MakeBackup />
      </Matter>
      <Matter title={say('restoreBackup')}>
        <p>{say('restoreBackupWhat')}</p>
        <RestoreBackup />
      </Matter>
    </SectionPage>
  )
}
