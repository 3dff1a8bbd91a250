import { useState } from 'preact/hooks'
import { addRecoveryKit, confirmRecoveryKit } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/words.ts'
import { ConfirmKitForm } from './confirm-kit-form.tsx'
import { KitSheet } from './kit-sheet.tsx'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Makes a recovery kit, shows it this once, and asks for a part of it back; until then the kit before it works too. */
export function RecoveryKitDialog(props: WayDialogProps) {
  const { announce, run } = useScreen()
  const [kit, setKit] = useState<string | null>(null)
  const [replaces] = useState(props.ways.some(({ kind, isBroken }) => kind === 'recovery_kit' && !isBroken))
  const title = say(replaces ? 'makeKitAgain' : 'makeKit')

  if (kit !== null) {
    const confirm = () =>
      run(async () => {
        const { status } = await confirmRecoveryKit(vaultEnvironment, kit)
        props.onClose()
        announce(status === 'changed' ? say('kitConfirmed') : say('kitGone'))
      })
    return (
      <Dialog key="sheet" title={say('recoveryKit')} onClose={props.onClose}>
        <KitSheet kit={kit} madeAt={vaultEnvironment.now()} />
        <p class="caution">{say('kitOnce')}</p>
        <div class="choices">
          <button type="button" onClick={() => window.print()}>
            {say('printKit')}
          </button>
        </div>
        <ConfirmKitForm kit={kit} onConfirmed={() => void confirm()} />
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
        if (answer.status === 'full') return say('waysFull')
        if (answer.status !== 'changed') return answer
        setKit(answer.kit)
        return null
      }}
    />
  )
}
