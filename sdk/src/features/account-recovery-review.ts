import type { Authority } from '../authority.ts'
import { addBusinessDays } from '../business-days.ts'
import { fixed, type Limits } from '../config.ts'
import { TwoFactorError } from '../errors.ts'
import type {
  AppendAudit,
  Clock,
  Directory,
  DirectoryUser,
  EventType,
  LockAccount,
  Schedule,
  Store,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import type { RecoveryOutcome } from '../recovery-link.ts'
import { refuseTransaction } from '../scope.ts'
import type { Row, Where } from '../tables.ts'
import type { TellAdmins } from '../tell-admins.ts'
import type { Permissions } from './permissions.ts'

/** A request as a reviewer's list shows it. Times are milliseconds since 1970. */
export interface RecoveryRequest {
  id: string
  userId: string
  state: 'requested' | 'approved'
  createdAt: number
  expiresAt: number
  reviewedBy: string | null
  /** The end of the waiting period, once it is approved. */
  completableAt: number | null
}

/** `closed`: decided, cancelled or expired already; with what came of it, and who decided it. */
type ReviewRefusal =
  | { status: 'not_found' | 'not_allowed' | 'step_up_required' }
  | { status: 'closed'; outcome: 'approved' | RecoveryOutcome; reviewedBy: string | null }

export type RecoveryRead =
  | { status: 'ok'; request: RecoveryRequest; details: Readonly<Record<string, string>> }
  | ReviewRefusal

export type RecoveryReviewed =
  | { status: 'ok'; completableAt: number | null }
  | { status: 'reason_required' }
  | ReviewRefusal

interface ReviewParts {
  store: Store
  clock: Clock
  limits: Limits
  directory: Directory
  append: AppendAudit
  tellIn: TellIn
  schedule: Schedule
  permissions: Permissions
  lockAccount: LockAccount
  /** The requests themselves. */
  requests: {
    isOpen(): Where<'accountRecoveries'>
    unseal(row: Row<'accountRecoveries'>): {
      details: Readonly<Record<string, string>>
      cancel: string
      complete: string
    }
    end(
      tx: StoreTransaction,
      row: Row<'accountRecoveries'>,
      state: 'rejected',
      more: { state: 'requested'; reviewedAt: number; reviewedBy: string },
    ): Promise<boolean>
  }
  judgeAuthority(actor: DirectoryUser | null, person: DirectoryUser | null): Authority
  tellAdmins: TellAdmins
  readUserId(userId: unknown): string
  readReason(reason: unknown): string | null
  readAddress(ip: string | undefined): string | null
}

const ID = /^[A-Za-z0-9_-]{22}$/

/** An admin's part in an account recovery: to check who asks, and to start the waiting period. */
export function createAccountRecoveryReview(parts: ReviewParts) {
  const { store, clock, limits, directory, append, tellIn, schedule, permissions, lockAccount } = parts
  const { requests, judgeAuthority, tellAdmins, readUserId, readReason, readAddress } = parts
  const { isOpen, unseal, end } = requests

  const show = (row: Row<'accountRecoveries'>): RecoveryRequest => ({
    id: row.id,
    userId: row.userId,
    state: row.state as RecoveryRequest['state'],
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    reviewedBy: row.reviewedBy,
    completableAt: row.completableAt,
  })

  /** The end of the waiting period that began now: business days of whichever organization of the person has it later. */
  function findEnd(person: DirectoryUser, now: number): number {
    const zones = person.organizations.map(({ timeZone }) => timeZone)
    const ends = zones.map((zone) => addBusinessDays(now, limits.recoveryBusinessDays, zone))
    return Math.max(now + fixed.recoveryWaitMs, ...ends)
  }

  function readClosed({ state, endedAt, expiresAt, reviewedBy }: Row<'accountRecoveries'>) {
    const isExpired = endedAt === null && expiresAt <= clock.now()
    const outcome = (isExpired ? 'expired' : state) as 'approved' | RecoveryOutcome
    return { status: 'closed' as const, outcome, reviewedBy }
  }

  async function checkReviewer(input: { actorId: string; stepUp: string | undefined; requestId: string }) {
    const actorId = readUserId(input.actorId)
    // It comes back from a form: what can't be one of ours never reaches the store.
    if (typeof input.requestId !== 'string' || !ID.test(input.requestId))
      return { status: 'not_found' as const }
    const { requestId: id } = input
    const [row] = await store.find('accountRecoveries', { id })
    if (row === undefined) return { status: 'not_found' as const }
    const people = await Promise.all([directory.getUser(actorId), directory.getUser(row.userId)])
    const authority = judgeAuthority(...people)
    if (authority.status !== 'ok') return { status: authority.status }
    const isFresh = await permissions.holds({ userId: actorId, purpose: 'step_up', token: input.stepUp })
    if (!isFresh) return { status: 'step_up_required' as const }
    if ((await store.count('accountRecoveries', { ...isOpen(), id })) === 0) return readClosed(row)
    return { status: 'ok' as const, row, actorId, authority, person: people[1] as DirectoryUser }
  }

  /** The notices that follow an approval, at half time and at the end, to be taken back with the request. */
  async function scheduleNotices(
    tx: StoreTransaction,
    row: Row<'accountRecoveries'>,
    { now, completableAt, expiresAt }: { now: number; completableAt: number; expiresAt: number },
  ): Promise<void> {
    const { id, userId } = row
    const { cancel: cancelToken, complete: completeToken } = unseal(row)
    const notices: [EventType, number, Record<string, string>][] = [
      ['account_recovery.reminded', now + Math.floor((completableAt - now) / 2), { cancelToken }],
      ['account_recovery.ready', completableAt, { cancelToken, completeToken }],
    ]
    for (const [type, at, secret] of notices) {
      const event = { type, userId, at, data: { completableAt }, secret, everyAddress: true }
      await schedule(tx, event, { topic: id, expiresAt })
    }
  }

  return {
    /** The open requests of the people over whom an admin has a say, the oldest first. */
    async list({ actorId: given }: { actorId: string }): Promise<RecoveryRequest[]> {
      const actor = await directory.getUser(readUserId(given))
      const rows = await store.find('accountRecoveries', isOpen(), { orderBy: 'createdAt' })
      const own: RecoveryRequest[] = []
      for (const row of rows) {
        const person = await directory.getUser(row.userId)
        if (judgeAuthority(actor, person).status === 'ok') own.push(show(row))
      }
      return own
    },

    /** A request with what the person wrote down. Leaves a row in the record. */
    async read(input: {
      actorId: string
      stepUp: string | undefined
      requestId: string
      ip?: string
    }): Promise<RecoveryRead> {
      const address = readAddress(input.ip)
      const checked = await checkReviewer(input)
      if (checked.status !== 'ok') return checked
      const { row, actorId } = checked
      const { id, userId } = row
      const data = { requestId: id }
      await store.transaction((tx) =>
        append(tx, { type: 'account_recovery.details_read', userId, actorId, address, data }),
      )
      return { status: 'ok', request: show(row), details: unseal(row).details }
    },

    /**
     * An admin's decision. From an approval the waiting period runs; its notices go out by `deliverPending`.
     *
     * @param input.stepUp the token of the reviewer's fresh step-up
     * @returns `completableAt`: the end of the waiting period (ms); null for a rejection
     */
    async review(input: {
      actorId: string
      stepUp: string | undefined
      requestId: string
      decision: 'approve' | 'reject'
      reason: string
      ip?: string
    }): Promise<RecoveryReviewed> {
      refuseTransaction(input, 'accountRecovery.review')
      const { decision } = input
      const address = readAddress(input.ip)
      if (decision !== 'approve' && decision !== 'reject')
        throw new TwoFactorError(
          'argument_invalid',
          'accountRecovery.review: decision must be approve or reject',
        )
      const reason = readReason(input.reason)
      const checked = await checkReviewer(input)
      if (checked.status !== 'ok') return checked
      if (reason === null) return { status: 'reason_required' }
      const { row, actorId, authority, person } = checked
      const { id, userId } = row
      const now = clock.now()
      const completableAt = decision === 'approve' ? findEnd(person, now) : null
      const type: EventType =
        decision === 'approve' ? 'account_recovery.approved' : 'account_recovery.rejected'
      const { cancel } = unseal(row)
      const decided = await store.transaction(async (tx) => {
        await lockAccount(tx, userId)
        if (completableAt === null) {
          const review = { reviewedAt: now, reviewedBy: actorId }
          if (!(await end(tx, row, 'rejected', { state: 'requested', ...review }))) return false
        } else {
          const expiresAt = completableAt + fixed.recoveryLifeMs
          const undecided = { id, ...isOpen(), state: 'requested' }
          const approved = {
            state: 'approved',
            reviewedAt: now,
            reviewedBy: actorId,
            completableAt,
            expiresAt,
          }
          if ((await tx.update('accountRecoveries', undecided, approved)) === 0) return false
          await scheduleNotices(tx, row, { now, completableAt, expiresAt })
        }
        await append(tx, { type, userId, actorId, address, data: { requestId: id, reason } })
        const told = { type, userId, everyAddress: true }
        if (completableAt === null) await tellIn(tx, { ...told, data: {} })
        else {
          const secret = { cancelToken: cancel }
          await tellIn(tx, { ...told, data: { completableAt }, secret }, { expiresAt: completableAt })
        }
        return true
      })
      if (!decided) {
        const [closed] = await store.find('accountRecoveries', { id })
        return readClosed(closed ?? row)
      }
      if (completableAt !== null && authority.status === 'ok') {
        const data = { act: 'account_recovery', memberId: userId, actorId }
        const owners = { lowestRank: () => 0, except: userId }
        tellAdmins(authority.elsewhere, { type: 'admin.acted_elsewhere', data }, owners)
      }
      return { status: 'ok', completableAt }
    },
  }
}
