import { nameAccount } from '../core/accounts.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Name, Tile } from '../ui/names.tsx'
import { say } from '../ui/words.ts'
import { AccountCode } from './account-code.tsx'
import { AccountFacts } from './account-facts.tsx'
import { AccountForm } from './account-form.tsx'
import { useScreen } from './screen-context.ts'
import { useAccountChanges } from './use-account-changes.ts'
import { useCode } from './use-code.ts'
import { useNow } from './use-now.ts'

export interface AccountDetailsProps {
  account: VaultAccount
  /** Its heading has the first focus. */
  takesFocus?: boolean
  /** After it was moved to the trash. */
  onRemoved: () => void
}

/** One account: its code, what is known of it, and all that can be done with it. */
export function AccountDetails({ account, takesFocus = false, onRemoved }: AccountDetailsProps) {
  const { clock } = useScreen()
  const now = useNow(clock)
  const use = useCode(account)
  const { pin, remove } = useAccountChanges()
  const name = nameAccount(account)
  const heading = useFirstFocus<HTMLHeadingElement>(takesFocus)
  return (
    <section class="details" aria-label={name}>
      <div class="whose">
        <Tile name={name} pinned={account.pinned} />
        <h2 ref={heading} tabIndex={-1}>
          <Name>{name}</Name>
        </h2>
      </div>
      <div class="take">
        <AccountCode account={account} now={now} use={use} whose={name} />
        <button type="button" onClick={use.copy}>
          {say('copyCode')}
        </button>
      </div>
      <div class="choices">
        <button type="button" aria-pressed={account.pinned} onClick={() => pin(account, !account.pinned)}>
          {say('pin')}
        </button>
        <button type="button" class="danger" onClick={() => remove(account, onRemoved)}>
          {say('remove')}
        </button>
      </div>
      <AccountForm key={account.id} account={account} />
      <AccountFacts account={account} />
    </section>
  )
}
