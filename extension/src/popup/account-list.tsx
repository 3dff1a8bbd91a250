import { useRef, useState } from 'preact/hooks'
import { sortAccounts } from '../core/accounts.ts'
import { searchAccounts } from '../core/search.ts'
import { matchSite, type PageAddress } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Host } from '../ui/names.tsx'
import { say } from '../ui/words.ts'
import { AccountRow } from './account-row.tsx'
import { useApp } from './app-context.ts'
import { EmptyList } from './empty-list.tsx'
import { useNow } from './use-now.ts'

/** The list: this site's codes first, then the rest, narrowed by what is typed. */
export function AccountList() {
  const { accounts, clock, page } = useApp()
  const now = useNow(clock)
  const [query, setQuery] = useState('')
  const field = useFirstFocus<HTMLInputElement>()
  const rows = useRef<HTMLElement>(null)
  const found = sortAccounts(searchAccounts(accounts, query), findLanguage())
  const ofSite = found.filter(({ site }) => rankSite(site, page) !== null)
  const others = found.filter((account) => !ofSite.includes(account))
  ofSite.sort((left, right) => (rankSite(left.site, page) ?? 0) - (rankSite(right.site, page) ?? 0))

  if (accounts.length === 0) return <EmptyList />
  return (
    <main class="list">
      <search>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            rows.current?.querySelector<HTMLButtonElement>('button[data-enter=true]')?.click()
          }}
        >
          <input
            ref={field}
            type="search"
            value={query}
            aria-label={say('search')}
            placeholder={say('search')}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </form>
      </search>
      <section class="rows" ref={rows} aria-label={say('accounts')}>
        {ofSite.length > 0 && page.status === 'web' && (
          <>
            <h2>
              {say('thisSite')} <Host host={page.host} />
              <span class="enter">{say('enterFills')}</span>
            </h2>
            <Rows accounts={ofSite} now={now} ofSite />
            {others.length > 0 && <h2>{say('otherAccounts')}</h2>}
          </>
        )}
        <Rows accounts={others} now={now} ofSite={false} />
        {found.length === 0 && <p role="status">{say('nothingFound')}</p>}
      </section>
    </main>
  )
}

function Rows({ accounts, now, ofSite }: { accounts: VaultAccount[]; now: number; ofSite: boolean }) {
  if (accounts.length === 0) return null
  return (
    <ul>
      {accounts.map((account, index) => (
        <AccountRow
          key={account.id}
          account={account}
          now={now}
          ofSite={ofSite}
          first={ofSite && index === 0}
        />
      ))}
    </ul>
  )
}

/** The exact host before other hosts of the same domain; null for all else. */
function rankSite(site: VaultAccount['site'], page: PageAddress): number | null {
  if (page.status !== 'web') return null
  const { status } = matchSite(site, page.host)
  if (status === 'same') return 0
  return status === 'same_domain' ? 1 : null
}
