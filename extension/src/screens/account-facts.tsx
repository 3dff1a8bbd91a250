import { showName } from '../core/show-name.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { findLanguage } from '../platform/words.ts'
import { Host } from '../ui/names.tsx'
import { say } from '../ui/words.ts'
import { ParametersLine } from './parameters-line.tsx'
import { useAccountChanges } from './use-account-changes.ts'

/** What is known of an account: where it is filled in, how its codes are made, since when it is here. */
export function AccountFacts({ account }: { account: VaultAccount }) {
  const { site, addedAt } = account
  const { rename } = useAccountChanges()
  // With seconds: of two accounts with the same names it may be all that tells them apart.
  const date = new Intl.DateTimeFormat(findLanguage(), { dateStyle: 'long', timeStyle: 'medium' })
  return (
    <dl class="facts">
      <dt>{say('fillsOn')}</dt>
      {site === null ? (
        <dd>{say('fillsNowhere')}</dd>
      ) : (
        [site.host, ...site.otherHosts].map((host) => (
          <dd key={host} class="bound">
            <Host host={showName(host)} />
            <button
              type="button"
              class="quiet"
              aria-label={say('forgetHostNamed', showName(host))}
              onClick={() => rename(account, { forgotten: host })}
            >
              {say('forgetHost')}
            </button>
          </dd>
        ))
      )}
      <dt>{say('codeParameters')}</dt>
      <dd>
        <ParametersLine account={account} />
      </dd>
      <dt>{say('addedOn')}</dt>
      <dd>{date.format(addedAt)}</dd>
    </dl>
  )
}
