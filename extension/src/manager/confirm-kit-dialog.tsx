import { confirmRecoveryKit } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Takes a kit off the sheet that somebody found again: it is confirmed by that, and the only one from then on. */
export function ConfirmKitDialog({ ways, onClose }: WayDialogProps) {
  const { announce } = useScreen()
  return (
    <ProofDialog
      ways={ways.filter(({ kind }) => kind === 'recovery_kit')}
      title={say('kitFound')}
      what={<p>{say('kitFoundWhat')}</p>}
      submitLabel={say('confirm')}
      onProof={async (proof) => {
        if (proof.kind !== 'recovery_kit') return null
        const answer = await confirmRecoveryKit(vaultEnvironment, proof.kit)
        if (answer.status !== 'changed') return answer
        onClose()
        announce(say('kitConfirmed'))
        return null
      }}
      onClose={onClose}
    />
  )
}
