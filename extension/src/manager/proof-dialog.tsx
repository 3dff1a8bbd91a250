import type { ComponentChildren } from 'preact'
import type { UnlockWay } from '../core/vault/unlock-ways.ts'
import { ProofForm, type ProofFormProps } from '../screens/proof-form.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { say } from '../ui/words.ts'

export interface WayDialogProps {
  ways: UnlockWay[]
  onClose: () => void
}

type Asked = Pick<ProofFormProps, 'check' | 'onProof' | 'submitLabel' | 'children'>

interface ProofDialogProps extends WayDialogProps, Asked {
  title: string
  what: ComponentChildren
}

/** A change of the ways to unlock: what it does, what it needs, and a proof asked afresh. */
export function ProofDialog({ title, what, ways, onClose, ...form }: ProofDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {what}
      <ProofForm
        {...form}
        ways={ways}
        passwordLabel={say('currentPassword')}
        busyLabel={say('saving')}
        onCancel={onClose}
      />
    </Dialog>
  )
}
