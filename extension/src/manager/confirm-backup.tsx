import { useEffect } from 'preact/hooks'
import { recordBackup } from '../core/account-changes.ts'
import type { MadeBackup } from '../core/vault/contents.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { findLanguage } from '../platform/words.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { offerFile } from '../ui/offer-file.ts'
import { say } from '../ui/words.ts'
import { countAccounts } from './count-accounts.ts'
import { nameBackupFile } from './name-backup-file.ts'

export interface ConfirmBackupProps {
  made: MadeBackup
  /** What is in the file; null where it was made before the section was left or the vault locked, and is gone from here. */
  text: string | null
  onConfirmed: () => void
}

/** Hands a backup to the browser to save, and counts it only once the person has it: no browser tells whether it was saved. */
export function ConfirmBackup({ made, text, onConfirmed }: ConfirmBackupProps) {
  const { announce, run } = useScreen()
  const change = useChange()
  const sentence = useFirstFocus<HTMLParagraphElement>(text !== null)
  const name = nameBackupFile(made.createdAt)
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'short' })
  const offer = () => text !== null && offerFile(name, text)

  useEffect(() => void offer(), [text])

  const confirm = () =>
    run(async () => {
      const changed = await change(recordBackup(made, vaultEnvironment.now()))
      if (changed.status === 'locked') return
      onConfirmed()
      announce(say('backupConfirmed', name))
    })

  return (
    <>
      <p ref={sentence} tabIndex={-1}>
        {text === null
          ? say('backupMadeEarlier', name, date.format(made.createdAt), countAccounts(made.accounts))
          : say('backupMade', name)}
      </p>
      <div class="choices">
        <button type="button" class={text === null ? '' : 'main'} onClick={() => void confirm()}>
          {say('backupConfirm')}
        </button>
        {text !== null && (
          <button type="button" onClick={offer}>
            {say('backupOfferAgain')}
          </button>
        )}
      </div>
    </>
  )
}
