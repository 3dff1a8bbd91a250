import { useEffect, useMemo, useState } from 'preact/hooks'
import { type FollowedVault, followVault, type VaultView } from '../core/vault/follow-vault.ts'
import { noteUse } from '../core/vault/lock.ts'
import { watchSessionKey } from '../platform/session-key.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'

/** ms */
const noteEvery = 5000
const acts = ['keydown', 'pointerdown', 'wheel'] as const

export interface ShownVault extends FollowedVault {
  view: VaultView
}

/** Follows the vault, whichever window locks or unlocks it; what a lock leaves in memory is overwritten. */
export function useVault(): ShownVault {
  const [view, setView] = useState<VaultView>({ state: 'loading' })
  const { refresh, setContents } = useMemo(() => followVault(vaultEnvironment, setView), [])

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
