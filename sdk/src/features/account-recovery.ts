import { findRank } from '../authority.ts'
import { fixed, type Limits } from '../config.ts'
import type { Keyring } from '../crypto/keyring.ts'
import { openSecret, sealSecret } from '../crypto/sealed-secret.ts'
import { hashToken, makeId, makeToken } from '../crypto/token.ts'
import { TwoFactorError } from '../errors.ts'
import type {
  AppendAudit,
  Clock,
  Directory,
  LockAccount,
  Random,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import { findRecordWait } from '../record-limit.ts'
import {
  findRecoveryLink,
  type RecoveryCanceller,
  type RecoveryLink,
  type RecoveryOutcome,
} from '../recovery-link.ts'
import type { Row } from '../tables.ts'
import type { TellAdmins } from '../tell-admins.ts'
import type { EntryCause } from './challenges.ts'
import type { Permissions } from './permissions.ts'

/** What a person writes down to show who they are, by the host's own names. Sealed, and erased at the end. */
export type IdentityDetails = Readonly<Record<string, string>>

export type RecoveryBegun =
  | { status: 'sent' }
  | { status: 'not_enrolled' | 'already_open' }
  | { status: 'too_many'; until: number }

export type RecoveryRequested =
  | { status: 'ok'; requestId: string }
  | { status: 'details_required' | 'expired' | 'already_open' | 'not_enrolled' }
  | { status: 'too_many'; until: number }

export type RecoveryCompleted =
  | { status: 'ok'; userId: string }
  | { status: 'too_soon'; until: number }
  /** A factor has been used meanwhile: not all were lost. */
  | { status: 'cancelled' | 'expired' }

interface AccountRecoveryParts {
  store: Store
  keyring: Keyring
  clock: Clock
  random: Random
  limits: Limits
  directory: Directory
  adminRoles: readonly string[]
  append: AppendAudit
  tellIn: TellIn
  unschedule(tx: StoreTransaction, topic: string): Promise<void>
  endSessionsIn(tx: StoreTransaction, userId: string): Promise<void>
  permissions: Permissions
  lockAccount: LockAccount
  openEntry(
    tx: StoreTransaction,
    input: { userId: string; cause: EntryCause; actorId: string | null },
  ): Promise<unknown>
  tellAdmins: TellAdmins
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
}

const HOUR_MS = 3_600_000
const LINK_SENT = 'account_recovery.link_sent'
const OPEN = ['requested', 'approved'] as const

type Kept = { details: IdentityDetails; cancel: string; complete: string }

/**
 * For who has lost every factor: a request from the registered address, an admin who checks who they are, and a waiting
 * period in which the account's holder hears of it and can say no (NIST SP 800-63B-4 section 4.2). It ends as a reset by an
 * admin does: a mailed code at the next sign-in, then a new factor.
 */
export function createAccountRecovery(parts: AccountRecoveryParts) {
  const { store, keyring, clock, random, limits, directory, adminRoles, append, tellIn } = parts
  const { unschedule, endSessionsIn, permissions, lockAccount, openEntry, tellAdmins } = parts
  const { readUserId, readAddress } = parts

  const placeOf = (id: string, userId: string) => ({ table: 'accountRecoveries', userId, rowId: id })

  const seal = (kept: Kept | null, id: string, userId: string) =>
    sealSecret(Buffer.from(JSON.stringify(kept)), placeOf(id, userId), keyring, random)

  const unseal = ({ id, userId, sealedSecret }: Row<'accountRecoveries'>): Kept =>
    JSON.parse(Buffer.from(openSecret(sealedSecret, placeOf(id, userId), keyring)).toString()) as Kept

  const isOpen = () => ({ state: { oneOf: OPEN }, expiresAt: { above: clock.now() } })

  const isExpired = () => ({ state: { oneOf: OPEN }, expiresAt: { atMost: clock.now() } })

  async function findOpen(reads: StoreReads, userId: string): Promise<Row<'accountRecoveries'> | null> {
    return (await reads.find('accountRecoveries', { userId, ...isOpen() }))[0] ?? null
  }

  async function findByLink(
    reads: StoreReads,
    column: 'cancelId' | 'completeId',
    token: unknown,
  ): Promise<Row<'accountRecoveries'> | null> {
    const id = hashToken(token)
    if (id === null) return null
    return (await reads.find('accountRecoveries', { [column]: id, ...isOpen() }))[0] ?? null
  }

  /** Why no request may be made now; null when one may. */
  async function findObstacle(reads: StoreReads, userId: string) {
    if ((await reads.count('factors', { userId, state: { not: 'pending' } })) === 0)
      return { status: 'not_enrolled' as const }
    if ((await findOpen(reads, userId)) !== null) return { status: 'already_open' as const }
    const recent = { userId, createdAt: { above: clock.now() - fixed.recoveryLifeMs } }
    const page = {
      orderBy: 'createdAt',
      descending: true,
      limit: 1,
      offset: fixed.recoveriesIn30Days - 1,
    } as const
    const [oldest] = await reads.find('accountRecoveries', recent, page)
    return oldest === undefined
      ? null
      : { status: 'too_many' as const, until: oldest.createdAt + fixed.recoveryLifeMs }
  }

  /** Nothing is to be recovered any more; a bypass that is open needs the account's mark too. */
  async function unmark(tx: StoreTransaction, userId: string): Promise<void> {
    const isBypassed = (await tx.count('entries', { userId, cause: 'bypass', usedAt: null })) > 0
    if (!isBypassed) await tx.update('accounts', { userId }, { recovering: 0 })
  }

  /** Takes an open request to its end; false when it had come to another one. What the person wrote down is erased. */
  async function end(
    tx: StoreTransaction,
    { id, userId, expiresAt }: Row<'accountRecoveries'>,
    state: RecoveryOutcome,
    more: {
      state?: 'requested' | 'approved'
      reviewedAt?: number
      reviewedBy?: string
      endedBy?: RecoveryCanceller
    } = {},
  ): Promise<boolean> {
    const { state: from, ...review } = more
    await lockAccount(tx, userId)
    const changes = {
      ...{ state, endedAt: Math.min(clock.now(), expiresAt), ...review },
      ...{ sealedSecret: seal(null, id, userId), keyId: keyring.current.id },
    }
    const open = { id, ...isOpen(), ...(from === undefined ? {} : { state: from }) }
    const ending = state === 'expired' ? { id, ...isExpired() } : open
    if ((await tx.update('accountRecoveries', ending, changes)) === 0) return false
    // One that has expired may have a successor.
    const isAnotherOpen = state === 'expired' && (await findOpen(tx, userId)) !== null
    if (!isAnotherOpen) await unmark(tx, userId)
    await unschedule(tx, id)
    return true
  }

  async function cancelIn(
    tx: StoreTransaction,
    row: Row<'accountRecoveries'>,
    by: RecoveryCanceller,
    address: string | null = null,
  ): Promise<boolean> {
    if (!(await end(tx, row, 'cancelled', { endedBy: by }))) return false
    const { id, userId } = row
    await append(tx, { type: 'account_recovery.cancelled', userId, address, data: { requestId: id, by } })
    await tellIn(tx, { type: 'account_recovery.cancelled', userId, data: { by }, everyAddress: true })
    return true
  }

  const cancel = (row: Row<'accountRecoveries'>, by: RecoveryCanceller, address?: string | null) =>
    store.transaction((tx) => cancelIn(tx, row, by, address))

  /** Whether anything that was said to be lost has been used since, or turned off, or a new factor has come to it. */
  async function isNothingLost(tx: StoreTransaction, { userId, createdAt }: Row<'accountRecoveries'>) {
    // The race that this closes: a code that is being used up. It holds these rows, in this order, and then the account.
    await tx.find('challenges', { userId }, { lock: true })
    const factors = await tx.find('factors', { userId }, { lock: true })
    const codes = await tx.find('recoveryCodes', { userId }, { lock: true })
    if (factors.every(({ state }) => state === 'pending')) return true
    const times = [
      ...factors.flatMap(({ lastUsedAt, confirmedAt }) => [lastUsedAt, confirmedAt]),
      ...codes.map(({ usedAt }) => usedAt),
    ]
    return times.some((at) => at !== null && at >= createdAt)
  }

  return {
    requests: { isOpen, unseal, end },

    /** An admin has opened a way in: there is nothing left to recover. */
    async endByReset(tx: StoreTransaction, userId: string): Promise<void> {
      const row = await findOpen(tx, userId)
      if (row !== null) await cancelIn(tx, row, 'reset')
    },

    /** Ends the requests whose time is over, `batch` at most, and tells whose they were; returns how many there were. */
    async endExpired(batch: number): Promise<number> {
      const rows = await store.find('accountRecoveries', isExpired(), { limit: batch })
      for (const row of rows) {
        const { id, userId, state } = row
        await store.transaction(async (tx) => {
          if (!(await end(tx, row, 'expired'))) return
          const type = 'account_recovery.expired'
          await append(tx, { type, userId, data: { requestId: id, state } })
          await tellIn(tx, { type, userId, data: { state }, everyAddress: true })
        })
      }
      return rows.length
    },

    /** A factor was used, or a new one has come: nothing is lost. In a transaction that holds the account. */
    async endByUse(tx: StoreTransaction, userId: string): Promise<void> {
      const row = await findOpen(tx, userId)
      if (row === null) await unmark(tx, userId)
      else await cancelIn(tx, row, 'factor')
    },

    verbs: {
      /**
       * Sends a link to the registered address, behind which the request is made. Answer the person alike whatever comes
       * back, and whether or not there is such a user.
       */
      async begin({ userId: given, ip }: { userId: string; ip?: string }): Promise<RecoveryBegun> {
        const userId = readUserId(given)
        const address = readAddress(ip)
        const result = await store.transaction(async (tx) => {
          await lockAccount(tx, userId)
          const obstacle = await findObstacle(tx, userId)
          if (obstacle !== null) return obstacle
          const limit = { type: LINK_SENT, most: fixed.recoveryLinksAnHour, windowMs: HOUR_MS }
          const until = await findRecordWait(tx, { userId, ...limit, now: clock.now() })
          if (until !== null) return { status: 'too_many' as const, until }
          await append(tx, { type: LINK_SENT, userId, address })
          const link = { userId, purpose: 'account_recovery', seconds: limits.proofSeconds } as const
          const { token, expiresAt } = await permissions.grant(tx, link)
          const type = 'account_recovery.link_requested'
          await tellIn(tx, { type, userId, data: { expiresAt }, secret: { token } }, { expiresAt })
          return null
        })
        return result ?? { status: 'sent' }
      },

      /** What the page behind a mailed link needs to show. Changes nothing: mail scanners open links. */
      async describe({ token }: { token: string }): Promise<RecoveryLink> {
        const permission = await permissions.find(store, { purpose: 'account_recovery', token })
        if (permission !== null) {
          const { userId, expiresAt } = permission
          return { status: 'open', leads: 'request', userId, expiresAt }
        }
        return findRecoveryLink(store, hashToken(token), clock.now())
      },

      /** The request of a user that is open, for a page of theirs; null when none is. */
      async find({ userId }: { userId: string }): Promise<{
        state: 'requested' | 'approved'
        createdAt: number
        expiresAt: number
        completableAt: number | null
      } | null> {
        const row = await findOpen(store, readUserId(userId))
        if (row === null) return null
        const { createdAt, expiresAt, completableAt } = row
        return { state: row.state as (typeof OPEN)[number], createdAt, expiresAt, completableAt }
      },

      /**
       * Makes the request, with what the reviewer will check. The token of the link is used up.
       *
       * @param input.details 1 to 20 facts by the host's own names, 200 characters each at most
       */
      async request(input: {
        token: string
        details: IdentityDetails
        ip?: string
      }): Promise<RecoveryRequested> {
        const { token } = input
        const address = readAddress(input.ip)
        const details = readDetails(input.details)
        if (details === null) return { status: 'details_required' }
        const permission = await permissions.find(store, { purpose: 'account_recovery', token })
        if (permission === null) return { status: 'expired' }
        const { userId } = permission
        const now = clock.now()
        const id = makeId(random)
        const [cancelToken, completeToken] = [makeToken(random), makeToken(random)]
        const result = await store.transaction(async (tx) => {
          await lockAccount(tx, userId)
          const obstacle = await findObstacle(tx, userId)
          if (obstacle !== null) return obstacle
          if (!(await permissions.use(tx, { userId, purpose: 'account_recovery', token })))
            return { status: 'expired' as const }
          await tx.insert('accountRecoveries', {
            ...{ id, userId, state: 'requested', createdAt: now, expiresAt: now + fixed.recoveryLifeMs },
            sealedSecret: seal({ details, cancel: cancelToken, complete: completeToken }, id, userId),
            keyId: keyring.current.id,
            cancelId: hashToken(cancelToken) as string,
            completeId: hashToken(completeToken) as string,
            linkId: hashToken(token),
            ...{ reviewedAt: null, reviewedBy: null, completableAt: null, endedAt: null, endedBy: null },
          })
          await tx.update('accounts', { userId }, { recovering: 1 })
          await append(tx, { type: 'account_recovery.requested', userId, address, data: { requestId: id } })
          const requested = { type: 'account_recovery.requested', data: {}, everyAddress: true } as const
          await tellIn(tx, { ...requested, userId, secret: { cancelToken } })
          return null
        })
        if (result !== null) return result
        const person = await directory.getUser(userId)
        if (person !== null) {
          const event = {
            type: 'account_recovery.review_requested',
            data: { memberId: userId, requestId: id },
          } as const
          tellAdmins(
            person.organizations.map((organization) => organization.id),
            event,
            { lowestRank: (organizationId) => findRank(person, organizationId, adminRoles), except: userId },
          )
        }
        return { status: 'ok', requestId: id }
      },

      /** Calls a request off: by the link in a notice, or for the holder of the account in a session. */
      async cancel(
        input: ({ token: string; userId?: never } | { userId: string; token?: never }) & { ip?: string },
      ): Promise<{ status: 'cancelled' | 'expired' }> {
        const address = readAddress(input.ip)
        const row =
          input.token === undefined
            ? await findOpen(store, readUserId(input.userId))
            : await findByLink(store, 'cancelId', input.token)
        if (row === null) return { status: 'expired' }
        const by = input.token === undefined ? 'holder' : 'link'
        return { status: (await cancel(row, by, address)) ? 'cancelled' : 'expired' }
      },

      /**
       * Ends the waiting period, by the link in its last notice: old factors are out of use, sessions end, and the next
       * sign-in leads to a mailed code and a new factor. Once.
       */
      async complete({ token, ip }: { token: string; ip?: string }): Promise<RecoveryCompleted> {
        const address = readAddress(ip)
        const row = await findByLink(store, 'completeId', token)
        if (row === null || row.state !== 'approved' || row.completableAt === null)
          return { status: 'expired' }
        const { id, userId, completableAt, reviewedBy } = row
        if (completableAt > clock.now()) return { status: 'too_soon', until: completableAt }
        const done = await store.transaction(async (tx) => {
          if (await isNothingLost(tx, row)) return 'used' as const
          if (!(await end(tx, row, 'completed', { state: 'approved' }))) return 'expired' as const
          await openEntry(tx, { userId, cause: 'recovery', actorId: reviewedBy })
          await append(tx, { type: 'account_recovery.completed', userId, address, data: { requestId: id } })
          await tellIn(tx, { type: 'account_recovery.completed', userId, data: {}, everyAddress: true })
          await endSessionsIn(tx, userId)
          return 'ok' as const
        })
        if (done === 'used') {
          await cancel(row, 'factor')
          return { status: 'cancelled' }
        }
        if (done === 'expired') return { status: 'expired' }
        return { status: 'ok', userId }
      },
    },
  }
}

/** Null when there is nothing to go by. */
function readDetails(given: unknown): IdentityDetails | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new TwoFactorError('argument_invalid', 'details must be an object of texts')
  const entries = Object.entries(given)
  if (entries.length > 20)
    throw new TwoFactorError('argument_invalid', 'details must not have more than 20 entries')
  for (const [name, value] of entries) {
    if (typeof value !== 'string' || name.length > 64 || value.length > 200)
      throw new TwoFactorError(
        'argument_invalid',
        'details must be texts of at most 200 characters, under names of at most 64',
      )
  }
  const kept = entries
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== '')
  return kept.length === 0 ? null : Object.fromEntries(kept)
}
