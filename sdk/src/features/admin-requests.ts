import type { ActOutcome, AdminActName, AllowedAct, ProofRequired, TooManyAsked } from '../admin-act.ts'
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
import { findRecordWait } from '../record-limit.ts'
import type { OpenScope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { TellAdmins } from '../tell-admins.ts'
import type { Permissions } from './permissions.ts'

export type AdminRequest =
  | { status: 'open'; userId: string; actorId: string; act: AdminActName; reason: string; expiresAt: number }
  /** Nobody has answered in time: `renewRequest` mails a new link. */
  | { status: 'lapsed'; userId: string; actorId: string; act: AdminActName }
  /** The person has said yes, at `at` (ms): the link has done what it was for. */
  | { status: 'done'; userId: string; actorId: string; act: AdminActName; at: number }
  | { status: 'expired' }

export type AdminRequestRenewed =
  | { status: 'sent'; userId: string; expiresAt: number }
  | TooManyAsked
  | { status: 'expired' }

export type AdminConfirmed = { status: 'ok'; act: AdminActName; userId: string } | { status: 'expired' }

const ASKED = 'admin.confirmation_requested'
const HOUR_MS = 3_600_000

interface AdminRequestParts {
  store: Store
  clock: Clock
  random: Random
  limits: Limits
  directory: Directory
  append: AppendAudit
  openScope: OpenScope
  tellIn: TellIn
  permissions: Permissions
  lockAccount: LockAccount
  judgeAuthority(actor: DirectoryUser | null, person: DirectoryUser | null): Authority
  tellAdmins: TellAdmins
  /** Does what the person has said yes to. */
  perform(act: AdminActName, tx: StoreTransaction, allowed: AllowedAct): Promise<ActOutcome>
  readAddress(ip: string | undefined): string | null
}

// Thrown inside a transaction to roll it back.
class NotFresh extends Error {}

/** The word of a person in several organizations for what an admin of some of them wants to do. */
export function createAdminRequests(parts: AdminRequestParts) {
  const { store, clock, random, limits, directory, append, openScope, tellIn } = parts
  const { permissions, lockAccount, judgeAuthority, tellAdmins, perform, readAddress } = parts

  /** Tells the owners of the organizations in which the admin has no say. */
  function tellElsewhere(
    act: AdminActName,
    { userId, actorId, elsewhere, scope }: AllowedAct,
  ): Promise<void> {
    const event = { type: 'admin.acted_elsewhere', data: { act, memberId: userId, actorId } } as const
    return tellAdmins(elsewhere, event, { lowestRank: () => 0, except: userId }, scope)
  }

  /** Until when the person is not asked again; null when they may be. The account is locked by the caller. */
  function findWait(tx: StoreTransaction, userId: string): Promise<number | null> {
    const limit = { type: ASKED, most: fixed.adminMailsAnHour, windowMs: HOUR_MS }
    return findRecordWait(tx, { userId, ...limit, now: clock.now() })
  }

  type Question = Pick<Row<'adminRequests'>, 'userId' | 'actorId' | 'act' | 'reason' | 'createdAt'>

  /** @param asker who the record says has asked, and from where; nobody for whoever has the link */
  async function send(
    tx: StoreTransaction,
    question: Question,
    asker: { actorId?: string; address: string | null },
  ): Promise<number> {
    const { userId, actorId, act, reason } = question
    const token = makeToken(random)
    const expiresAt = clock.now() + limits.proofSeconds * 1000
    await tx.insert('adminRequests', {
      ...question,
      id: hashToken(token) as string,
      expiresAt,
      usedAt: null,
    })
    await append(tx, { type: ASKED, userId, ...asker, data: { act, reason } })
    const data = { act, actorId, expiresAt }
    await tellIn(tx, { type: ASKED, userId, data, secret: { token } }, { expiresAt })
    return expiresAt
  }

  async function find(
    reads: StoreReads,
    token: unknown,
    expiresAt: { above: number } | { atMost: number },
  ): Promise<Row<'adminRequests'> | null> {
    const id = hashToken(token)
    const [request] = id === null ? [] : await reads.find('adminRequests', { id, usedAt: null, expiresAt })
    return request ?? null
  }

  async function findDone(token: unknown): Promise<Extract<AdminRequest, { status: 'done' }> | null> {
    const id = hashToken(token)
    const [request] = id === null ? [] : await store.find('adminRequests', { id, usedAt: { not: null } })
    if (request === undefined) return null
    const { userId, actorId, act, usedAt } = request
    return { status: 'done', userId, actorId, act: act as AdminActName, at: usedAt as number }
  }

  /** Open as far as time goes: whether who asked still may is another question. */
  const findOpen = (token: unknown) => find(store, token, { above: clock.now() })

  async function findAuthority({ actorId, userId }: Row<'adminRequests'>): Promise<Authority> {
    return judgeAuthority(...(await Promise.all([directory.getUser(actorId), directory.getUser(userId)])))
  }

  /** A question whose hour is over, while who asked it still may, and not for ever: they had a fresh factor then. */
  async function findLapsed(token: unknown): Promise<Row<'adminRequests'> | null> {
    const request = await find(store, token, { atMost: clock.now() })
    if (request === null || request.createdAt + fixed.adminRequestMs <= clock.now()) return null
    return (await findAuthority(request)).status === 'ok' ? request : null
  }

  return {
    tellElsewhere,

    /** Takes back what an admin has asked: whoever had their password or their phone may have asked it. */
    async withdraw(tx: StoreTransaction, actorId: string): Promise<void> {
      await tx.delete('adminRequests', { actorId, usedAt: null })
    },

    /** Asks the person whom an act concerns, for the organizations in which the admin has no say. */
    async ask(
      act: AdminActName,
      allowed: AllowedAct,
      stepUp: unknown,
    ): Promise<ProofRequired | { status: 'step_up_required' }> {
      const { actorId, userId, reason, address, scope } = allowed
      const fresh = { userId: actorId, purpose: 'step_up', token: stepUp } as const
      try {
        return await scope.transaction(async (tx): Promise<ProofRequired> => {
          await lockAccount(tx, userId)
          const until = await findWait(tx, userId)
          if (until !== null) return { status: 'too_many', until }
          // The newest question is the one that counts.
          await tx.delete('adminRequests', { userId, actorId, usedAt: null })
          const question = { userId, actorId, act, reason, createdAt: clock.now() }
          const expiresAt = await send(tx, question, { actorId, address })
          // The race that this closes: the admin's password is changed, which ends the step-up and takes back every
          // question that is there by then. Last, in the order of that change: questions, then step-ups.
          if (!(await permissions.holdsUntilCommit(tx, fresh))) throw new NotFresh()
          return { status: 'proof_required', expiresAt }
        })
      } catch (error) {
        if (error instanceof NotFresh) return { status: 'step_up_required' }
        throw error
      }
    },

    verbs: {
      /**
       * What a person is asked for by mail, for the page behind the link. Changes nothing. `expired` too where who asked has
       * no say over the person any more.
       */
      async describeRequest({ token }: { token: string }): Promise<AdminRequest> {
        const done = await findDone(token)
        if (done !== null) return done
        const open = await findOpen(token)
        const request = open ?? (await findLapsed(token))
        if (request === null) return { status: 'expired' }
        const { userId, actorId, reason, expiresAt } = request
        const act = request.act as AdminActName
        if (open === null) return { status: 'lapsed', userId, actorId, act }
        if ((await findAuthority(open)).status !== 'ok') return { status: 'expired' }
        return { status: 'open', userId, actorId, act, reason, expiresAt }
      },

      /**
       * Mails the question anew, in the place of one that is `lapsed`: within a day of the admin's asking, and only if the
       * admin still is one. The link before it is worth nothing from then on.
       *
       * @returns `too_many`: the person has had as many such mails as an hour allows, until `until` (ms)
       */
      async renewRequest({ token, ip }: { token: string; ip?: string }): Promise<AdminRequestRenewed> {
        const address = readAddress(ip)
        const request = await findLapsed(token)
        if (request === null) return { status: 'expired' }
        const { id, userId, actorId, act, reason, createdAt } = request
        return store.transaction(async (tx): Promise<AdminRequestRenewed> => {
          await lockAccount(tx, userId)
          const until = await findWait(tx, userId)
          if (until !== null) return { status: 'too_many', until }
          // Pressed twice at once: who deletes it sends the new one.
          if ((await tx.delete('adminRequests', { id, usedAt: null })) === 0) return { status: 'expired' }
          const question = { userId, actorId, act, reason, createdAt }
          const expiresAt = await send(tx, question, { address })
          return { status: 'sent', userId, expiresAt }
        })
      },

      /**
       * The person's own word for an act that was asked for. Call it when they press the button on that page, not when the
       * page is opened: mail scanners open links. Once; and only if the admin still is one. `ok` also where the person can come
       * in once already, by the word that they gave to another admin.
       */
      async confirm({ token, ip }: { token: string; ip?: string }): Promise<AdminConfirmed> {
        const address = readAddress(ip)
        const request = await findOpen(token)
        if (request === null) return { status: 'expired' }
        const { id, userId, actorId, reason } = request
        const act = request.act as AdminActName
        const authority = await findAuthority(request)
        if (authority.status !== 'ok') return { status: 'expired' }
        const { elsewhere } = authority
        const allowed = { actorId, userId, reason, address, elsewhere, scope: openScope(undefined) }
        const outcome = await store.transaction(async (tx): Promise<ActOutcome> => {
          const now = clock.now()
          const isOpen = { id, usedAt: null, expiresAt: { above: now } }
          if ((await tx.update('adminRequests', isOpen, { usedAt: now })) === 0) return 'nothing'
          const done = await perform(act, tx, allowed)
          // Nothing came of it, so the link is none that has done something.
          if (done === 'nothing') await tx.delete('adminRequests', { id })
          return done
        })
        if (outcome === 'nothing') return { status: 'expired' }
        if (outcome === 'done') await tellElsewhere(act, allowed)
        return { status: 'ok', act, userId }
      },
    },
  }
}
