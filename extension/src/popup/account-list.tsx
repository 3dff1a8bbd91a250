import { useMemo, useRef, useState } from 'preact/hooks'
import { sortAccounts } from '../core/accounts.ts'
import { tellApart } from '../core/namesakes.ts'
import { searchAccounts } from '../core/search.ts'
import { matchSite, type PageAddress } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { useNow } from '../screens/use-now.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { LongList } from '../ui/long-list.tsx'
import { Host } from '../ui/names.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { say } from '../ui/words.ts'
import { AccountRow } from './account-row.tsx'
import { useApp } from './app-context.ts'
import { EmptyList } from './empty-list.tsx'

/** CSS pixels; the height of a row that is not of this site, as its style has it. */
const rowHeight = 56

/** The list: this site's codes first, then the rest, narrowed by what is typed. */
export function AccountList() {
  const { accounts, contents, clock, page } = useApp()
  const { order } = contents.settings
  const now = useNow(clock)
  const [query, setQuery] = useState('')
  const field = useFirstFocus<HTMLInputElement>()
  const rows = useRef<HTMLElement>(null)
  const sorted = useMemo(() => sortAccounts(accounts, findLanguage(), order), [accounts, order])
  const added = useMemo(() => tellApart(accounts, findLanguage()), [accounts])
  const { ofSite, others } = useMemo(
    () => splitBySite(searchAccounts(sorted, query), page),
    [sorted, query, page],
  )

  if (accounts.length === 0) return <EmptyList />
  return (
    <main class="list">
      <search>
        <Form
          onSubmit={() => rows.current?.querySelector<HTMLButtonElement>('button[data-enter=true]')?.click()}
        >
          <SearchField
            label={say('search')}
            value={query}
            field={field}
            list={() => rows.current}
            onChange={setQuery}
          />
        </Form>
      </search>
      <section class="rows" ref={rows} aria-label={say('accounts')}>
        {ofSite.length > 0 && page.status === 'web' && (
          <>
            <h2>
              {say('thisSite')} <Host host={page.host} />
              <span class="enter">{say('enterFills')}</span>
            </h2>
            <ul>
              {ofSite.map((account, index) => (
                <li key={account.id}>
                  <AccountRow
                    account={account}
                    now={now}
                    ofSite
                    first={index === 0}
                    added={added.get(account.id)}
                  />
                </li>
              ))}
            </ul>
            {others.length > 0 && <h2>{say('otherAccounts')}</h2>}
          </>
        )}
        {others.length > 0 && (
          <LongList items={others} rowHeight={rowHeight}>
            {(account) => (
              <AccountRow
                account={account}
                now={now}
                ofSite={false}
                first={false}
                added={added.get(account.id)}
              />
            )}
          </LongList>
        )}
        {ofSite.length + others.length === 0 && <p role="status">{say('nothingFound')}</p>}
      </section>
    </main>
  )
}

/** This site's accounts, those of the exact host first; and all others. */
function splitBySite(
  found: VaultAccount[],
  page: PageAddress,
): { ofSite: VaultAccount[]; others: VaultAccount[] } {
  const ranked = found.map((account) => ({ account, rank: rankSite(account.site, page) }))
  const pick = (wanted: number | null) =>
    ranked.filter(({ rank }) => rank === wanted).map(({ account }) => account)
  return { ofSite: [...pick(0), ...pick(1)], others: pick(null) }
}

/** The exact host before other hosts of the same domain; null for all else. */
function rankSite(site: VaultAccount['site'], page: PageAddress): number | null {
  if (page.status !== 'web') return null
  const { status } = matchSite(site, page.host)
  if (status === 'same') return 0
  return status === 'same_domain' ? 1 : null
}
