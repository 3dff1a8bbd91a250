import { createHmac } from 'node:crypto'
import type { Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { hashToken, makeId, makeToken } from '../crypto/token.ts'
import type { AppendAudit, Clock, LockAccount, Random, Store, StoreTransaction, TellIn } from '../ports.ts'
import type { OpenScope } from '../scope.ts'

/** A computer that is not asked for a code. Times are milliseconds since 1970. */
export interface TrustedDevice {
  id: string
  label: string
  address: string | null
  createdAt: number
  lastUsedAt: number
  expiresAt: number
}

interface TrustedDeviceParts {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  limits: Limits
  append: AppendAudit
  tellIn: TellIn
  openScope: OpenScope
  lockAccount: LockAccount
  readStanding(userId: string, now: number): Promise<{ status: string }>
  /** Whether trust is allowed at all. */
  readPolicy(user: { userId: string }): Promise<{ trustedDevices: boolean }>
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

const DAY_MS = 86_400_000

/**
 * Computers that skip the code. Presenting the current token gives its successor; the current one goes on working until
 * the successor is presented (lost answers, two tabs), and presented after that it is a copy in other hands: then no
 * device of the user is trusted any more. A trusted device never counts as step-up.
 */
export function createTrustedDevices(parts: TrustedDeviceParts) {
  const {
    store,
    keyring,
    clock,
    random,
    limits,
    append,
    tellIn,
    openScope,
    lockAccount,
    readStanding,
    readPolicy,
    readUserId,
    readAddress,
  } = parts

  // Derived, not random: twenty tabs that present one token at once get one and the same successor.
  function deriveSuccessor(token: string, deviceId: string): string {
    return createHmac('sha256', keyring.current.device).update(`${deviceId}\0${token}`).digest('base64url')
  }

  const whereTrusted = (userId: string) => ({ userId, expiresAt: { above: clock.now() } })

  /** How many were trusted still. */
  async function forgetAll(tx: StoreTransaction, userId: string): Promise<number> {
    await tx.delete('deviceTokens', { userId })
    const count = await tx.delete('trustedDevices', whereTrusted(userId))
    await tx.delete('trustedDevices', { userId })
    return count
  }

  async function forget(tx: StoreTransaction, userId: string, id: string): Promise<boolean> {
    await tx.delete('deviceTokens', { userId, deviceId: id })
    return (await tx.delete('trustedDevices', { userId, id })) === 1
  }

  /** Presents a token. `reused` when a later one of the same device has been presented before. */
  async function present(
    tx: StoreTransaction,
    input: { userId: string; token: string; address: string | null },
  ) {
    const { userId, token, address } = input
    const now = clock.now()
    const [known] = await tx.find('deviceTokens', { id: hashToken(token) as string, userId })
    if (known === undefined) return { status: 'unknown' as const }
    const where = { ...whereTrusted(userId), id: known.deviceId }
    const [device] = await tx.find('trustedDevices', where, { lock: true })
    if (device === undefined) return { status: 'unknown' as const }
    if (known.generation < device.generation) {
      const count = await forgetAll(tx, userId)
      await append(tx, { type: 'trusted_device.reused', userId, address, data: { revoked: count } })
      await tellIn(tx, { type: 'trusted_device.reused', userId, data: { revoked: count } })
      return { status: 'reused' as const }
    }
    const { generation } = known
    await tx.update('trustedDevices', { id: device.id }, { generation, lastUsedAt: now, address })
    const successor = deriveSuccessor(token, device.id)
    const id = hashToken(successor) as string
    await tx.insert('deviceTokens', { id, deviceId: device.id, userId, generation: generation + 1 })
    await append(tx, { type: 'login.trusted_device', userId, address })
    return { status: 'trusted' as const, device: { token: successor, expiresAt: device.expiresAt } }
  }

  async function trust(
    tx: StoreTransaction,
    { userId, label, address }: { userId: string; label: string; address: string | null },
  ) {
    await lockAccount(tx, userId)
    const now = clock.now()
    const expiresAt = now + limits.trustedDeviceDays * DAY_MS
    await tx.delete('trustedDevices', { userId, expiresAt: { atMost: now } })
    const kept = await tx.find('trustedDevices', { userId }, { orderBy: 'lastUsedAt', descending: true })
    for (const device of kept.slice(limits.trustedDevices - 1)) await forget(tx, userId, device.id)
    const token = makeToken(random)
    const deviceId = makeId(random)
    const times = { createdAt: now, lastUsedAt: now, expiresAt }
    await tx.insert('trustedDevices', { id: deviceId, userId, label, generation: 0, address, ...times })
    await tx.insert('deviceTokens', { id: hashToken(token) as string, deviceId, userId, generation: 0 })
    await append(tx, { type: 'trusted_device.added', userId, address, data: { label } })
    await tellIn(tx, { type: 'trusted_device.added', userId, data: { label, address } })
    return { token, expiresAt }
  }

  return {
    forgetAll,

    async present({ userId, token, address }: { userId: string; token: unknown; address: string | null }) {
      if (typeof token !== 'string' || hashToken(token) === null) return null
      // A leaked password is dealt with first, whatever computer it comes from.
      if ((await readStanding(userId, clock.now())).status === 'suspended') return null
      if (!(await readPolicy({ userId })).trustedDevices) return null
      const result = await store.transaction((tx) => present(tx, { userId, token, address }))
      return result.status === 'trusted' ? result.device : null
    },

    /** Whether any computer of the user may be trusted. */
    async mayTrust(userId: string): Promise<boolean> {
      return (await readPolicy({ userId })).trustedDevices
    },

    trust,

    verbs: {
      /** The user's trusted computers, the one used last first. */
      async list({ userId }: { userId: string }): Promise<TrustedDevice[]> {
        const where = whereTrusted(readUserId(userId))
        const rows = await store.find('trustedDevices', where, { orderBy: 'lastUsedAt', descending: true })
        return rows.map(({ userId: _userId, generation: _generation, ...device }) => device)
      },

      /** Asks for a code again on one computer, from now on. */
      async revoke({
        userId: given,
        deviceId,
        ip,
        transaction,
      }: {
        userId: string
        deviceId: string
        ip?: string
        transaction?: unknown
      }): Promise<{ status: 'revoked' | 'not_found' }> {
        const userId = readUserId(given)
        const address = readAddress(ip)
        if (typeof deviceId !== 'string') return { status: 'not_found' }
        const revoked = await openScope(transaction).transaction(async (tx) => {
          if (!(await forget(tx, userId, deviceId))) return false
          await append(tx, { type: 'trusted_device.revoked', userId, address })
          return true
        })
        return { status: revoked ? 'revoked' : 'not_found' }
      },

      /** Asks for a code again everywhere, from now on. */
      async revokeAll({
        userId: given,
        ip,
        transaction,
      }: {
        userId: string
        ip?: string
        transaction?: unknown
      }): Promise<{ status: 'revoked'; count: number }> {
        const userId = readUserId(given)
        const address = readAddress(ip)
        const count = await openScope(transaction).transaction(async (tx) => {
          const revoked = await forgetAll(tx, userId)
          if (revoked > 0)
            await append(tx, {
              type: 'trusted_device.all_revoked',
              ...{ userId, address, data: { count: revoked } },
            })
          return revoked
        })
        return { status: 'revoked', count }
      },
    },
  }
}
