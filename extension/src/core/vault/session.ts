import { decodeBase64, encodeBase64 } from './base64.ts'
import { type Bytes, wipe } from './bytes.ts'
import { keyLength } from './keys.ts'

/** Values by name, as the browser's storage areas keep them: texts, numbers and plain records. */
export interface VaultMemory {
  read(names: string[]): Promise<Record<string, unknown>>
  write(values: Record<string, unknown>): Promise<void>
  remove(names: string[]): Promise<void>
}

/** What an unlocked vault leaves in memory that never reaches the disk. */
export interface OpenSession {
  /** Another one after each unlock. */
  id: string
  vaultKey: Bytes
  /** Which of the vault's keys that is, so that a new one is noticed. */
  keyId: string
  /** The mark of the last lock before it, by `readLastLock`. */
  lastLock: string | null
  /** ms since 1970 */
  lastUsed: number | null
  autoLock: AutoLock
}

/** When an open vault locks by itself. */
export interface AutoLock {
  /** 1 to 60 minutes without use; null: not before the browser closes. */
  minutes: number | null
  /** Also when the system locks, where the browser tells. */
  withSystem: boolean
}

/** What decides before anybody has chosen. */
export const autoLockDefaults: AutoLock = { minutes: 15, withSystem: true }
/** By how much the system may put its clock right, in ms. */
const clockSlack = 60_000
export const autoLockMinutes = { least: 1, most: 60 } as const

const keyNames = ['vaultKey', 'sessionId', 'vaultKeyId', 'sessionLock', 'lastUsed', 'autoLock']

/** Null while the vault is locked; a key that a lock has not come to take away yet is taken away. */
export async function readSession(session: VaultMemory): Promise<OpenSession | null> {
  const stored = await session.read([...keyNames, 'lockId'])
  const vaultKey = typeof stored.vaultKey === 'string' ? decodeBase64(stored.vaultKey) : null
  if (vaultKey?.length !== keyLength) return null
  const lastLock = typeof stored.sessionLock === 'string' ? stored.sessionLock : null
  // The lock marks itself first: whoever was killed right after that has locked all the same.
  if ((stored.lockId ?? null) !== lastLock) {
    wipe(vaultKey)
    await clearSession(session)
    return null
  }
  return {
    lastLock,
    id: typeof stored.sessionId === 'string' ? stored.sessionId : '',
    vaultKey,
    keyId: typeof stored.vaultKeyId === 'string' ? stored.vaultKeyId : '',
    lastUsed: typeof stored.lastUsed === 'number' ? stored.lastUsed : null,
    autoLock: checkAutoLock(stored.autoLock) ?? autoLockDefaults,
  }
}

export function writeSession(session: VaultMemory, open: OpenSession): Promise<void> {
  return session.write({
    sessionId: open.id,
    vaultKey: encodeBase64(open.vaultKey),
    vaultKeyId: open.keyId,
    sessionLock: open.lastLock,
    lastUsed: open.lastUsed,
    autoLock: open.autoLock,
  })
}

export function clearSession(session: VaultMemory): Promise<void> {
  return session.remove(keyNames)
}

/** What marks the last lock: another value after each, so that a lock wins over an unlock that began before it. */
export async function readLastLock(session: VaultMemory): Promise<string | null> {
  const { lockId } = await session.read(['lockId'])
  return typeof lockId === 'string' ? lockId : null
}

export function markLock(session: VaultMemory, values: Record<string, string> = {}): Promise<void> {
  return session.write({ ...values, lockId: crypto.randomUUID() })
}

/** When an open vault locks if nobody uses it until then, in ms since 1970; null: not by itself. */
export function findIdleEnd({ lastUsed, autoLock }: OpenSession): number | null {
  return autoLock.minutes === null || lastUsed === null ? null : lastUsed + autoLock.minutes * 60_000
}

/**
 * Why an open vault that locks by itself is to lock at `now`, in ms since 1970; null where it is not. Where the clock was set
 * back since it was used last, nobody knows for how long that was.
 */
export function findIdleReason(open: OpenSession, now: number): 'idle' | 'clock' | null {
  const end = findIdleEnd(open)
  if (end === null || open.lastUsed === null) return null
  if (now < open.lastUsed - clockSlack) return 'clock'
  return now >= end ? 'idle' : null
}

/** Takes what was stored or chosen; null for anything that is no such setting. */
export function checkAutoLock(value: unknown): AutoLock | null {
  if (typeof value !== 'object' || value === null) return null
  const { minutes, withSystem } = value as Record<string, unknown>
  if (typeof withSystem !== 'boolean') return null
  if (minutes === null) return { minutes, withSystem }
  if (typeof minutes !== 'number' || !Number.isInteger(minutes)) return null
  if (minutes < autoLockMinutes.least || minutes > autoLockMinutes.most) return null
  return { minutes, withSystem }
}
