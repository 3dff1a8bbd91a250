import { sortAccounts } from './accounts.ts'
import type { VaultContents, VaultSettings } from './vault/contents.ts'
import type { VaultOperation } from './vault/vault.ts'

/** What came of moving an account; places count from 1. */
export type Moved = { status: 'moved'; place: number; of: number } | { status: 'end' } | { status: 'gone' }

/**
 * Moves an account by one place in the list as a reader of the language sees it, and makes that order the person's own.
 * `end` at either end of the list, and between pinned accounts and the others.
 */
export function moveAccount(id: string, by: -1 | 1, language: string): VaultOperation<Moved> {
  return (contents) => {
    const shown = sortAccounts(contents.accounts, language, contents.settings.order)
    const from = shown.findIndex((account) => account.id === id)
    const [account, other] = [shown[from], shown[from + by]]
    if (account === undefined) return { contents, result: { status: 'gone' } }
    if (other === undefined || other.pinned !== account.pinned) return { contents, result: { status: 'end' } }
    const accounts = shown.with(from, other).with(from + by, account)
    const result = { status: 'moved', place: from + by + 1, of: shown.length } as const
    return { contents: { ...orderBy(contents, 'own'), accounts }, result }
  }
}

/** Shows the list by name, or as the accounts lie in the vault. */
export function chooseOrder(order: VaultSettings['order']): VaultOperation<null> {
  return (contents) => ({
    contents: contents.settings.order === order ? contents : orderBy(contents, order),
    result: null,
  })
}

function orderBy(contents: VaultContents, order: VaultSettings['order']): VaultContents {
  return { ...contents, settings: { ...contents.settings, order } }
}
