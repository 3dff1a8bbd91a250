import { TwoFactorError } from '../errors.ts'
import type { FindOptions, Store, StoreReads, StoreTransaction } from '../ports.ts'
import { type AnyRow, pickReading, type Row, type TableName, tables } from '../tables.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { checkColumn, type ReadCondition, readConditions } from './conditions.ts'
import { createQueue } from './queue.ts'
import { appendAuditIn, consumeIn, countAttemptIn } from './single-statements.ts'

type Conditions = Readonly<Record<string, unknown>>

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
  const kept = new Map<TableName, Map<string, AnyRow>>()
  const undo: (() => void)[] = []
  const inTurn = createQueue()
  const joinedInTurn = createQueue()
  let isOpen = false

  function rowsOf(table: TableName): Map<string, AnyRow> {
    const rows = kept.get(table) ?? new Map<string, AnyRow>()
    kept.set(table, rows)
    return rows
  }

  // Rows are replaced, never changed in place, so that what was handed out stays as it was.
  function put(table: TableName, key: string, row: AnyRow | null): void {
    const rows = rowsOf(table)
    const before = rows.get(key)
    undo.push(() => (before === undefined ? rows.delete(key) : rows.set(key, before)))
    if (row === null) rows.delete(key)
    else rows.set(key, row)
  }

  const match = (table: TableName, where: object) => {
    const conditions = readConditions(table, where)
    return [...rowsOf(table)].filter(([, row]) =>
      conditions.every(([column, condition]) => isMet(row, column, condition)),
    )
  }

  const reads: StoreReads = {
    async find<T extends TableName>(table: T, where: object, options: FindOptions<T> = {}) {
      const { orderBy, descending = false, limit = Number.POSITIVE_INFINITY, offset = 0 } = options
      const found = match(table, where).map(([, row]) => row)
      if (orderBy !== undefined) found.sort((a, b) => compare(a[orderBy], b[orderBy]))
      if (descending) found.reverse()
      return found.slice(offset, offset + limit) as Row<T>[]
    },
    async count(table, where) {
      return match(table, where).length
    },
  }

  const verbs: StoreTransaction = {
    ...reads,
    consume: (consumption) => consumeIn(verbs, consumption),
    async insert(table, ...rows) {
      const keyed = rows.map((row) => [keyOf(table, row as AnyRow), { ...row } as AnyRow] as const)
      const taken = keyed.filter(([key]) => rowsOf(table).has(key)).length
      const isRepeated = new Set(keyed.map(([key]) => key)).size < keyed.length
      if (rows.length > 1 && (taken > 0 || isRepeated)) {
        throw new TwoFactorError('store_failed', `a key of ${table} is taken`)
      }
      if (taken > 0) return false
      for (const [key, row] of keyed) put(table, key, row)
      return true
    },
    async update(table, where, changes) {
      for (const column of Object.keys(changes)) checkColumn(table, column)
      const found = match(table, where)
      for (const [key, row] of found) put(table, key, apply(row, changes as Conditions))
      return found.length
    },
    async delete(table, where) {
      const found = match(table, where)
      for (const [key] of found) put(table, key, null)
      return found.length
    },
  }

  const transaction: Store['transaction'] = (work) =>
    inTurn(async () => {
      undo.length = 0
      isOpen = true
      try {
        return await work(verbs)
      } catch (error) {
        for (const back of undo.splice(0).reverse()) back()
        throw error
      } finally {
        isOpen = false
      }
    })

  return {
    // In turn, so that nobody sees what a transaction may still take back.
    find: (table, where, options) => inTurn(() => reads.find(table, where, options)),
    count: (table, where) => inTurn(() => reads.count(table, where)),
    readChallenge: (id, method) =>
      inTurn(async () => {
        const [challenge] = await reads.find('challenges', { id })
        if (challenge === undefined) return null
        const { userId } = challenge
        const [account = null] = await reads.find('accounts', { userId })
        const isCode = method === 'recovery_code'
        const active = { userId, type: method, state: 'active' }
        const factors = isCode ? [] : await reads.find('factors', active, { orderBy: 'createdAt' })
        const recoveryCodes = isCode ? await reads.find('recoveryCodes', { userId }) : []
        return {
          challenge: pickReading('challenges', challenge),
          account: account && pickReading('accounts', account),
          factors: factors.map((row) => pickReading('factors', row)),
          recoveryCodes: recoveryCodes.map((row) => pickReading('recoveryCodes', row)),
          recoveryCodesLeft: await reads.count('recoveryCodes', { userId, usedAt: null }),
        }
      }),
    countAttempt: (attempt) => allOrNothing(transaction, (tx) => countAttemptIn(tx, attempt)),
    consume: async (consumption) =>
      (await allOrNothing(transaction, async (tx) => ((await consumeIn(tx, consumption)) ? true : null))) ??
      false,
    appendAudit: (rows, skew) => transaction((tx) => appendAuditIn(tx, rows, skew)),
    async migrate() {},
    transaction,
    join(handle) {
      if (handle !== verbs || !isOpen)
        throw new TwoFactorError(
          'argument_invalid',
          'transaction must be what memoryStore.transaction hands to its work, while that runs',
        )
      return {
        reads,
        transaction: (work) =>
          joinedInTurn(async () => {
            const from = undo.length
            try {
              return await work(verbs)
            } catch (error) {
              for (const back of undo.splice(from).reverse()) back()
              throw error
            }
          }),
      }
    },
    async close() {},
  }
}

function keyOf(table: TableName, row: AnyRow): string {
  return JSON.stringify(tables[table].key.map((column) => row[column]))
}

function isMet(row: AnyRow, column: string, condition: ReadCondition): boolean {
  const value = row[column] ?? null
  if (condition.kind === 'null') return value === null
  if (value === null) return false
  switch (condition.kind) {
    case 'notNull':
      return true
    case 'oneOf':
      return condition.operand.includes(value)
    case 'equal':
      return value === condition.operand
    case 'not':
      return value !== condition.operand
    case 'belowColumn': {
      const other = row[condition.operand] ?? null
      return other !== null && compare(value, other) < 0
    }
    case 'below':
      return compare(value, condition.operand) < 0
    case 'above':
      return compare(value, condition.operand) > 0
    case 'atMost':
      return compare(value, condition.operand) <= 0
  }
}

function apply(row: AnyRow, changes: Conditions): AnyRow {
  const changed = Object.entries(changes).map(([column, change]) => [
    column,
    typeof change === 'object' && change !== null
      ? Number(row[column]) + (change as { plus: number }).plus
      : change,
  ])
  return { ...row, ...Object.fromEntries(changed) }
}

function compare(a: string | number | null | undefined, b: string | number | null | undefined): number {
  if (a === b) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  return a < b ? -1 : 1
}
