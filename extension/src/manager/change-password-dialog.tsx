import { changePassword } from '../core/vault/unlock-ways.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { NewPasswordFields, useNewPassword } from '../screens/new-password.tsx'
import { useScreen } from '../screens/screen-context.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { say } from '../ui/words.ts'
import { ProofDialog, type WayDialogProps } from './proof-dialog.tsx'

/** Puts a new password in the place of the old one, or beside the other ways where there is none. */
export function ChangePasswordDialog(props: WayDialogProps) {
  const { announce } = useScreen()
  const next = useNewPassword()
  const field = useFirstFocus<HTMLInputElement>()
  const hasPassword = props.ways.some(({ kind }) => kind === 'password')
  const title = hasPassword ? 'changePassword' : 'setPassword'
  return (
    <ProofDialog
      {...props}
      title={say(title)}
      what={<p>{say(hasPassword ? 'changePasswordWhat' : 'setPasswordWhat')}</p>}
      submitLabel={say(title)}
      check={next.findProblem}
      onProof={async (proof) => {
        const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
        const answer = await changePassword(vaultEnvironment, proof, {
          password: next.password,
          deriveKey: deriveKeyInWorker,
        })
        if (answer.status !== 'changed') return answer
        props.onClose()
        announce(say(hasPassword ? 'passwordChanged' : 'passwordSet'))
        return null
      }}
    >
      <NewPasswordFields
        value={next}
        label={say('newPassword')}
        againLabel={say('newPasswordAgain')}
        disabled={false}
        field={field}
      />
    </ProofDialog>
  )
}
