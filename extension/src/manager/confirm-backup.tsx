import { useEffect } from 'preact/hooks'
import { recordBackup } from '../core/account-changes.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { offerFile } from '../ui/offer-file.ts'
import { say } from '../ui/words.ts'
import { nameBackupFile } from './name-backup-file.ts'

export interface MadeBackup {
  text: string
  /** ms since 1970 */
  createdAt: number
  /** Ids of accounts in it that are dated later. */
  ahead: readonly string[]
}

/** Hands a backup to the browser to save, and counts it only once the person has it: no browser tells whether it was saved. */
export function ConfirmBackup({ backup, onConfirmed }: { backup: MadeBackup; onConfirmed: () => void }) {
  const { announce, run } = useScreen()
  const change = useChange()
  const sentence = useFirstFocus<HTMLParagraphElement>()
  const name = nameBackupFile(backup.createdAt)
  const offer = () => offerFile(name, backup.text)

  useEffect(offer, [backup])

  const confirm = () =>
    run(async () => {
      const changed = await change(recordBackup(backup))
      if (changed.status === 'locked') return
      onConfirmed()
      announce(say('backupConfirmed', name))
    })

  return (
    <>
      <p ref={sentence} tabIndex={-1}>
        {say('backupMade', name)}
      </p>
      <div class="choices">
        <button type="button" class="main" onClick={() => void confirm()}>
          {say('backupConfirm')}
        </button>
        <button type="button" onClick={offer}>
          {say('backupOfferAgain')}
        </button>
      </div>
    </>
  )
}
