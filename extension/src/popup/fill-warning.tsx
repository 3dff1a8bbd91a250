import { allowHost, nameAccount } from '../core/accounts.ts'
import { produceCode } from '../core/produce-code.ts'
import { compareHosts, type HostDifference } from '../core/sites.ts'
import { changeVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { useFirstFocus } from '../ui/focus.ts'
import { Name } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { spellOutHost } from '../ui/spell-out-host.ts'
import { View } from '../ui/view.tsx'
import { say } from '../ui/words.ts'
import { type Screen, useApp } from './app-context.ts'
import { putCode } from './put-code.ts'

/** Asks before a code goes to another host than its own. The safe answer is the one at hand. */
export function FillWarning({
  screen: { account, match },
}: {
  screen: Extract<Screen, { name: 'warning' }>
}) {
  const { tab, page, clock, show, setContents, announce, run } = useApp()
  const sameDomain = match.status === 'same_domain'
  const safe = useFirstFocus<HTMLButtonElement>()
  const name = <Name key="name">{nameAccount(account)}</Name>
  const leave = () => show({ name: 'list' })

  const allow = () =>
    run(async () => {
      if (tab === null || page.status !== 'web') return
      const domain = account.site === null ? await findDomain(match.pageHost) : null
      const allowed = allowHost(account.id, match.pageHost, domain, vaultEnvironment.now())
      const changed = await changeVault(vaultEnvironment, allowed)
      if (changed.status === 'locked') return show({ name: 'locked' })
      await setContents(changed.contents)
      const produced = await produceCode(vaultEnvironment, account, clock.now())
      if (produced.status !== 'produced') return leave()
      if (produced.contents !== undefined) await setContents(produced.contents)
      const outcome = await putCode(tab, page.origin, produced.code)
      leave()
      announce(outcome)
    })

  return (
    <View title={say(sameDomain ? 'otherAddressTitle' : 'otherSiteTitle')} onBack={leave}>
      {match.status === 'unbound' ? (
        <>
          <p>
            <Sentence id="unboundWhat" values={[name]} />
          </p>
          <dl class="hosts">
            <dt>{say('thisPage')}</dt>
            <dd>
              <HostLine parts={{ start: match.pageHost, differs: '', end: '' }} host={match.pageHost} />
            </dd>
          </dl>
        </>
      ) : (
        <>
          <p>
            <Sentence id={sameDomain ? 'otherAddressWhat' : 'otherSiteWhat'} values={[name]} />
          </p>
          <HostPair host={match.host} pageHost={match.pageHost} />
        </>
      )}
      <div class="choices">
        <button type="button" class="main" ref={safe} onClick={leave}>
          {say('dontFill')}
        </button>
        <button type="button" onClick={allow}>
          {say(sameDomain ? 'fillHereToo' : 'bindAndFill')}
        </button>
      </div>
    </View>
  )
}

function HostPair({ host, pageHost }: { host: string; pageHost: string }) {
  const [own, page] = compareHosts(host, pageHost)
  return (
    <dl class="hosts">
      <dt>{say('belongsTo')}</dt>
      <dd>
        <HostLine parts={own} host={host} />
      </dd>
      <dt>{say('thisPage')}</dt>
      <dd>
        <HostLine parts={page} host={pageHost} />
      </dd>
    </dl>
  )
}

function HostLine({ parts, host }: { parts: HostDifference; host: string }) {
  const spelled = spellOutHost(host)
  return (
    <bdi dir="ltr">
      {parts.start}
      {parts.differs !== '' && <mark>{parts.differs}</mark>}
      {parts.end}
      {spelled !== null && <span class="soft"> ({spelled})</span>}
    </bdi>
  )
}

async function findDomain(host: string): Promise<string | null> {
  const { findRegistrableDomain } = await import('../core/registrable-domain.ts')
  return findRegistrableDomain(host)
}
