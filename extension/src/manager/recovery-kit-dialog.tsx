import { useState } from 'preact/hooks'
import { addRecoveryKit } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/words.ts'
import { ConfirmKitForm } from './confirm-kit-form.tsx'
import { KitSheet } from './kit-sheet.tsx'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Makes a recovery kit, shows it this once, and asks for a part of it back. */
export function RecoveryKitDialog(props: WayDialogProps) {
  const { announce } = useScreen()
  const [kit, setKit] = useState<string | null>(null)
  const replaces = props.ways.some(({ kind }) => kind === 'recovery_kit')
  const title = say(replaces ? 'makeKitAgain' : 'makeKit')

  if (kit !== null) {
    const close = (sentence: string) => {
      props.onClose()
      announce(sentence)
    }
    return (
      <Dialog key="sheet" title={say('recoveryKit')} onClose={() => close(say('kitUnconfirmed'))}>
        <KitSheet kit={kit} madeAt={vaultEnvironment.now()} />
        <p class="caution">{say('kitOnce')}</p>
        <div class="choices">
          <button type="button" onClick={() => window.print()}>
            {say('printKit')}
          </button>
        </div>
        <ConfirmKitForm kit={kit} onConfirmed={() => close(say('kitConfirmed'))} />
      </Dialog>
    )
  }
  return (
    <ProofDialog
      {...props}
      title={title}
      what={
        <>
          <p>{say('makeKitWhat')}</p>
          {replaces && <p class="caution">{say('makeKitReplaces')}</p>}
        </>
      }
      submitLabel={title}
      onProof={async (proof) => {
        const answer = await addRecoveryKit(vaultEnvironment, proof)
        if (answer.status === 'changed') setKit(answer.kit)
        else if (answer.status === 'full') return say('waysFull')
        else return answer
        return null
      }}
    />
  )
}
