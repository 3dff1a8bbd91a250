import { useCallback, useEffect, useState } from 'preact/hooks'
import { wipe } from '../core/vault/bytes.ts'
import type { VaultContents } from '../core/vault/contents.ts'
import { noteUse } from '../core/vault/lock.ts'
import { openVault, readVaultState } from '../core/vault/vault.ts'
import { watchSessionKey } from '../platform/session-key.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'

/** ms */
const noteEvery = 5000
const acts = ['keydown', 'pointerdown', 'wheel'] as const

/** What is to be seen of the vault. */
export type VaultView =
  | { state: 'loading' }
  | { state: 'none' }
  | { state: 'locked' }
  | { state: 'open'; contents: VaultContents }
  | { state: 'failed'; error: unknown }

export interface ShownVault {
  view: VaultView
  /** Looks at the vault anew. */
  refresh(): Promise<void>
  setContents(contents: VaultContents): void
}

/** Follows the vault, whichever window locks or unlocks it; what a lock leaves in memory is overwritten. */
export function useVault(): ShownVault {
  const [view, setView] = useState<VaultView>({ state: 'loading' })

  const refresh = useCallback(async () => {
    const next = await look()
    setView((before) => {
      if (before.state === 'open' && next.state !== 'open') {
        wipe(...before.contents.accounts.map(({ secret }) => secret))
      }
      return next
    })
  }, [])
  const setContents = useCallback((contents: VaultContents) => setView({ state: 'open', contents }), [])

  useEffect(() => {
    void refresh()
    return watchSessionKey(() => void refresh())
  }, [refresh])

  const open = view.state === 'open'
  useEffect(() => (open ? followUse(refresh) : undefined), [open, refresh])

  return { view, refresh, setContents }
}

/** Notes that a person is here, and looks again whenever they come back to this window: another may have changed things. */
function followUse(refresh: () => Promise<void>): () => void {
  let noted = 0
  const note = () => {
    const now = vaultEnvironment.now()
    if (now - noted < noteEvery) return
    noted = now
    void noteUse(vaultEnvironment)
  }
  const comeBack = () => void refresh()
  for (const act of acts) document.addEventListener(act, note, { capture: true, passive: true })
  window.addEventListener('focus', comeBack)
  return () => {
    for (const act of acts) document.removeEventListener(act, note, { capture: true })
    window.removeEventListener('focus', comeBack)
  }
}

async function look(): Promise<VaultView> {
  try {
    const state = await readVaultState(vaultEnvironment)
    if (state === 'none') return { state: 'none' }
    if (state === 'locked') return { state: 'locked' }
    const vault = await openVault(vaultEnvironment)
    return vault.status === 'locked' ? { state: 'locked' } : { state: 'open', contents: vault.contents }
  } catch (error) {
    return { state: 'failed', error }
  }
}
