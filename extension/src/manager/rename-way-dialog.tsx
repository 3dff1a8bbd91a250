import { useState } from 'preact/hooks'
import { renameUnlockWay, type UnlockWay } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { nameWay } from '../screens/way-words.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { TextField } from '../ui/text-field.tsx'
import { say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Calls a passkey something else, by one of the ways to unlock. */
export function RenameWayDialog({ way, ...props }: WayDialogProps & { way: UnlockWay }) {
  const { announce } = useScreen()
  const [label, setLabel] = useState(way.label)
  const field = useFirstFocus<HTMLInputElement>()
  return (
    <ProofDialog
      {...props}
      title={say('renameWayNamed', nameWay(way))}
      what={null}
      submitLabel={say('renameWay')}
      onProof={async (proof) => {
        const answer = await renameUnlockWay(vaultEnvironment, proof, way.id, label.trim())
        if (answer.status !== 'changed' && answer.status !== 'gone') return answer
        props.onClose()
        const isGone = answer.status === 'gone'
        announce(say(isGone ? 'wayGone' : 'renamed'))
        return null
      }}
    >
      <TextField label={say('passkeyName')} value={label} limit={100} field={field} onChange={setLabel} />
    </ProofDialog>
  )
}
