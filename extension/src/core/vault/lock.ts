import { wipe } from './bytes.ts'
import type { VaultEnvironment } from './environment.ts'
import { findIdleEnd, markLock, readSession } from './session.ts'
import { type LockReason, lockVault, readLiveSession } from './vault.ts'

const reasons: readonly unknown[] = [
  'button',
  'idle',
  'clock',
  'system',
  'key_changed',
  'updated',
] satisfies LockReason[]

/** Why the vault is locked; what left no reason is that the browser was closed, or the extension turned off. */
export async function readLockReason({ session }: VaultEnvironment): Promise<LockReason> {
  const { lockReason } = await session.read(['lockReason'])
  return reasons.includes(lockReason) ? (lockReason as LockReason) : 'browser_closed'
}

/**
 * Notes what took the key away: an update, or loading the extension again, is no end of the browser. Where both come at once,
 * in any order, it was the browser that had closed.
 */
export function noteStart(
  { exclusively, session }: VaultEnvironment,
  by: 'browser' | 'update',
): Promise<void> {
  return exclusively(async () => {
    const { lockReason, startedWithBrowser } = await session.read(['lockReason', 'startedWithBrowser'])
    if (by === 'browser') {
      await session.write({ startedWithBrowser: true })
      if (lockReason === 'updated') await session.remove(['lockReason'])
      return
    }
    const open = await readSession(session)
    if (open !== null) wipe(open.vaultKey)
    else if ((lockReason ?? startedWithBrowser) === undefined) await session.write({ lockReason: 'updated' })
  })
}

/** Puts locking by idleness off, unless it is due already, as after the computer slept; for every act of a person in a view, at most once in some seconds. */
export async function noteUse(environment: VaultEnvironment): Promise<void> {
  const open = await readLiveSession(environment)
  if (open === null) return
  wipe(open.vaultKey)
  await environment.session.write({ lastUsed: environment.now() })
}

/** Locks a vault that nobody has used for too long; otherwise says when to look again, in ms since 1970 (null: never). */
export async function lockIfIdle(
  environment: VaultEnvironment,
): Promise<{ status: 'locked' } | { status: 'open'; until: number | null }> {
  const open = await readLiveSession(environment)
  if (open === null) return { status: 'locked' }
  wipe(open.vaultKey)
  return { status: 'open', until: findIdleEnd(open) }
}

/** Locks because the system was locked, unless the person chose otherwise. */
export async function lockWithSystem(environment: VaultEnvironment): Promise<void> {
  const open = await readSession(environment.session)
  // Somebody may be unlocking it at this moment.
  if (open === null) return markLock(environment.session)
  wipe(open.vaultKey)
  if (open.autoLock.withSystem) await lockVault(environment, 'system')
}
