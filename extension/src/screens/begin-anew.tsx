import { useState } from 'preact/hooks'
import { setVaultAside } from '../core/vault/set-aside.ts'
import { openManager } from '../platform/manager-tab.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'

/** The way on from a vault that nothing opens any more: a new one, for the accounts of a backup file. */
export function BeginAnew({ failure, onDone }: { failure: unknown; onDone: () => Promise<void> }) {
  const { run, staysOpen } = useScreen()
  const [asked, ask] = useState(false)

  // The file is restored there, and a popup would close over the choice of a file.
  if (!staysOpen) {
    return (
      <button type="button" onClick={() => void openManager('backup')}>
        {say('openManager')}
      </button>
    )
  }
  const begin = () => {
    ask(false)
    return run(async () => {
      await setVaultAside(vaultEnvironment, failure)
      await onDone()
    })
  }
  return (
    <>
      <button type="button" onClick={() => ask(true)}>
        {say('beginAnew')}
      </button>
      {asked && (
        <Dialog title={say('beginAnewTitle')} onClose={() => ask(false)}>
          <p>{say('beginAnewWhat')}</p>
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
