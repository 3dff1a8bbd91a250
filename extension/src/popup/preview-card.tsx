import { generateHotp } from 'countersign/otp'
import { useState } from 'preact/hooks'
import { addAccount, findDuplicate, nameAccount } from '../core/accounts.ts'
import { readCurrentCode } from '../core/codes.ts'
import type { ScannedText } from '../core/scanned-text.ts'
import type { SiteBinding } from '../core/sites.ts'
import { changeVault } from '../core/vault/vault.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { Code, RunningCode } from '../ui/code.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Host, Name, Tile } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { say } from '../ui/words.ts'
import { useApp } from './app-context.ts'
import { Peculiarities } from './peculiarities.tsx'
import { useNow } from './use-now.ts'

export interface PreviewCardProps {
  scanned: Extract<ScannedText, { kind: 'account' }>
  /** A scanned code belongs to the page that showed it; for a typed key the person decides. */
  source: 'page' | 'typed'
  /** Whether saving it is the one thing to do next. */
  alone: boolean
  onSaved: () => void
  onCancel?: (() => void) | undefined
}

/** The account as it will look, what is unusual about it, and where it came from. */
export function PreviewCard({ scanned, source, alone, onSaved, onCancel }: PreviewCardProps) {
  const { account } = scanned
  const { accounts, clock, page, show, setContents, announce, run } = useApp()
  const [bound, setBound] = useState(page.status !== 'restricted')
  const [saved, setSaved] = useState(false)
  const save = useFirstFocus<HTMLButtonElement>(alone)
  const now = useNow(clock)
  const host = page.status === 'restricted' ? null : page.host
  const duplicate = saved ? undefined : findDuplicate(accounts, account)
  const name = nameAccount({
    ...account,
    site: host === null ? null : { host, domain: null, otherHosts: [] },
  })

  const keep = () =>
    run(async () => {
      const site = bound && host !== null ? await bindTo(host) : null
      const place = { id: crypto.randomUUID(), site, addedAt: clock.now() }
      const changed = await changeVault(vaultEnvironment, addAccount(account, place))
      if (changed.status === 'locked') return show({ name: 'locked' })
      setSaved(true)
      setContents(changed.contents)
      onSaved()
      announce(say(changed.result.status === 'added' ? 'saved' : 'isDuplicate', name))
    })

  return (
    <section class="card" aria-label={name}>
      <div class="row">
        <Tile name={name} />
        <div class="names">
          <Name>{name}</Name>
          {account.account !== name && (
            <span class="soft">
              <Name>{account.account}</Name>
            </span>
          )}
        </div>
        {account.type === 'totp' ? (
          <RunningCode current={readCurrentCode(account, now)} />
        ) : (
          <Code code={generateHotp(account, account.counter)} />
        )}
      </div>
      <Peculiarities scanned={scanned} />
      {host !== null && source === 'page' && duplicate === undefined && (
        <p>
          <Sentence id="comesFrom" values={[<Host key="host" host={host} />]} />
        </p>
      )}
      {host !== null && source === 'typed' && duplicate === undefined && (
        <label class="check">
          <input type="checkbox" checked={bound} onInput={(event) => setBound(event.currentTarget.checked)} />
          <span>
            <Sentence id="fillOn" values={[<Host key="host" host={host} />]} />
          </span>
        </label>
      )}
      {page.status === 'insecure' && <p class="caution">{say('cameInsecurely')}</p>}
      {duplicate !== undefined && (
        <p class="caution" role="alert">
          <Sentence id="isDuplicate" values={[<Name key="name">{nameAccount(duplicate)}</Name>]} />
        </p>
      )}
      <div class="choices">
        {saved && <p role="status">{say('saved', name)}</p>}
        {!saved && duplicate === undefined && (
          <button type="button" class="main" ref={save} onClick={keep}>
            {say('save')}
          </button>
        )}
        {!saved && onCancel !== undefined && (
          <button type="button" onClick={onCancel}>
            {say('cancel')}
          </button>
        )}
      </div>
    </section>
  )
}

async function bindTo(host: string): Promise<SiteBinding> {
  const { findRegistrableDomain } = await import('../core/registrable-domain.ts')
  return { host, domain: findRegistrableDomain(host), otherHosts: [] }
}
