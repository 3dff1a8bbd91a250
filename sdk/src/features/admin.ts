import type { Authority } from '../authority.ts'
import { fixed, type Limits } from '../config.ts'
import { hashToken, makeToken } from '../crypto/token.ts'
import type {
  AppendAudit,
  Clock,
  Directory,
  DirectoryUser,
  LockAccount,
  Random,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import type { OpenScope, Scope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { TellAdmins } from '../tell-admins.ts'
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

/** The person belongs to organizations that the admin has no say in, and was asked by mail; `confirm` does the act. */
type ProofRequired =
  | { status: 'proof_required'; expiresAt: number }
  /** They have had as many such mails as an hour allows. */
  | { status: 'too_many'; until: number }

export type AdminReset = { status: 'ok' } | { status: 'not_enrolled' } | ProofRequired | AdminRefusal

export type AdminAllowed =
  | { status: 'ok'; expiresAt: number }
  | { status: 'not_enrolled' }
  /** A way in is open already; null: until it is used. */
  | { status: 'already_open'; expiresAt: number | null }
  | ProofRequired
  | AdminRefusal

export type AdminRequest =
  | { status: 'open'; userId: string; actorId: string; act: AdminActName; reason: string; expiresAt: number }
  | { status: 'expired' }

export type AdminConfirmed = { status: 'ok'; act: AdminActName; userId: string } | { status: 'expired' }

type AdminActName = 'reset' | 'allow_once'

const ASKED = 'admin.confirmation_requested'
const HOUR_MS = 3_600_000

interface AdminParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
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
  tellAdmins: TellAdmins
  /** False when there is no pause. */
  endPause(tx: StoreTransaction, userId: string): Promise<boolean>
  forgetDevices(tx: StoreTransaction, userId: string): Promise<number>
  readUserId(userId: unknown): string
  readReason(reason: unknown): string | null
  readAddress(ip: string | undefined): string | null
}

/** An act that has been found to be allowed. */
interface Allowed {
  actorId: string
  userId: string
  reason: string
  address: string | null
  elsewhere: string[]
  scope: Scope
}

/** What admins do for people who can't help themselves: with a factor of their own, a reason, and within their organizations. */
export function createAdmin(parts: AdminParts) {
  const {
    store,
    clock,
    random,
    limits,
    directory,
    append,
    openScope,
    tellIn,
    endSessionsIn,
    permissions,
    entries,
  } = parts
  const { lockAccount, lockUser, judgeAuthority, tellAdmins, endPause, forgetDevices } = parts
  const { readUserId, readReason, readAddress } = parts

  async function allow(act: AdminAct): Promise<{ status: 'allowed'; allowed: Allowed } | AdminRefusal> {
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

  const record = (tx: StoreTransaction, type: string, { actorId, userId, reason, address }: Allowed) =>
    append(tx, { type, userId, actorId, address, data: { reason } })

  async function reset(tx: StoreTransaction, allowed: Allowed): Promise<AdminReset> {
    const { userId, actorId } = allowed
    await lockUser(tx, userId)
    if ((await countFactors(tx, userId)) === 0) return { status: 'not_enrolled' }
    await entries.open(tx, { userId, cause: 'reset', actorId })
    await record(tx, 'admin.reset', allowed)
    await tellIn(tx, { type: 'two_factor.reset', userId, data: { actorId } })
    await endSessionsIn(tx, userId)
    return { status: 'ok' }
  }

  async function allowOnce(tx: StoreTransaction, allowed: Allowed): Promise<AdminAllowed> {
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

  /** Tells the owners of the organizations in which the admin has no say. */
  function tellElsewhere(act: AdminActName, { userId, actorId, elsewhere, scope }: Allowed): Promise<void> {
    const event = { type: 'admin.acted_elsewhere', data: { act, memberId: userId, actorId } } as const
    return tellAdmins(elsewhere, event, { lowestRank: () => 0, except: userId }, scope)
  }

  /** Asks the person whom an act concerns, for the organizations in which the admin has no say. */
  async function ask(act: AdminActName, allowed: Allowed): Promise<ProofRequired> {
    const { actorId, userId, reason, address, scope } = allowed
    const now = clock.now()
    const token = makeToken(random)
    const expiresAt = now + limits.proofSeconds * 1000
    const held = await scope.transaction(async (tx) => {
      await lockAccount(tx, userId)
      const where = { userId, type: ASKED, at: { above: now - HOUR_MS } }
      const page = { orderBy: 'at', descending: true, limit: 1, offset: fixed.adminMailsAnHour - 1 } as const
      const [oldest] = await tx.find('audit', where, page)
      if (oldest !== undefined) return oldest.at + HOUR_MS
      // The newest question is the one that counts.
      await tx.delete('adminRequests', { userId, actorId, usedAt: null })
      const id = hashToken(token) as string
      await tx.insert('adminRequests', {
        id,
        userId,
        actorId,
        act,
        reason,
        createdAt: now,
        expiresAt,
        usedAt: null,
      })
      await append(tx, {
        type: ASKED,
        userId,
        actorId,
        address,
        data: { act, reason },
      })
      const data = { act, actorId, expiresAt }
      await tellIn(tx, { type: ASKED, userId, data, secret: { token } }, { expiresAt })
      return null
    })
    if (held !== null) return { status: 'too_many', until: held }
    return { status: 'proof_required', expiresAt }
  }

  async function findRequest(reads: StoreReads, token: unknown): Promise<Row<'adminRequests'> | null> {
    const id = hashToken(token)
    const isOpen = { usedAt: null, expiresAt: { above: clock.now() } }
    const [request] = id === null ? [] : await reads.find('adminRequests', { id, ...isOpen })
    return request ?? null
  }

  return {
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
      if (allowed.elsewhere.length > 0) return ask('reset', allowed)
      const done = await allowed.scope.transaction((tx) => reset(tx, allowed))
      if (done.status === 'ok') await tellElsewhere('reset', allowed)
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
      if (allowed.elsewhere.length > 0) return ask('allow_once', allowed)
      const done = await allowed.scope.transaction((tx) => allowOnce(tx, allowed))
      if (done.status === 'ok') await tellElsewhere('allow_once', allowed)
      return done
    },

    /** What a person is asked for by mail, for the page behind the link. Changes nothing. */
    async describeRequest({ token }: { token: string }): Promise<AdminRequest> {
      const request = await findRequest(store, token)
      if (request === null) return { status: 'expired' }
      const { userId, actorId, act, reason, expiresAt } = request
      return { status: 'open', userId, actorId, act: act as AdminActName, reason, expiresAt }
    },

    /**
     * The person's own word for an act that was asked for. Call it when they press the button on that page, not when the
     * page is opened: mail scanners open links. Once; and only if the admin still is one.
     */
    async confirm({ token, ip }: { token: string; ip?: string }): Promise<AdminConfirmed> {
      const address = readAddress(ip)
      const request = await findRequest(store, token)
      if (request === null) return { status: 'expired' }
      const { id, userId, actorId, reason } = request
      const act = request.act as AdminActName
      const people = await Promise.all([directory.getUser(actorId), directory.getUser(userId)])
      const authority = judgeAuthority(...people)
      if (authority.status !== 'ok') return { status: 'expired' }
      const allowed = {
        actorId,
        userId,
        reason,
        address,
        elsewhere: authority.elsewhere,
        scope: openScope(undefined),
      }
      const done = await store.transaction(async (tx) => {
        const now = clock.now()
        const isOpen = { id, usedAt: null, expiresAt: { above: now } }
        if ((await tx.update('adminRequests', isOpen, { usedAt: now })) === 0) return null
        return act === 'reset'
          ? { act, result: await reset(tx, allowed) }
          : { act, result: await allowOnce(tx, allowed) }
      })
      if (done === null || done.result.status !== 'ok') return { status: 'expired' }
      await tellElsewhere(act, allowed)
      return { status: 'ok', act, userId }
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

    /** Asks the person for a code again on every computer. */
    async revokeDevices(act: AdminAct): Promise<{ status: 'ok'; count: number } | AdminRefusal> {
      const checked = await allow(act)
      if (checked.status !== 'allowed') return checked
      const { allowed } = checked
      const count = await allowed.scope.transaction(async (tx) => {
        const revoked = await forgetDevices(tx, allowed.userId)
        await record(tx, 'admin.devices_revoked', allowed)
        const { userId, actorId } = allowed
        const data = { actorId, count: revoked }
        if (revoked > 0) await tellIn(tx, { type: 'trusted_devices.revoked', userId, data })
        return revoked
      })
      return { status: 'ok', count }
    },
  }
}
