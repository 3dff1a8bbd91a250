import type {
  AppendAudit,
  Clock,
  FactorType,
  LockAccount,
  Store,
  StoreReads,
  StoreTransaction,
  TellIn,
} from '../ports.ts'
import type { OpenScope } from '../scope.ts'
import type { Row } from '../tables.ts'
import type { Permissions } from './permissions.ts'

/** A factor as it may be shown: nothing of its secret. Times are milliseconds since 1970. */
export interface Factor {
  id: string
  type: FactorType
  label: string
  /**
   * `suspended`: after many wrong codes, until there is a new password. `held`: an admin let the person in without it, and they
   * are on the way to another. `retired`: since a reset or an account recovery; the next sign-in sets up another.
   */
  state: 'active' | 'suspended' | 'held' | 'retired'
  /** When one that is `held` is back, at the latest; null for the others. */
  heldUntil: number | null
  preferred: boolean
  createdAt: number
  lastUsedAt: number | null
  /** The masked phone number, for `sms`. */
  number?: string
}

interface FactorParts {
  store: Store
  clock: Clock
  append: AppendAudit
  openScope: OpenScope
  tellIn: TellIn
  permissions: Permissions
  lockAccount: LockAccount
  lockUser: LockAccount
  /** Where the account's factor step stands. */
  readStanding(userId: string, now: number): Promise<{ status: string }>
  /** Ends whatever rests on the user's factors: devices, permissions, open challenges, recovery codes. */
  forgetTrust(tx: StoreTransaction, userId: string): Promise<void>
  /** Ends an account recovery and a bypass that are open, as a use of a factor does. The user is locked. */
  endRecovery(tx: StoreTransaction, userId: string): Promise<void>
  forgetDevices(tx: StoreTransaction, userId: string): Promise<unknown>
  /** The number of a factor as it may be shown; nothing for a factor that has none. */
  showNumber(factor: Row<'factors'>): { number?: string }
  readUserId(userId: unknown): string
  readAddress(ip: string | undefined): string | null
  cleanName(name: string): string
}

type Changed = { status: 'ok' } | { status: 'step_up_required' } | { status: 'not_found' }

export function createFactors(parts: FactorParts) {
  const {
    store,
    clock,
    append,
    openScope,
    tellIn,
    permissions,
    lockAccount,
    lockUser,
    readStanding,
    forgetTrust,
    endRecovery,
    forgetDevices,
    showNumber,
    readUserId,
    readAddress,
    cleanName,
  } = parts

  const isFresh = (userId: string, stepUp: string | undefined, reads: StoreReads) =>
    permissions.holds({ userId, purpose: 'step_up', token: stepUp }, reads)

  const isActive = ({ state, heldUntil }: Row<'factors'>) =>
    state === 'active' || (heldUntil !== null && heldUntil <= clock.now())

  function findState(row: Row<'factors'>, isSuspended: boolean): Pick<Factor, 'state' | 'heldUntil'> {
    if (isSuspended) return { state: 'suspended', heldUntil: null }
    if (isActive(row)) return { state: 'active', heldUntil: null }
    const { heldUntil } = row
    return { state: heldUntil === null ? 'retired' : 'held', heldUntil }
  }

  async function turnOff(
    tx: StoreTransaction,
    { userId, address }: { userId: string; address: string | null },
  ): Promise<void> {
    // By a step-up from before they were opened: without a factor there is nothing left to recover, or to be let in without.
    await endRecovery(tx, userId)
    await tx.delete('factors', { userId })
    await tx.delete('sentCodes', { userId })
    await tx.delete('recoveryCodes', { userId })
    await forgetTrust(tx, userId)
    await append(tx, { type: 'two_factor.disabled', userId, address })
    await tellIn(tx, { type: 'two_factor.disabled', userId, data: {} })
  }

  return {
    /** The user's confirmed factors, the oldest first, those that can't be used now too. */
    async list({ userId: given }: { userId: string }): Promise<Factor[]> {
      const userId = readUserId(given)
      const isSuspended = (await readStanding(userId, clock.now())).status === 'suspended'
      const rows = await store.find(
        'factors',
        { userId, state: { not: 'pending' } },
        { orderBy: 'createdAt' },
      )
      const first = rows.find(({ preferred }) => preferred === 1) ?? rows[0]
      return rows.map((row) => ({
        id: row.id,
        type: row.type as FactorType,
        label: row.label,
        ...findState(row, isSuspended),
        preferred: row === first,
        createdAt: row.createdAt,
        lastUsedAt: row.lastUsedAt,
        ...showNumber(row),
      }))
    },

    /** Gives a factor another name, 64 characters at most. Needs no step-up: it changes no way in. */
    async rename(input: {
      userId: string
      factorId: string
      label: string
      ip?: string
      transaction?: unknown
    }): Promise<{ status: 'ok' | 'not_found' }> {
      const userId = readUserId(input.userId)
      const address = readAddress(input.ip)
      const label = cleanName(input.label)
      if (typeof input.factorId !== 'string') return { status: 'not_found' }
      const renamed = await openScope(input.transaction).transaction(async (tx) => {
        const where = { id: input.factorId, userId, state: { not: 'pending' } }
        const [factor] = await tx.find('factors', where, { lock: true })
        if (factor === undefined) return false
        // The form sent twice: one change, one entry.
        if (factor.label === label) return true
        await tx.update('factors', where, { label })
        await append(tx, { type: 'factor.renamed', userId, address, data: { label } })
        return true
      })
      return { status: renamed ? 'ok' : 'not_found' }
    },

    /** Chooses the factor that is asked for first. */
    async prefer(input: {
      userId: string
      factorId: string
      ip?: string
      transaction?: unknown
    }): Promise<{ status: 'ok' | 'not_found' }> {
      const userId = readUserId(input.userId)
      const address = readAddress(input.ip)
      if (typeof input.factorId !== 'string') return { status: 'not_found' }
      const preferred = await openScope(input.transaction).transaction(async (tx) => {
        await lockAccount(tx, userId)
        const where = { id: input.factorId, userId }
        const [factor] = await tx.find('factors', { ...where, state: { not: 'pending' } })
        if (factor === undefined || !isActive(factor)) return false
        if (factor.preferred === 1) return true
        await tx.update('factors', { userId, preferred: 1 }, { preferred: 0 })
        await tx.update('factors', where, { preferred: 1 })
        await append(tx, { type: 'factor.preferred', userId, address })
        return true
      })
      return { status: preferred ? 'ok' : 'not_found' }
    },

    /**
     * Removes a factor, at once and everywhere; trusted computers ask again. The last one turns two-factor authentication
     * off: recovery codes go with it.
     *
     * @param input.stepUp the token of a fresh step-up
     * @param input.keepLast answers `last_factor` instead of turning it off, whatever runs in parallel: for a host that asks
     * for the password before `disable`
     */
    async remove(input: {
      userId: string
      factorId: string
      stepUp: string | undefined
      keepLast?: boolean
      ip?: string
      transaction?: unknown
    }): Promise<Changed | { status: 'last_factor' }> {
      const userId = readUserId(input.userId)
      const address = readAddress(input.ip)
      if (typeof input.factorId !== 'string') return { status: 'not_found' }
      const status = await openScope(input.transaction).transaction(async (tx) => {
        await lockUser(tx, userId)
        // Under the lock: what a new password or a reset takes back in this moment is worth nothing any more.
        if (!(await isFresh(userId, input.stepUp, tx))) return 'step_up_required' as const
        const where = { id: input.factorId, userId, state: { not: 'pending' } }
        const [factor] = await tx.find('factors', where)
        if (factor === undefined) return 'not_found' as const
        const count = await tx.count('factors', { userId, state: { not: 'pending' } })
        if (count === 1 && input.keepLast === true) return 'last_factor' as const
        if ((await tx.delete('factors', where)) === 0) return 'not_found' as const
        const data = { type: factor.type, label: factor.label }
        await tx.delete('sentCodes', { userId, factorId: input.factorId })
        // Whoever holds a stolen phone may have had a computer trusted by it.
        await forgetDevices(tx, userId)
        // The proof in hand stays; one that was given by the factor that goes must not.
        await permissions.revokeAll(tx, userId, input.stepUp)
        await tx.delete('challenges', { userId })
        await tx.delete('factors', { userId, state: 'pending' })
        await append(tx, { type: 'factor.removed', userId, address, data })
        if (count === 1) await turnOff(tx, { userId, address })
        else await tellIn(tx, { type: 'factor.removed', userId, data })
        return 'ok' as const
      })
      return { status }
    },

    /**
     * Turns two-factor authentication off: every factor, recovery code and trusted device goes. The host asks for the
     * password besides (ASVS 5.0 7.5.1).
     */
    async disable(input: {
      userId: string
      stepUp: string | undefined
      ip?: string
      transaction?: unknown
    }): Promise<{ status: 'ok' | 'step_up_required' | 'not_enrolled' }> {
      const userId = readUserId(input.userId)
      const address = readAddress(input.ip)
      const status = await openScope(input.transaction).transaction(async (tx) => {
        await lockUser(tx, userId)
        if (!(await isFresh(userId, input.stepUp, tx))) return 'step_up_required' as const
        if ((await tx.count('factors', { userId, state: { not: 'pending' } })) === 0)
          return 'not_enrolled' as const
        await turnOff(tx, { userId, address })
        return 'ok' as const
      })
      return { status }
    },
  }
}
