import { hashToken, makeToken } from '../crypto/token.ts'
import type { Clock, Random, Store, StoreTransaction } from '../ports.ts'

/** `step_up` may be shown again while it is fresh; `password_reset` is used up by the one thing that it allows. */
export type PermissionPurpose = 'step_up' | 'password_reset'

export interface Permission {
  /** 256 random bits; only its hash is kept. */
  token: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** What a right code has earned besides a session, bound to one user and one purpose. */
export function createPermissions({ store, clock, random }: { store: Store; clock: Clock; random: Random }) {
  return {
    async grant(
      tx: StoreTransaction,
      { userId, purpose, seconds }: { userId: string; purpose: PermissionPurpose; seconds: number },
    ): Promise<Permission> {
      const now = clock.now()
      const token = makeToken(random)
      const expiresAt = now + seconds * 1000
      await tx.delete('permissions', { userId, expiresAt: { atMost: now } })
      const id = hashToken(token) as string
      await tx.insert('permissions', {
        id,
        userId,
        purpose,
        createdAt: now,
        expiresAt,
        usedAt: null,
        entryId: null,
      })
      return { token, expiresAt }
    },

    /** Whether the token allows this user that purpose now. */
    async holds(input: { userId: string; purpose: PermissionPurpose; token: unknown }): Promise<boolean> {
      const id = hashToken(input.token)
      if (id === null) return false
      const { userId, purpose } = input
      const open = { id, userId, purpose, usedAt: null, expiresAt: { above: clock.now() } }
      return (await store.count('permissions', open)) === 1
    },

    /** Uses the permission up: true for one caller. */
    async use(
      tx: StoreTransaction,
      input: { userId: string; purpose: PermissionPurpose; token: unknown },
    ): Promise<boolean> {
      const id = hashToken(input.token)
      if (id === null) return false
      const { userId, purpose } = input
      const now = clock.now()
      const open = { id, userId, purpose, usedAt: null, expiresAt: { above: now } }
      return (await tx.update('permissions', open, { usedAt: now })) === 1
    },

    /** Takes back everything that was granted to a user. */
    async revokeAll(tx: StoreTransaction, userId: string): Promise<void> {
      await tx.delete('permissions', { userId })
    },
  }
}

export type Permissions = ReturnType<typeof createPermissions>
