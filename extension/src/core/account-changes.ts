import { replaceAccount } from './accounts.ts'
import type { SiteBinding } from './sites.ts'
import type { VaultAccount, VaultContents, VaultSettings } from './vault/contents.ts'
import type { VaultOperation } from './vault/vault.ts'

/** What a person may change of an account; how its codes are made is not among it. */
export interface AccountEdits {
  issuer?: string
  account?: string
  note?: string
  site?: SiteBinding | null
  pinned?: boolean
}

/** Longest text that a person may write into each, in UTF-16 units. */
export const editLimits = { issuer: 200, account: 200, note: 2000 } as const

type Edited =
  /** `before` is what `undoEdit` takes. */
  | { status: 'edited'; before: VaultAccount; account: VaultAccount }
  | { status: 'unchanged' }
  | { status: 'gone' }
  /** Neither issuer nor account would be left to call it by. */
  | { status: 'nameless' }

/** Changes what an account is called, noted, bound to, or whether it is pinned; `now` in ms since 1970. */
export function editAccount(id: string, edits: AccountEdits, now: number): VaultOperation<Edited> {
  return (contents) => {
    const before = contents.accounts.find((account) => account.id === id)
    if (before === undefined) return { contents, result: { status: 'gone' } }
    const account = { ...before, ...tidyEdits(edits), updatedAt: now }
    if (account.issuer === '' && account.account === '') return { contents, result: { status: 'nameless' } }
    if (hasSameFields(before, account)) return { contents, result: { status: 'unchanged' } }
    return { contents: replaceAccount(contents, account), result: { status: 'edited', before, account } }
  }
}

/** Puts back what an edit changed; its counter and whatever else has moved on since stays. */
export function undoEdit(
  { id, issuer, account, note, site, pinned }: VaultAccount,
  now: number,
): VaultOperation<Edited> {
  return editAccount(id, { issuer, account, note, site, pinned }, now)
}

/** Puts accounts into this order, and the list into the person's own; those that are not named come after. */
export function reorderAccounts(ids: string[]): VaultOperation<null> {
  return (contents) => {
    const places = new Map(ids.map((id, index) => [id, index]))
    const placeOf = ({ id }: VaultAccount) => places.get(id) ?? ids.length
    const accounts = contents.accounts.toSorted((left, right) => placeOf(left) - placeOf(right))
    const isSame = accounts.every((account, index) => account === contents.accounts[index])
    if (isSame && contents.settings.order === 'own') return { contents, result: null }
    return { contents: { ...changeContentsSettings(contents, { order: 'own' }), accounts }, result: null }
  }
}

/** Changes settings that belong to the vault; the others stay. */
export function changeSettings(changes: Partial<VaultSettings>): VaultOperation<VaultSettings> {
  return (contents) => {
    const changed = changeContentsSettings(contents, changes)
    return { contents: changed, result: changed.settings }
  }
}

function changeContentsSettings(contents: VaultContents, changes: Partial<VaultSettings>): VaultContents {
  return { ...contents, settings: { ...contents.settings, ...changes } }
}

function tidyEdits(edits: AccountEdits): AccountEdits {
  const tidy = { ...edits }
  for (const name of ['issuer', 'account', 'note'] as const) {
    if (tidy[name] !== undefined) tidy[name] = tidy[name].trim().slice(0, editLimits[name])
  }
  return tidy
}

function hasSameFields(before: VaultAccount, after: VaultAccount): boolean {
  return (
    before.issuer === after.issuer &&
    before.account === after.account &&
    before.note === after.note &&
    before.pinned === after.pinned &&
    JSON.stringify(before.site) === JSON.stringify(after.site)
  )
}
