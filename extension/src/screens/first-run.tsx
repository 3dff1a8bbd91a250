import { useState } from 'preact/hooks'
import { createVault } from '../core/vault/vault.ts'
import { openManager, showManagerPart } from '../platform/manager-tab.ts'
import { keepStorage, vaultEnvironment } from '../platform/vault-environment.ts'
import { CheckField } from '../ui/check-field.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { Mark } from '../ui/icons.tsx'
import { say } from '../ui/words.ts'
import { AsideVaults } from './aside-vaults.tsx'
import { NewPasswordFields, useNewPassword } from './new-password.tsx'
import { useScreen } from './screen-context.ts'
import { useProblem } from './use-problem.ts'

/** The first screen ever: what this is, and the password that everything is encrypted under. */
export function FirstRun({ onDone }: { onDone: () => Promise<void> }) {
  const { run, staysOpen } = useScreen()
  const chosen = useNewPassword()
  const [problem, setProblem] = useProblem(chosen.findProblem())
  const [restores, setRestores] = useState(false)
  const [busy, setBusy] = useState(false)
  const field = useFirstFocus<HTMLInputElement>()

  const submit = async () => {
    if (busy) return
    const found = chosen.findProblem()
    setProblem(found)
    if (found !== null) return
    setBusy(true)
    await run(async () => {
      const { deriveKeyInWorker } = await import('../workers/derive-key.ts')
      await createVault(vaultEnvironment, { password: chosen.password, deriveKey: deriveKeyInWorker })
      void keepStorage()
      await onDone()
      // A popup would close over the choice of a file.
      if (restores) await (staysOpen ? showManagerPart('backup') : openManager('backup'))
    })
    setBusy(false)
  }

  return (
    <main class="view gate">
      <header>
        <Mark />
        <h1>{say('extensionName')}</h1>
      </header>
      <p>{say('firstRunWhat')}</p>
      <Form onSubmit={() => void submit()}>
        <NewPasswordFields
          value={chosen}
          label={say('password')}
          againLabel={say('passwordAgain')}
          disabled={busy}
          field={field}
        />
        <p class="soft">{say('firstRunForgotten')}</p>
        <CheckField checked={restores} disabled={busy} onChange={setRestores}>
          {say('firstRunBackup')}
        </CheckField>
        <p role="alert" class="problem">
          {problem}
        </p>
        <button type="submit" class="main" aria-disabled={busy}>
          {say('createVault')}
        </button>
        <p role="status" class="soft">
          {busy ? say('creatingVault') : ''}
        </p>
      </Form>
      <AsideVaults onDone={onDone} />
    </main>
  )
}
