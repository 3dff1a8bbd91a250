import { hashToken, makeToken } from '../crypto/token.ts'
import type { Clock, Random, Store, StoreReads, StoreTransaction } from '../ports.ts'
import type { Row } from '../tables.ts'

/** `step_up` may be shown again while it is fresh; the others are used up by the one thing that they allow. */
export type PermissionPurpose = 'step_up' | 'password_reset' | 'enroll' | 'account_recovery'

export interface Permission {
  /** 256 random bits; only its hash is kept. */
  token: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

interface PermissionClaim {
  userId: string
  purpose: PermissionPurpose
  token: unknown
}

/** What a right code has earned besides a session, bound to one user and one purpose. */
export function createPermissions({ store, clock, random }: { store: Store; clock: Clock; random: Random }) {
  /** The row of a permission that is neither used nor over; null for what can't be a token. */
  function openFor({ userId, purpose, token }: PermissionClaim) {
    const id = hashToken(token)
    return id === null ? null : { id, userId, purpose, usedAt: null, expiresAt: { above: clock.now() } }
  }

  return {
    async grant(
      tx: StoreTransaction,
      input: { userId: string; purpose: PermissionPurpose; seconds: number; entryId?: string | null },
    ): Promise<Permission> {
      const { userId, purpose, seconds, entryId = null } = input
      const now = clock.now()
      const token = makeToken(random)
      const expiresAt = now + Math.round(seconds * 1000)
      await tx.delete('permissions', { userId, expiresAt: { atMost: now } })
      const id = hashToken(token) as string
      await tx.insert('permissions', {
        id,
        userId,
        purpose,
        createdAt: now,
        expiresAt,
        usedAt: null,
        entryId,
      })
      return { token, expiresAt }
    },

    /** Whether the token allows this user that purpose now. */
    async holds(input: PermissionClaim, reads: StoreReads = store): Promise<boolean> {
      const open = openFor(input)
      return open !== null && (await reads.count('permissions', open)) === 1
    },

    /** The same at the end of a transaction: whoever takes the permission back waits for it, or has come first. */
    async holdsUntilCommit(tx: StoreTransaction, input: PermissionClaim): Promise<boolean> {
      const open = openFor(input)
      return open !== null && (await tx.find('permissions', open, { lock: true })).length === 1
    },

    /** Whom and what the token allows; null when it is none, used or over. */
    async find(
      reads: StoreReads,
      { purpose, token }: { purpose: PermissionPurpose; token: unknown },
    ): Promise<Row<'permissions'> | null> {
      const id = hashToken(token)
      if (id === null) return null
      const open = { id, purpose, usedAt: null, expiresAt: { above: clock.now() } }
      return (await reads.find('permissions', open))[0] ?? null
    },

    /** Uses the permission up: true for one caller. */
    async use(tx: StoreTransaction, input: PermissionClaim): Promise<boolean> {
      const open = openFor(input)
      return open !== null && (await tx.update('permissions', open, { usedAt: clock.now() })) === 1
    },

    /** Takes the permission back unused: true for one caller. */
    async revoke(tx: StoreTransaction, input: PermissionClaim): Promise<boolean> {
      const open = openFor(input)
      return open !== null && (await tx.delete('permissions', open)) === 1
    },

    /** Takes back what the user's factors have proven; a sign-in or a request that goes on without them stays. */
    async revokeProven(tx: StoreTransaction, userId: string): Promise<void> {
      await tx.delete('permissions', { userId, purpose: { oneOf: ['step_up', 'password_reset'] } })
    },

    /** Takes back everything that was granted to a user, but for the token in hand. */
    async revokeAll(tx: StoreTransaction, userId: string, kept?: string): Promise<void> {
      const id = kept === undefined ? null : hashToken(kept)
      await tx.delete('permissions', { userId, ...(id === null ? {} : { id: { not: id } }) })
    },
  }
}

export type Permissions = ReturnType<typeof createPermissions>
