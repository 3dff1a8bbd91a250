import { useState } from 'preact/hooks'
import { openManager } from '../platform/manager-tab.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

export interface BeginAnewProps {
  /** Why nothing opens the vault; `forgotten` where a person has none of its ways. */
  failure: unknown
  onDone: () => Promise<void>
}

/** The way on from a vault that nothing opens any more: a new one, for the accounts of a backup file. */
export function BeginAnew({ failure, onDone }: BeginAnewProps) {
  const { announce, run, staysOpen } = useScreen()
  const [asked, ask] = useState(false)

  const isForgotten = failure === 'forgotten'
  const label = say(isForgotten ? 'passwordForgotten' : 'beginAnew')

  // The file is restored there, and a popup would close over the choice of a file.
  if (!staysOpen) {
    return (
      <button type="button" onClick={() => void openManager('backup')}>
        {isForgotten ? label : say('openManager')}
      </button>
    )
  }
  const begin = () => {
    ask(false)
    return run(async () => {
      const { rescue } = await import('../core/vault/rescue.ts')
      await (isForgotten
        ? rescue.setLockedVaultAside(vaultEnvironment)
        : rescue.setVaultAside(vaultEnvironment, failure))
      await onDone()
      // What was said of the old vault.
      announce('')
    })
  }
  return (
    <>
      <button type="button" onClick={() => ask(true)}>
        {label}
      </button>
      {asked && (
        <Dialog title={say('beginAnewTitle')} onClose={() => ask(false)}>
          {isForgotten && <p>{say('forgottenWhat')}</p>}
          <p>{say(isForgotten ? 'forgottenAnew' : 'beginAnewWhat')}</p>
          <div class="choices">
            <button type="button" class="main" onClick={() => ask(false)}>
              {say('cancel')}
            </button>
            <button type="button" onClick={() => void begin()}>
              {say('beginAnewDo')}
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
