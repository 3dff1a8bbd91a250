import type { ComponentType } from 'preact'
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { type Clock, readClock } from '../core/clock.ts'
import { readPageAddress } from '../core/sites.ts'
import { wipe } from '../core/vault/bytes.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import { openVault, readVaultState } from '../core/vault/vault.ts'
import { clockSource } from '../platform/clock.ts'
import { watchSessionKey } from '../platform/session-key.ts'
import { findOpenTab, type OpenTab } from '../platform/tabs.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'
import { AccountList } from './account-list.tsx'
import { type AppContext, AppContextHolder, type Screen } from './app-context.ts'
import { BottomBar } from './bottom-bar.tsx'
import { describeFailure, Failure } from './failure.tsx'
import { FirstRun } from './first-run.tsx'
import { later } from './later.tsx'
import { LockScreen } from './lock-screen.tsx'

const ScanView = later(async () => (await import('./scan-view.tsx')).ScanView)
const AddView = later(async () => (await import('./add-view.tsx')).AddView)
const SettingsView = later(async () => (await import('./settings-view.tsx')).SettingsView)
const FillWarning: ComponentType<{ screen: Extract<Screen, { name: 'warning' }> }> = later(
  async () => (await import('./fill-warning.tsx')).FillWarning,
)

interface Surroundings {
  clock: Clock
  tab: OpenTab | null
}

/** Shows the screen that fits the vault's state, and keeps the others away while it is locked. */
export function App({ surroundings }: { surroundings: Surroundings }) {
  const [clock, setClock] = useState(surroundings.clock)
  const [screen, show] = useState<Screen>({ name: 'loading' })
  const [accounts, setAccounts] = useState<VaultAccount[]>([])
  const [notice, announce] = useState('')
  const [tab, setTab] = useState(surroundings.tab)

  const refresh = useCallback(async () => {
    try {
      const state = await readVaultState(vaultEnvironment)
      if (state === 'none') return show({ name: 'first-run' })
      const vault = state === 'open' ? await openVault(vaultEnvironment) : { status: 'locked' as const }
      if (vault.status === 'locked') {
        setAccounts((before) => {
          wipe(...before.map(({ secret }) => secret))
          return []
        })
        return show({ name: 'locked' })
      }
      setAccounts(vault.contents.accounts)
      show((before) => (isGate(before) ? { name: 'list' } : before))
    } catch (error) {
      show({ name: 'failure', error })
    }
  }, [])

  useEffect(() => {
    void refresh()
    return watchSessionKey(() => void refresh())
  }, [refresh])

  const app = useMemo<AppContext>(
    () => ({
      clock,
      setClock,
      tab,
      page: readPageAddress(tab?.url),
      refreshTab: async () => setTab(await findOpenTab()),
      accounts,
      setContents: (contents) => setAccounts(contents.accounts),
      show: (next) => {
        announce('')
        show(next)
      },
      announce,
      run: async (task) => {
        try {
          await task()
        } catch (error) {
          announce(describeFailure(error))
        }
      },
    }),
    [clock, tab, accounts],
  )

  return (
    <AppContextHolder.Provider value={app}>
      <ShownScreen screen={screen} refresh={refresh} />
      <div class="bottom">
        {screen.name === 'list' && <BottomBar withoutScan={accounts.length === 0} />}
        <p role="status" class="notice">
          {notice}
        </p>
      </div>
    </AppContextHolder.Provider>
  )
}

function ShownScreen({ screen, refresh }: { screen: Screen; refresh: () => Promise<void> }) {
  switch (screen.name) {
    case 'loading':
      return null
    case 'first-run':
      return <FirstRun onDone={refresh} />
    case 'locked':
      return <LockScreen onUnlocked={refresh} />
    case 'list':
      return <AccountList />
    case 'scan':
      return <ScanView />
    case 'add':
      return <AddView />
    case 'settings':
      return <SettingsView />
    case 'warning':
      return <FillWarning screen={screen} />
    case 'failure':
      return <Failure error={screen.error} />
  }
}

/** What is known before the first picture: the clock and the tab behind the popup. */
export async function readSurroundings(): Promise<Surroundings> {
  const [clock, tab] = await Promise.all([readClock(clockSource), findOpenTab()])
  return { clock, tab }
}

function isGate({ name }: Screen): boolean {
  return name === 'loading' || name === 'first-run' || name === 'locked' || name === 'failure'
}
