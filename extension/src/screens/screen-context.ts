import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Clock } from '../core/clock.ts'
import type { VaultAccount, VaultContents } from '../core/vault/contents.ts'
import type { NoticeAction } from '../ui/notice.tsx'
import type { KeptDrafts } from './account-draft.ts'

/** What a screen works with, wherever it is shown: in the popup or on a page of its own. */
export interface ScreenContext {
  clock: Clock
  setClock(clock: Clock): void
  /** Empty while the vault is not open. */
  contents: VaultContents
  accounts: VaultAccount[]
  /** What is typed about accounts and not saved yet; a lock forgets it. */
  drafts: KeptDrafts
  /** Whether this page stays while the browser asks for something, such as a passkey; a popup closes then. */
  staysOpen: boolean
  /** Shows what a change led to, unless the vault was locked in the meantime. */
  setContents(contents: VaultContents): Promise<void>
  /** Shows that the vault is locked, for a change that found it so. */
  showLocked(): void
  /** Says one sentence, to the eye and to screen readers; with it, what can be done about it. */
  announce(sentence: string, action?: NoticeAction): void
  /** Runs something that takes a while; what fails becomes a sentence. */
  run(task: () => Promise<void>): Promise<void>
}

export const ScreenContextHolder = createContext<ScreenContext | null>(null)

export function useScreen(): ScreenContext {
  const screen = useContext(ScreenContextHolder)
  if (screen === null) throw new TypeError('useScreen needs a page around it')
  return screen
}
