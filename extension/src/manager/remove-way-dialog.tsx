import { removeUnlockWay, type UnlockWay } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from '../screens/screen-context.ts'
import { nameWay } from '../screens/way-words.ts'
import { type MessageKey, say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

const outcomes: Record<'changed' | 'last' | 'gone', MessageKey> = {
  changed: 'wayRemoved',
  last: 'wayLast',
  gone: 'wayGone',
}

/** Removes one way to unlock, by one of the ways. */
export function RemoveWayDialog({ way, ...props }: WayDialogProps & { way: UnlockWay }) {
  const { announce } = useScreen()
  return (
    <ProofDialog
      {...props}
      title={say('removeWayNamed', nameWay(way))}
      what={<p>{say('removeWayWhat', nameWay(way))}</p>}
      submitLabel={say('removeWay')}
      onProof={async (proof) => {
        const answer = await removeUnlockWay(vaultEnvironment, proof, way.id)
        switch (answer.status) {
          case 'changed':
          case 'last':
          case 'gone':
            props.onClose()
            announce(say(outcomes[answer.status]))
            return null
          default:
            return answer
        }
      }}
    />
  )
}
