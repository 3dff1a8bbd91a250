import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { PageAddress, SiteMatch } from '../core/sites.ts'
import type { VaultAccount } from '../core/vault/contents.ts'
import type { OpenTab } from '../platform/tabs.ts'
import type { ScreenContext } from '../screens/screen-context.ts'

/** What the popup shows while the vault is open; `locked` is for what finds that it no longer is. */
export type Screen =
  | { name: 'locked' }
  | { name: 'list' }
  | { name: 'account'; id: string }
  | { name: 'scan' }
  | { name: 'add' }
  | { name: 'settings' }
  | { name: 'warning'; account: VaultAccount; match: Exclude<SiteMatch, { status: 'same' }> }

/** What every view of the popup works with. */
export interface AppContext extends ScreenContext {
  tab: OpenTab | null
  page: PageAddress
  /** Learns anew which page the tab shows. */
  refreshTab(): Promise<void>
  show(screen: Screen): void
  /** Tells how many accounts are shown that are not saved, which a lock would forget. */
  noteUnsaved(count: number): void
}

export const AppContextHolder = createContext<AppContext | null>(null)

export function useApp(): AppContext {
  const app = useContext(AppContextHolder)
  if (app === null) throw new TypeError('useApp needs the popup around it')
  return app
}
