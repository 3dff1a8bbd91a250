import { wipe } from './bytes.ts'
import type { VaultContents } from './contents.ts'
import type { VaultEnvironment } from './environment.ts'
import { listEveryAccount } from './rewind.ts'
import { openVault, readLiveSession, readVaultState } from './vault.ts'

/** What is to be seen of the vault. */
export type VaultView =
  | { state: 'loading' }
  | { state: 'none' }
  | { state: 'locked' }
  | { state: 'open'; contents: VaultContents }
  | { state: 'failed'; error: unknown }

export interface FollowedVault {
  /** Looks at the vault anew. */
  refresh(): Promise<void>
  /** Shows what a change led to; looks anew where the vault was locked since, even if it was unlocked again. */
  setContents(contents: VaultContents): Promise<void>
}

/**
 * Hands over what is to be seen of a vault. What a lock leaves in memory is overwritten, and neither a look nor a change
 * that began before a lock shows anything after it.
 */
export function followVault(environment: VaultEnvironment, show: (view: VaultView) => void): FollowedVault {
  let begun = 0
  let shown = 0
  let open: { session: string | null; contents: VaultContents } | null = null
  const wiped = new WeakSet<Uint8Array>()

  const wipeSecrets = (contents: VaultContents) => {
    for (const { secret } of listEveryAccount(contents)) {
      wipe(secret)
      wiped.add(secret)
    }
  }
  const showView = (number: number, view: VaultView, session: string | null) => {
    // One that began later has been shown: what this one saw is over.
    if (number < shown) return
    shown = number
    if (open !== null && view.state !== 'open') wipeSecrets(open.contents)
    open = view.state === 'open' ? { session, contents: view.contents } : null
    show(view)
  }
  const refresh = async () => {
    const number = ++begun
    const { view, session } = await look(environment)
    showView(number, view, session)
  }

  return {
    refresh,
    async setContents(contents) {
      const number = ++begun
      const session = await readSessionId(environment)
      const isOfThisSession = session !== null && open !== null && open.session === session
      if (!isOfThisSession || listEveryAccount(contents).some(({ secret }) => wiped.has(secret)))
        return refresh()
      showView(number, { state: 'open', contents }, session)
    },
  }
}

async function look(environment: VaultEnvironment): Promise<{ view: VaultView; session: string | null }> {
  try {
    const state = await readVaultState(environment)
    if (state !== 'open') return { view: { state }, session: null }
    const session = await readSessionId(environment)
    const vault = await openVault(environment)
    if (vault.status === 'locked') return { view: { state: 'locked' }, session: null }
    return { view: { state: 'open', contents: vault.contents }, session }
  } catch (error) {
    return { view: { state: 'failed', error }, session: null }
  }
}

async function readSessionId(environment: VaultEnvironment): Promise<string | null> {
  const session = await readLiveSession(environment)
  if (session === null) return null
  wipe(session.vaultKey)
  return session.id
}
