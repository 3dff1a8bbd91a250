import type { ComponentType } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { FoundForgotten } from '../capture/found-forgotten.tsx'
import { type Clock, readClock } from '../core/clock.ts'
import { readPageAddress } from '../core/sites.ts'
import { clockSource } from '../platform/clock.ts'
import { openManager } from '../platform/manager-tab.ts'
import { findOpenTab, type OpenTab } from '../platform/tabs.ts'
import { ScreenContextHolder } from '../screens/screen-context.ts'
import { useScreenContext } from '../screens/use-screen-context.ts'
import { VaultGate } from '../screens/vault-gate.tsx'
import { later } from '../ui/later.tsx'
import { Notice } from '../ui/notice.tsx'
import { say } from '../ui/words.ts'
import { AccountList } from './account-list.tsx'
import { type AppContext, AppContextHolder, type Screen } from './app-context.ts'
import { BottomBar } from './bottom-bar.tsx'

const ScanView = later(async () => (await import('./scan-view.tsx')).ScanView)
const AddView = later(async () => (await import('./add-view.tsx')).AddView)
const SettingsView = later(async () => (await import('./settings-view.tsx')).SettingsView)
const AccountView: ComponentType<{ id: string }> = later(
  async () => (await import('./account-view.tsx')).AccountView,
)
const FillWarning: ComponentType<{ screen: Extract<Screen, { name: 'warning' }> }> = later(
  async () => (await import('./fill-warning.tsx')).FillWarning,
)

interface Surroundings {
  clock: Clock
  tab: OpenTab | null
}

/** The popup: its list and the views that lead from it, once the vault is open. */
export function App({ surroundings }: { surroundings: Surroundings }) {
  const { vault, context, notice } = useScreenContext(surroundings.clock, { staysOpen: false })
  const [chosen, choose] = useState<Screen>({ name: 'list' })
  const [tab, setTab] = useState(surroundings.tab)
  const { state } = vault.view
  // Whatever was shown when the vault locked, what opens is the list.
  const screen = state === 'open' ? chosen : list
  const unsaved = useRef(0)
  const [isLost, setLost] = useState(false)
  if (chosen !== screen) {
    choose(screen)
    setLost(unsaved.current > 0)
  }

  const app = useMemo<AppContext>(
    () => ({
      ...context,
      tab,
      page: readPageAddress(tab?.url),
      refreshTab: async () => setTab(await findOpenTab()),
      noteUnsaved: (count) => {
        unsaved.current = count
      },
      show: (next) => {
        context.announce('')
        setLost(false)
        if (next.name === 'locked') context.showLocked()
        else choose(next)
      },
    }),
    [context, tab],
  )

  return (
    <ScreenContextHolder.Provider value={app}>
      <AppContextHolder.Provider value={app}>
        <VaultGate
          vault={vault}
          wayBack={
            <button type="button" class="main" onClick={() => void openManager('history')}>
              {say('showVersions')}
            </button>
          }
        >
          <ShownScreen screen={screen} />
        </VaultGate>
        <div class="bottom">
          {state === 'open' && screen.name === 'list' && (
            <BottomBar withoutScan={app.accounts.length === 0} />
          )}
          {isLost && <FoundForgotten />}
          <Notice content={notice} />
        </div>
      </AppContextHolder.Provider>
    </ScreenContextHolder.Provider>
  )
}

const list: Screen = { name: 'list' }

function ShownScreen({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case 'locked':
    case 'list':
      return <AccountList />
    case 'account':
      return <AccountView id={screen.id} />
    case 'scan':
      return <ScanView />
    case 'add':
      return <AddView />
    case 'settings':
      return <SettingsView />
    case 'warning':
      return <FillWarning screen={screen} />
  }
}

/** What is known before the first picture: the clock and the tab behind the popup. */
export async function readSurroundings(): Promise<Surroundings> {
  const [clock, tab] = await Promise.all([readClock(clockSource), findOpenTab()])
  return { clock, tab }
}
