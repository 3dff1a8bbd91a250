import { useRef, useState } from 'preact/hooks'
import { type Added, addAccount, findDuplicate, nameAccount } from '../core/accounts.ts'
import { readCurrentCode } from '../core/codes.ts'
import { isOfPage, isOther, type Place } from '../core/findings.ts'
import { hasName, nameScanned } from '../core/name-scanned.ts'
import { findNamesake } from '../core/namesakes.ts'
import type { ScannedText } from '../core/scanned-text.ts'
import type { PageAddress, SiteBinding } from '../core/sites.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { CorrectionNote } from '../screens/correction-note.tsx'
import { ParametersLine } from '../screens/parameters-line.tsx'
import { useScreen } from '../screens/screen-context.ts'
import { useChange } from '../screens/use-change.ts'
import { useNow } from '../screens/use-now.ts'
import { RunningCode } from '../ui/code.tsx'
import { useFirstFocus } from '../ui/focus.ts'
import { Form } from '../ui/form.tsx'
import { Name, Tile } from '../ui/names.tsx'
import { Sentence } from '../ui/sentence.tsx'
import { type MessageKey, say } from '../ui/words.ts'
import { NameFields } from './name-fields.tsx'
import { NamesakeChoices, NamesakeNote } from './namesake-note.tsx'
import { Peculiarities } from './peculiarities.tsx'
import { PlaceLine } from './place-line.tsx'
import { Provenance } from './provenance.tsx'

const outcomes: Record<Added['status'], MessageKey> = {
  added: 'saved',
  replaced: 'replaced',
  duplicate: 'isDuplicate',
}

export interface PreviewCardProps {
  scanned: Extract<ScannedText, { kind: 'account' }>
  place: Place
  /** The page that it may be filled on. */
  page: PageAddress
  /** Whether saving it is the one thing to do next. */
  alone: boolean
  onSaved: () => void
  onCancel?: (() => void) | undefined
}

/** The account as it will look, what is unusual about it, and where it came from. */
export function PreviewCard({ scanned, place, page, alone, onSaved, onCancel }: PreviewCardProps) {
  const { accounts, clock, announce, run } = useScreen()
  const change = useChange()
  const [bound, setBound] = useState(page.status !== 'restricted')
  const [typed, setTyped] = useState({ issuer: '', account: '' })
  const [problem, setProblem] = useState('')
  const [saved, setSaved] = useState(false)
  const now = useNow(clock)
  const host = bound && page.status !== 'restricted' ? page.host : null
  const { account, name } = nameScanned(scanned.account, typed, host)
  const asksName = !hasName(scanned.account) && host === null
  const takesFocus = alone && !isOther(place)
  const pending = useRef(false)
  const duplicate = saved ? undefined : findDuplicate(accounts, account)
  const isNew = !saved && duplicate === undefined
  const namesake = isNew ? findNamesake(accounts, account, host) : undefined
  const save = useFirstFocus<HTMLButtonElement>(takesFocus && !asksName && namesake === undefined)
  const savedLine = useFirstFocus<HTMLParagraphElement>(saved)

  const keep = (instead?: string) => {
    if (pending.current || !isNew) return
    setProblem(name === '' ? say('nameMissing') : '')
    if (name === '') return
    pending.current = true
    // Taken before anything is waited for: a lock overwrites what was scanned.
    const secret = account.secret.slice()
    void run(async () => {
      const site = host === null ? null : await bindTo(host)
      const place = { id: crypto.randomUUID(), site, addedAt: vaultEnvironment.now(), instead }
      const changed = await change(addAccount({ ...account, secret }, place))
      if (changed.status === 'locked') return
      setSaved(true)
      onSaved()
      announce(say(outcomes[changed.result.status], name))
    }).finally(() => {
      pending.current = false
    })
  }

  return (
    <section class="card" aria-label={name || say('unnamed')}>
      <div class="heading">
        <Tile name={name} />
        <div class="names">
          <Name>{name || say('unnamed')}</Name>
          {account.account !== name && (
            <span class="soft">
              <Name>{account.account}</Name>
            </span>
          )}
        </div>
        {/* A counted code is used up by being seen, so none is shown before the account is kept. */}
        {account.type === 'totp' && <RunningCode current={readCurrentCode(account, now)} />}
      </div>
      <ParametersLine account={account} />
      <CorrectionNote />
      <PlaceLine place={place} />
      <Peculiarities account={account} notes={scanned.notes} />
      {duplicate === undefined && (
        <Provenance page={page} isOfPage={isOfPage(place)} bound={bound} onChange={setBound} />
      )}
      {duplicate !== undefined && (
        <p class="caution" role="alert">
          <Sentence id="isDuplicate" values={[<Name key="name">{nameAccount(duplicate)}</Name>]} />
        </p>
      )}
      {namesake !== undefined && <NamesakeNote namesake={namesake} />}
      <Form
        onSubmit={() => {
          if (namesake === undefined) keep()
        }}
      >
        {asksName && isNew && <NameFields typed={typed} takesFocus={takesFocus} onChange={setTyped} />}
        <p role="alert" class="problem">
          {problem}
        </p>
        <div class="choices">
          {saved && (
            <p role="status" tabIndex={-1} ref={savedLine}>
              {say('saved', name)}
            </p>
          )}
          {isNew && namesake === undefined && (
            <button
              type="submit"
              class="main"
              ref={save}
              aria-label={alone ? undefined : say('saveAccount', name || say('unnamed'))}
            >
              {say('save')}
            </button>
          )}
          {namesake !== undefined && (
            <NamesakeChoices whose={alone ? null : name} namesake={namesake} onChoose={keep} />
          )}
          {!saved && onCancel !== undefined && (
            <button type="button" onClick={onCancel}>
              {say('cancel')}
            </button>
          )}
        </div>
      </Form>
    </section>
  )
}

async function bindTo(host: string): Promise<SiteBinding> {
  const { findRegistrableDomain } = await import('../core/registrable-domain.ts')
  return { host, domain: findRegistrableDomain(host), otherHosts: [] }
}
