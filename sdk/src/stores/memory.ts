import type {
  AccountRow,
  AuditRow,
  ChallengeRow,
  FactorRow,
  Store,
  StoreReads,
  StoreTransaction,
} from '../ports.ts'
import { createQueue } from './queue.ts'

interface RecoveryCodeRow {
  userId: string
  codeHash: string
  usedAt: number | null
}

interface AttemptRow {
  id: string
  userId: string
  address: string | null
  at: number
}

/** A table that can go back to where a transaction found it. Rows are replaced, never changed in place. */
class Table<Row extends object> {
  readonly #rows = new Map<string, Row>()
  readonly #undo: (() => void)[]

  constructor(undo: (() => void)[]) {
    this.#undo = undo
  }

  get(key: string): Row | undefined {
    return this.#rows.get(key)
  }

  filter(keep: (row: Row) => boolean): Row[] {
    return [...this.#rows.values()].filter(keep)
  }

  put(key: string, row: Row): void {
    const before = this.#rows.get(key)
    this.#undo.push(() => (before === undefined ? this.#rows.delete(key) : this.#rows.set(key, before)))
    this.#rows.set(key, row)
  }

  delete(key: string): boolean {
    const before = this.#rows.get(key)
    if (before === undefined) return false
    this.#undo.push(() => this.#rows.set(key, before))
    return this.#rows.delete(key)
  }

  /** Changes the row when the condition holds; the changed row, or null. */
  update(key: string, condition: (row: Row) => boolean, change: (row: Row) => Partial<Row>): Row | null {
    const row = this.#rows.get(key)
    if (row === undefined || !condition(row)) return null
    const changed = { ...row, ...change(row) }
    this.put(key, changed)
    return changed
  }
}

/**
 * A store in this process' memory, for tests and trials: nothing outlives the process, and a second process would know
 * nothing of the codes that the first has used.
 *
 * ```ts
 * import { memoryStore } from 'countersign/memory'
 * const store = memoryStore()
 * ```
 */
export function memoryStore(): Store {
  const undo: (() => void)[] = []
  const factors = new Table<FactorRow>(undo)
  const challenges = new Table<ChallengeRow>(undo)
  const recoveryCodes = new Table<RecoveryCodeRow>(undo)
  const accounts = new Table<AccountRow>(undo)
  const attempts = new Table<AttemptRow>(undo)
  const audit: AuditRow[] = []
  const inTurn = createQueue()

  const codeKey = (userId: string, codeHash: string) => JSON.stringify([userId, codeHash])
  const nthNewest = (rows: AttemptRow[], nth: number) =>
    rows.map((row) => row.at).sort((a, b) => b - a)[nth - 1] ?? null

  const reads: StoreReads = {
    async findFactor(userId, factorId) {
      const row = factors.get(factorId)
      return row?.userId === userId ? row : null
    },
    async listFactors(userId) {
      return factors
        .filter((row) => row.userId === userId && row.state !== 'pending')
        .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    },
    async findChallenge(id) {
      return challenges.get(id) ?? null
    },
    async findAccount(userId) {
      return accounts.get(userId) ?? null
    },
    async countUnusedRecoveryCodes(userId) {
      return recoveryCodes.filter((row) => row.userId === userId && row.usedAt === null).length
    },
    async hasRecoveryCode(userId, codeHash) {
      return recoveryCodes.get(codeKey(userId, codeHash)) !== undefined
    },
    async nthNewestUserAttempt(userId, since, nth) {
      return nthNewest(
        attempts.filter((row) => row.userId === userId && row.at > since),
        nth,
      )
    },
    async nthNewestAddressAttempt(address, since, nth) {
      return nthNewest(
        attempts.filter((row) => row.address === address && row.at > since),
        nth,
      )
    },
    async listAudit({ userId, limit }) {
      return audit
        .filter((row) => userId === undefined || row.userId === userId)
        .reverse()
        .slice(0, limit)
    },
  }

  const verbs: StoreTransaction = {
    ...reads,

    async lockAccount(userId) {
      if (accounts.get(userId) !== undefined) return
      const fresh = {
        counted: 0,
        cleared: 0,
        pauses: 0,
        pausedUntil: null,
        suspendedAt: null,
        rollingSince: 0,
      }
      accounts.put(userId, { userId, ...fresh })
    },
    // Transactions run one after the other here: whoever is in one holds every lock.
    async lockAddress() {},

    async putPendingFactor(row) {
      const replaced = factors.filter(
        ({ userId, type, state }) => userId === row.userId && type === row.type && state === 'pending',
      )
      for (const { id } of replaced) factors.delete(id)
      factors.put(row.id, { ...row })
    },
    async takePendingAttempt({ userId, factorId, now, limit }) {
      const isOpen = (row: FactorRow) => isPending(row, userId, now) && row.attempts < limit
      return (
        factors.update(factorId, isOpen, ({ attempts: made }) => ({ attempts: made + 1 }))?.attempts ?? null
      )
    },
    async activateFactor({ userId, factorId, step, now }) {
      const active = { state: 'active' as const, expiresAt: null, confirmedAt: now, lastStep: step }
      return (
        factors.update(
          factorId,
          (row) => isPending(row, userId, now),
          () => active,
        ) !== null
      )
    },
    async deletePendingFactor(userId, factorId) {
      const row = factors.get(factorId)
      return row?.userId === userId && row.state === 'pending' && factors.delete(factorId)
    },
    async advanceStep({ userId, factorId, step, now }) {
      const isEarlier = (row: FactorRow) =>
        row.userId === userId && row.state === 'active' && row.lastStep < step
      return factors.update(factorId, isEarlier, () => ({ lastStep: step, lastUsedAt: now })) !== null
    },

    async insertChallenge(row) {
      challenges.put(row.id, { ...row })
    },
    async takeChallengeAttempt({ id, now }) {
      const isOpen = (row: ChallengeRow) =>
        row.consumedAt === null && row.expiresAt > now && row.attempts < row.attemptsAllowed
      return challenges.update(id, isOpen, (row) => ({ attempts: row.attempts + 1 }))?.attempts ?? null
    },
    async giveBackChallengeAttempt(id) {
      challenges.update(
        id,
        (row) => row.attempts > 0,
        (row) => ({ attempts: row.attempts - 1 }),
      )
    },
    async consumeChallenge({ id, now }) {
      return (
        challenges.update(
          id,
          (row) => row.consumedAt === null && row.expiresAt > now,
          () => ({ consumedAt: now }),
        ) !== null
      )
    },
    async deleteExpiredChallenges(userId, before) {
      for (const { id } of challenges.filter((row) => row.userId === userId && row.expiresAt < before))
        challenges.delete(id)
    },

    async replaceRecoveryCodes({ userId, codeHashes }) {
      for (const row of recoveryCodes.filter((old) => old.userId === userId))
        recoveryCodes.delete(codeKey(userId, row.codeHash))
      for (const codeHash of codeHashes)
        recoveryCodes.put(codeKey(userId, codeHash), { userId, codeHash, usedAt: null })
    },
    async consumeRecoveryCode({ userId, codeHash, now }) {
      return (
        recoveryCodes.update(
          codeKey(userId, codeHash),
          (row) => row.usedAt === null,
          () => ({ usedAt: now }),
        ) !== null
      )
    },

    async takeAccountAttempt({ userId, now, rule }) {
      const isOpen = ({ pausedUntil }: AccountRow) => pausedUntil === null || pausedUntil <= now
      const changed = accounts.update(userId, isOpen, ({ counted, cleared, pauses }) => {
        if (counted + 1 - cleared < rule.limit) return { counted: counted + 1, pausedUntil: null }
        const pausedUntil = now + Math.min(rule.maxMs, rule.baseMs * 2 ** pauses)
        return { counted: counted + 1, pauses: pauses + 1, pausedUntil }
      })
      return changed === null ? null : { number: changed.counted, pausedUntil: changed.pausedUntil }
    },
    async clearAccountFailures({ userId, number, limit }) {
      accounts.update(
        userId,
        (row) => row.cleared < number,
        ({ counted }) =>
          counted - number < limit ? { cleared: number, pausedUntil: null, pauses: 0 } : { cleared: number },
      )
    },
    async suspendAccount(userId, now) {
      return (
        accounts.update(
          userId,
          (row) => row.suspendedAt === null,
          () => ({ suspendedAt: now }),
        ) !== null
      )
    },
    async liftSuspension(userId, now) {
      accounts.update(
        userId,
        () => true,
        () => ({ suspendedAt: null, rollingSince: now }),
      )
    },
    async insertAttempt(row) {
      attempts.put(row.id, { ...row })
    },
    async deleteAttempt(id) {
      attempts.delete(id)
    },

    async appendAudit(row) {
      audit.push({ ...row })
      undo.push(() => audit.pop())
    },
  }

  return {
    // In turn, so that nobody sees what a transaction may still take back.
    findFactor: (userId, factorId) => inTurn(() => reads.findFactor(userId, factorId)),
    listFactors: (userId) => inTurn(() => reads.listFactors(userId)),
    findChallenge: (id) => inTurn(() => reads.findChallenge(id)),
    findAccount: (userId) => inTurn(() => reads.findAccount(userId)),
    countUnusedRecoveryCodes: (userId) => inTurn(() => reads.countUnusedRecoveryCodes(userId)),
    hasRecoveryCode: (userId, codeHash) => inTurn(() => reads.hasRecoveryCode(userId, codeHash)),
    nthNewestUserAttempt: (userId, since, nth) =>
      inTurn(() => reads.nthNewestUserAttempt(userId, since, nth)),
    nthNewestAddressAttempt: (address, since, nth) =>
      inTurn(() => reads.nthNewestAddressAttempt(address, since, nth)),
    listAudit: (filter) => inTurn(() => reads.listAudit(filter)),
    async migrate() {},
    transaction: (work) =>
      inTurn(async () => {
        undo.length = 0
        try {
          return await work(verbs)
        } catch (error) {
          for (const back of undo.splice(0).reverse()) back()
          throw error
        }
      }),
    async close() {},
  }
}

function isPending(row: FactorRow, userId: string, now: number): boolean {
  return row.userId === userId && row.state === 'pending' && row.expiresAt !== null && row.expiresAt > now
}
