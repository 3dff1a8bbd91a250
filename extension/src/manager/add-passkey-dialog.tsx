import { useState } from 'preact/hooks'
import { wipe } from '../core/vault/bytes.ts'
import { prove } from '../core/vault/proof.ts'
import { addPasskey } from '../core/vault/unlock-ways.ts'
import { createPasskey } from '../platform/passkey.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { describeNoPasskey } from '../screens/describe-unproven.ts'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Adds a passkey beside the other ways; a passkey that makes no secrets is refused in words. */
export function AddPasskeyDialog(props: WayDialogProps) {
  const { announce } = useScreen()
  const [label, setLabel] = useState(say('passkeyNameDefault'))
  const field = useFirstFocus<HTMLInputElement>()
  return (
    <ProofDialog
      {...props}
      title={say('addPasskey')}
      what={<p>{say('addPasskeyWhat')}</p>}
      submitLabel={say('continue')}
      onProof={async (proof) => {
        // First, so that no passkey is made that then opens nothing.
        const proven = await prove(vaultEnvironment, proof)
        if (proven.status !== 'proven') return proven
        wipe(proven.vaultKey)
        const made = await createPasskey(say('extensionName'))
        if (made.status !== 'created') return describeNoPasskey(made)
        const answer = await addPasskey(vaultEnvironment, proof, { ...made, label: label.trim() })
        if (answer.status !== 'changed' && answer.status !== 'full') return answer
        props.onClose()
        const added = answer.status === 'changed'
        announce(say(added ? 'passkeyAdded' : 'waysFull'))
        return null
      }}
    >
      <TextField label={say('passkeyName')} value={label} limit={100} field={field} onChange={setLabel} />
    </ProofDialog>
  )
}
