import { useCallback } from 'preact/hooks'
import { changeVault, type VaultOperation } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useScreen } from './screen-context.ts'

export type ChangeOutcome<Result> = { status: 'saved'; result: Result } | { status: 'locked' }

/** Saves a change and shows the contents that it led to; a vault that was locked meanwhile shows that instead. */
export function useChange(): <Result>(operation: VaultOperation<Result>) => Promise<ChangeOutcome<Result>> {
  const { setContents, showLocked } = useScreen()
  return useCallback(
    async (operation) => {
      const changed = await changeVault(vaultEnvironment, operation)
      if (changed.status === 'locked') {
        showLocked()
        return { status: 'locked' }
      }
      await setContents(changed.contents)
      return { status: 'saved', result: changed.result }
    },
    [setContents, showLocked],
  )
}
