import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import type { PageAddress, SiteMatch } from '../core/sites.ts'
import type { VaultAccount, VaultContents } from '../core/vault/contents.ts'
import type { OpenTab } from '../platform/tabs.ts'

/** What the popup shows. */
export type Screen =
  | { name: 'loading' }
  | { name: 'first-run' }
  | { name: 'locked' }
  | { name: 'list' }
  | { name: 'scan' }
  | { name: 'add' }
  | { name: 'settings' }
  | { name: 'warning'; account: VaultAccount; match: Exclude<SiteMatch, { status: 'same' }> }
  | { name: 'failure'; error: unknown }

/** What every view of the popup works with. */
export interface AppContext {
  clock: Clock
  setClock(clock: Clock): void
  tab: OpenTab | null
  page: PageAddress
  /** Learns anew which page the tab shows. */
  refreshTab(): Promise<void>
  accounts: VaultAccount[]
  setContents(contents: VaultContents): void
  show(screen: Screen): void
  /** Says one sentence, to the eye and to screen readers. */
  announce(sentence: string): void
  /** Runs something that takes a while; what fails becomes a sentence. */
  run(task: () => Promise<void>): Promise<void>
}

export const AppContextHolder = createContext<AppContext | null>(null)

export function useApp(): AppContext {
  const app = useContext(AppContextHolder)
  if (app === null) throw new TypeError('useApp needs the popup around it')
  return app
}
