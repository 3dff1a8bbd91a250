import { renewVaultKey } from '../core/vault/renew-key.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Encrypts everything under a new key; only the way that is proven here stays. */
export function NewKeyDialog(props: WayDialogProps) {
  const { announce } = useScreen()
  return (
    <ProofDialog
      {...props}
      title={say('newKeyTitle')}
      what={<p>{say('newKeyWhat')}</p>}
      submitLabel={say('newKeyMake')}
      onProof={async (proof) => {
        const answer = await renewVaultKey(vaultEnvironment, proof)
        if (answer.status !== 'renewed') return answer
        props.onClose()
        announce(say(answer.dropped.length > 0 ? 'newKeyDropped' : 'newKeyMade'))
        return null
      }}
    />
  )
}
