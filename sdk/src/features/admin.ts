import type { ActOutcome, AdminActName, AllowedAct, ProofRequired } from '../admin-act.ts'
import type { Authority } from '../authority.ts'
import type {
  AppendAudit,
  Directory,
  DirectoryUser,
  LockAccount,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import type { OpenScope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { EntryCause } from './challenges.ts'
import type { Permissions } from './permissions.ts'

/** Who acts on whom, and why. */
export interface AdminAct {
  /** The admin, whose fresh factor `stepUp` shows. */
  actorId: string
  stepUp: string | undefined
  userId: string
  /** Why; kept in the record. 1 to 500 characters. */
  reason: string
  ip?: string
  /** A transaction of the host's that the act becomes a part of. */
  transaction?: unknown
}

export type AdminRefusal =
  | { status: 'not_found' }
  /** Oneself, or somebody of a higher role. */
  | { status: 'not_allowed' }
  | { status: 'step_up_required' }
  | { status: 'reason_required' }

export type AdminReset = { status: 'ok' } | { status: 'not_enrolled' } | ProofRequired | AdminRefusal

export type AdminAllowed =
  | { status: 'ok'; expiresAt: number }
  | { status: 'not_enrolled' }
  /** A way in is open already; null: until it is used. */
  | { status: 'already_open'; expiresAt: number | null }
  | ProofRequired
  | AdminRefusal

interface AdminParts {
  directory: Directory
  append: AppendAudit
  openScope: OpenScope
  tellIn: TellIn
  endSessionsIn(tx: StoreTransaction, userId: string): Promise<void>
  permissions: Permissions
  lockAccount: LockAccount
  lockUser: LockAccount
  /** Ways in without an old factor. */
  entries: {
    find(reads: StoreReads, userId: string): Promise<Row<'entries'> | null>
    open(
      tx: StoreTransaction,
      input: { userId: string; cause: EntryCause; actorId: string | null },
    ): Promise<Row<'entries'>>
  }
  judgeAuthority(actor: DirectoryUser | null, person: DirectoryUser | null): Authority
  /** The word of the person, where others have a say too. */
  requests: {
    ask(
      act: AdminActName,
      allowed: AllowedAct,
      stepUp: unknown,
    ): Promise<ProofRequired | { status: 'step_up_required' }>
    tellElsewhere(act: AdminActName, allowed: AllowedAct): Promise<void>
  }
  /** False when there is no pause. */
  endPause(tx: StoreTransaction, userId: string): Promise<boolean>
  forgetDevices(tx: StoreTransaction, userId: string): Promise<number>
  readUserId(userId: unknown): string
  readReason(reason: unknown): string | null
  readAddress(ip: string | undefined): string | null
}

/** What admins do for people who can't help themselves: with a factor of their own, a reason, and within their organizations. */
export function createAdmin(parts: AdminParts) {
  const { directory, append, openScope, tellIn, endSessionsIn, permissions, entries, requests } = parts
  const { lockAccount, lockUser, judgeAuthority, endPause, forgetDevices } = parts
  const { readUserId, readReason, readAddress } = parts

  async function allow(act: AdminAct): Promise<{ status: 'allowed'; allowed: AllowedAct } | AdminRefusal> {
    const [actorId, userId] = [readUserId(act.actorId), readUserId(act.userId)]
    const address = readAddress(act.ip)
    const reason = readReason(act.reason)
    const scope = openScope(act.transaction)
    const [actor, person] = await Promise.all([directory.getUser(actorId), directory.getUser(userId)])
    const authority = judgeAuthority(actor, person)
    if (authority.status !== 'ok') return { status: authority.status }
    const fresh = { userId: actorId, purpose: 'step_up', token: act.stepUp } as const
    const isFresh = await permissions.holds(fresh, scope.reads)
    if (!isFresh) return { status: 'step_up_required' }
    if (reason === null) return { status: 'reason_required' }
    const { elsewhere } = authority
    return { status: 'allowed', allowed: { actorId, userId, reason, address, elsewhere, scope } }
  }

  const countFactors = (reads: StoreReads, userId: string) =>
    reads.count('factors', { userId, state: { not: 'pending' } })

  const record = (tx: StoreTransaction, type: string, { actorId, userId, reason, address }: AllowedAct) =>
    append(tx, { type, userId, actorId, address, data: { reason } })

  async function reset(tx: StoreTransaction, allowed: AllowedAct): Promise<AdminReset> {
    const { userId, actorId } = allowed
    await lockUser(tx, userId)
    if ((await countFactors(tx, userId)) === 0) return { status: 'not_enrolled' }
    await entries.open(tx, { userId, cause: 'reset', actorId })
    // Whatever else the person was asked about the factors that are gone now.
    await tx.delete('adminRequests', { userId, usedAt: null })
    await record(tx, 'admin.reset', allowed)
    await tellIn(tx, { type: 'two_factor.reset', userId, data: { actorId } })
    await endSessionsIn(tx, userId)
    return { status: 'ok' }
  }

  async function allowOnce(tx: StoreTransaction, allowed: AllowedAct): Promise<AdminAllowed> {
    const { userId, actorId } = allowed
    await lockUser(tx, userId)
    if ((await countFactors(tx, userId)) === 0) return { status: 'not_enrolled' }
    const before = await entries.find(tx, userId)
    if (before !== null) return { status: 'already_open', expiresAt: before.expiresAt }
    const { expiresAt } = await entries.open(tx, { userId, cause: 'bypass', actorId })
    await record(tx, 'admin.allowed_once', allowed)
    await tellIn(tx, { type: 'bypass.allowed', userId, data: { actorId, expiresAt } })
    return { status: 'ok', expiresAt: expiresAt as number }
  }

  return {
    /** Does an act that the person has said yes to. */
    async perform(act: AdminActName, tx: StoreTransaction, allowed: AllowedAct): Promise<ActOutcome> {
      const { status } = await (act === 'reset' ? reset(tx, allowed) : allowOnce(tx, allowed))
      if (status === 'already_open') return 'standing'
      return status === 'ok' ? 'done' : 'nothing'
    },

    verbs: {
      /**
       * For a person who has lost the authenticator: their factors are out of use, recovery codes, trusted computers and open
       * challenges are gone, sessions end; their next sign-in asks for a code from the registered address and then for a new
       * factor.
       *
       * @returns `proof_required`: the person belongs to organizations in which the actor is no admin, and has been asked by
       * mail until `expiresAt` (ms); `not_enrolled`: there is nothing to reset
       */
      async reset(act: AdminAct): Promise<AdminReset> {
        const checked = await allow(act)
        if (checked.status !== 'allowed') return checked
        const { allowed } = checked
        if ((await countFactors(allowed.scope.reads, allowed.userId)) === 0) return { status: 'not_enrolled' }
        if (allowed.elsewhere.length > 0) return requests.ask('reset', allowed, act.stepUp)
        const done = await allowed.scope.transaction((tx) => reset(tx, allowed))
        if (done.status === 'ok') await requests.tellElsewhere('reset', allowed)
        return done
      },

      /**
       * Lets a person in once without the factor, within the hour: a code from the registered address, then a new factor. The
       * policy stays as it is, and when nobody uses it, everything else does too.
       *
       * @returns as `reset`; `already_open`: one way in at a time
       */
      async allowOnce(act: AdminAct): Promise<AdminAllowed> {
        const checked = await allow(act)
        if (checked.status !== 'allowed') return checked
        const { allowed } = checked
        if ((await countFactors(allowed.scope.reads, allowed.userId)) === 0) return { status: 'not_enrolled' }
        if (allowed.elsewhere.length > 0) return requests.ask('allow_once', allowed, act.stepUp)
        const done = await allowed.scope.transaction((tx) => allowOnce(tx, allowed))
        if (done.status === 'ok') await requests.tellElsewhere('allow_once', allowed)
        return done
      },

      /** Ends the pause of a person who mistyped too often. A suspension stays: a password has leaked there. */
      async endPause(act: AdminAct): Promise<{ status: 'ok' | 'not_paused' } | AdminRefusal> {
        const checked = await allow(act)
        if (checked.status !== 'allowed') return checked
        const { allowed } = checked
        const ended = await allowed.scope.transaction(async (tx) => {
          await lockAccount(tx, allowed.userId)
          if (!(await endPause(tx, allowed.userId))) return false
          await record(tx, 'admin.pause_ended', allowed)
          const { userId, actorId } = allowed
          await tellIn(tx, { type: 'factor_step.pause_ended', userId, data: { actorId } })
          return true
        })
        return { status: ended ? 'ok' : 'not_paused' }
      },

      /** For a person who has lost a computer: sessions end, and none of the computers is trusted any more. */
      async revokeDevices(act: AdminAct): Promise<{ status: 'ok'; count: number } | AdminRefusal> {
        const checked = await allow(act)
        if (checked.status !== 'allowed') return checked
        const { allowed } = checked
        const count = await allowed.scope.transaction(async (tx) => {
          const revoked = await forgetDevices(tx, allowed.userId)
          await record(tx, 'admin.devices_revoked', allowed)
          const { userId, actorId } = allowed
          const enrolled = (await countFactors(tx, userId)) > 0
          const data = { actorId, count: revoked, enrolled }
          await tellIn(tx, { type: 'trusted_devices.revoked', userId, data })
          // The one that was lost may have been signed in by its trust.
          await endSessionsIn(tx, userId)
          return revoked
        })
        return { status: 'ok', count }
      },
    },
  }
}
