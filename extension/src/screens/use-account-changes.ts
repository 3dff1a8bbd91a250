import { type AccountEdits, editAccount, undoEdit } from '../core/account-changes.ts'
import { nameAccount } from '../core/accounts.ts'
import { restoreAccounts, trashAccounts } from '../core/trash-changes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { say } from '../ui/words.ts'
import { useScreen } from './screen-context.ts'
import { useChange } from './use-change.ts'

export interface AccountChanges {
  rename(account: VaultAccount, edits: AccountEdits): Promise<void>
  pin(account: VaultAccount, pinned: boolean): Promise<void>
  /** Moves it to the trash; `done` is called before the sentence that offers to undo it. */
  remove(account: VaultAccount, done: () => void): Promise<void>
}

/** What can be changed of an account; all of it can be undone from the sentence that says it was done. */
export function useAccountChanges(): AccountChanges {
  const { announce, run } = useScreen()
  const change = useChange()
  const now = () => vaultEnvironment.now()

  const edit = (account: VaultAccount, edits: AccountEdits, sentence: string) =>
    run(async () => {
      const changed = await change(editAccount(account.id, edits, now()))
      if (changed.status === 'locked') return
      const { result } = changed
      if (result.status === 'gone') return announce(say('accountGone'))
      if (result.status !== 'edited') return
      announce(
        sentence,
        undo(async () => {
          const undone = await change(undoEdit(result, now()))
          return undone.status === 'saved' && undone.result.status === 'edited'
        }, nameAccount(account)),
      )
    })

  const undo = (back: () => Promise<boolean>, name: string) => ({
    label: say('undo'),
    run: () =>
      void run(async () => {
        announce(say((await back()) ? 'undone' : 'notUndone', name))
      }),
  })

  return {
    rename: (account, edits) => edit(account, edits, say('renamed')),
    pin: (account, pinned) =>
      edit(account, { pinned }, say(pinned ? 'pinnedDone' : 'unpinnedDone', nameAccount(account))),
    remove: (account, done) =>
      run(async () => {
        const changed = await change(trashAccounts([account.id], now()))
        if (changed.status === 'locked') return
        const { trashed, order } = changed.result
        done()
        const name = nameAccount(account)
        if (trashed === 0) return announce(say('accountGone'))
        announce(
          say('removed', name),
          undo(async () => {
            const back = await change(restoreAccounts([account.id], order))
            return back.status === 'saved' && back.result.restored > 0
          }, name),
        )
      }),
  }
}
