import { useId } from 'preact/hooks'
import { nameAccount } from '../core/accounts.ts'
import { showName } from '../core/show-name.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { AccountCode } from '../screens/account-code.tsx'
import { CopyIcon, FillIcon, MoreIcon } from '../ui/icons.tsx'
import { AccountNames, Tile } from '../ui/names.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { useCodeActions } from './use-code-actions.ts'

export interface AccountRowProps {
  account: VaultAccount
  now: number
  /** Of this site: its actions are written out. */
  ofSite: boolean
  /** Enter fills this one. */
  first: boolean
  /** When it was added, where another one is called the same. */
  added: string | undefined
}

export function AccountRow({ account, now, ofSite, first, added }: AccountRowProps) {
  const id = useId()
  const actions = useCodeActions(account)
  const { show } = useApp()
  const name = nameAccount(account)
  // Every row has the same buttons: what is read aloud says whose they are.
  const person = showName(account.account)
  const whose = [name, ...(person === name ? [] : [person]), ...(added === undefined ? [] : [added])].join(
    ', ',
  )
  return (
    <article aria-labelledby={id} class={ofSite ? 'row of-site' : 'row'}>
      <Tile name={name} pinned={account.pinned} />
      <div class="names" id={id}>
        <AccountNames name={name} account={person} added={added} />
      </div>
      <AccountCode account={account} now={now} use={actions} whose={whose} />
      <div class="actions">
        <button
          type="button"
          class={ofSite ? (first ? 'main' : '') : 'fill quiet square'}
          title={ofSite ? undefined : say('fill')}
          aria-label={say('fillAccount', whose)}
          data-enter={first}
          onClick={actions.fill}
        >
          <FillIcon />
          <span>{say('fill')}</span>
        </button>
        <button
          type="button"
          class={ofSite ? '' : 'copy quiet square'}
          title={ofSite ? undefined : say('copyCode')}
          aria-label={say('copyCodeAccount', whose)}
          onClick={actions.copy}
        >
          <CopyIcon />
          <span>{say('copyCode')}</span>
        </button>
        <button
          type="button"
          class={ofSite ? 'square' : 'more quiet square'}
          title={say('details')}
          aria-label={say('detailsAccount', whose)}
          onClick={() => show({ name: 'account', id: account.id })}
        >
          <MoreIcon />
        </button>
      </div>
    </article>
  )
}
