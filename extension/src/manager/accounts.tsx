import { useMemo, useRef, useState } from 'preact/hooks'
import { nameAccount, sortAccounts } from '../core/accounts.ts'
import { tellApart } from '../core/namesakes.ts'
import { searchAccounts } from '../core/search.ts'
import { showName } from '../core/show-name.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { AccountDetails } from '../screens/account-details.tsx'
import { listUnsaved } from '../screens/account-draft.ts'
import { useScreen } from '../screens/screen-context.ts'
import { LongList } from '../ui/long-list.tsx'
import { AccountNames, Tile } from '../ui/names.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { say } from '../ui/words.ts'
import { countAccounts, writeNumber } from './count-accounts.ts'
import { listNames } from './list-names.ts'
import { OrderBar } from './order-bar.tsx'
import { ScanButton } from './scan-button.tsx'
import { SectionPage } from './section-page.tsx'

/** CSS pixels, as the style of a row has it. */
const rowHeight = 56

/** As the style has it: the account that was chosen is below the list, and not beside it. */
const narrow = '(max-width: 719px)'

/** All accounts, searched as one types, and the one that was chosen beside them. */
export function Accounts() {
  const {
    accounts,
    contents: { settings },
    drafts,
  } = useScreen()
  const [query, setQuery] = useState('')
  const rows = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [chosenId, choose] = useState<string | null>(null)
  const sorted = useMemo(
    () => sortAccounts(accounts, findLanguage(), settings.order),
    [accounts, settings.order],
  )
  const found = useMemo(() => searchAccounts(sorted, query), [sorted, query])
  const added = useMemo(() => tellApart(accounts, findLanguage()), [accounts])
  const chosen = accounts.find(({ id }) => id === chosenId)
  const unsaved = listUnsaved(drafts, accounts, chosen)

  const leave = () => {
    choose(null)
    field.current?.focus()
  }

  if (accounts.length === 0) {
    return (
      <SectionPage section="accounts">
        <p>{say('emptyManager')}</p>
        <div class="choices">
          <ScanButton main />
        </div>
      </SectionPage>
    )
  }
  return (
    <SectionPage section="accounts">
      <div class="beside">
        <div class="finder">
          <search>
            <SearchField
              label={say('search')}
              value={query}
              field={field}
              list={() => rows.current}
              onChange={setQuery}
            />
          </search>
          <p role="status" class="soft">
            {countFound(found.length, accounts.length)}
          </p>
          {unsaved.length > 0 && (
            <p role="status" class="caution">
              {say('draftsKept', listNames(unsaved, findLanguage()))}
            </p>
          )}
          {query === '' && <OrderBar chosen={chosen} />}
          <div class="scroll" ref={rows}>
            <LongList items={found} rowHeight={rowHeight} label={say('accounts')}>
              {(account) => (
                <AccountChoice
                  account={account}
                  added={added.get(account.id)}
                  chosen={account.id === chosenId}
                  onChoose={() => choose(account.id)}
                />
              )}
            </LongList>
          </div>
        </div>
        {chosen === undefined ? (
          <p class="soft hint-beside">{say('chooseAccount')}</p>
        ) : (
          <AccountDetails
            key={chosen.id}
            account={chosen}
            takesFocus={matchMedia(narrow).matches}
            onRemoved={leave}
          />
        )}
      </div>
    </SectionPage>
  )
}

interface AccountChoiceProps {
  account: VaultAccount
  /** When it was added, where another one is called the same. */
  added: string | undefined
  chosen: boolean
  onChoose: () => void
}

function AccountChoice({ account, added, chosen, onChoose }: AccountChoiceProps) {
  const name = nameAccount(account)
  return (
    <button type="button" class="choice" aria-pressed={chosen} onClick={onChoose}>
      <Tile name={name} pinned={account.pinned} />
      <span class="names">
        <AccountNames name={name} account={showName(account.account)} added={added} />
      </span>
    </button>
  )
}

function countFound(found: number, all: number): string {
  return found === all ? countAccounts(all) : say('foundCount', writeNumber(found), writeNumber(all))
}
