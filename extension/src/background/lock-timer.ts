import { lockIfIdle, lockWithSystem } from '../core/vault/lock.ts'
import { onLockTime, onSystemLock, scheduleLock } from '../platform/auto-lock.ts'
import { watchSessionKey } from '../platform/session-key.ts'
import { vaultEnvironment } from '../platform/vault-environment.ts'

/** Locks the vault when nobody uses it, or when the system locks; all that it knows lies in the session's memory. */
export function startLockTimer(): void {
  const look = () => void lookAgain()
  onLockTime(look)
  onSystemLock(() => void lockWithSystem(vaultEnvironment))
  watchSessionKey(look)
  look()
}

async function lookAgain(): Promise<void> {
  const state = await lockIfIdle(vaultEnvironment)
  await scheduleLock(state.status === 'open' ? state.until : null)
}
