import { TwoFactorError } from '../errors.ts'
import type { FindOptions, Store, StoreReads, StoreTransaction } from '../ports.ts'
import {
  type ReadingRow,
  type ReadingTable,
  type Row,
  readingColumns,
  type TableName,
  tables,
} from '../tables.ts'
import { checkColumn, readConditions } from './conditions.ts'
import { consumeIn } from './single-statements.ts'

export type SqlValue = string | number | null
export type SqlRow = Record<string, unknown>

/** One connection that runs one statement at a time. `?` stands for a parameter. */
export interface SqlConnection {
  query(sql: string, parameters?: readonly SqlValue[]): Promise<{ rows: SqlRow[]; affected: number }>
}

/** Where the engines differ. */
export interface SqlDialect {
  /** Ends a SELECT that holds its rows; empty where the transaction holds everything already. */
  lock: string
  /** Ends a SELECT that only reads. */
  read?: string
  /** Inserts and says how many rows came in; none when a key was there already. */
  insert(connection: SqlConnection, sql: string, parameters: readonly SqlValue[]): Promise<number>
}

export const tableName = remember((table: TableName) => `countersign_${toSnake(table)}`)

export const toSnake = remember((name: string) =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
)

/** The store's verbs as SQL, the same for every engine. Column names come from our own table of tables, values never. */
export function createSqlVerbs(connection: SqlConnection, dialect: SqlDialect): StoreTransaction {
  const verbs: StoreTransaction = {
    ...createSqlReads(connection, dialect),
    consume: (consumption) => consumeIn(verbs, consumption),
    async insert(table, ...rows) {
      if (rows.length === 0) return true
      const [sql, parameters] = [writeInsert(table, rows.length), listValues(table, rows)]
      const inserted = await dialect.insert(connection, sql, parameters)
      // Of several rows some came in and some did not, or none did: only a rollback makes that none for certain.
      if (inserted < rows.length && rows.length > 1)
        throw new TwoFactorError('store_failed', `a key of ${table} is taken`)
      return inserted > 0
    },
    async update(table, where, changes) {
      const set = Object.entries(changes).map(([column, change]) => readChange(table, column, change))
      const { sql, parameters } = writeWhere(table, where)
      const assignments = set.map(({ sql: one }) => one).join(', ')
      const { affected } = await connection.query(`UPDATE ${tableName(table)} SET ${assignments}${sql}`, [
        ...set.map(({ parameter }) => parameter),
        ...parameters,
      ])
      return affected
    },
    async delete(table, where) {
      const { sql, parameters } = writeWhere(table, where)
      return (await connection.query(`DELETE FROM ${tableName(table)}${sql}`, parameters)).affected
    },
  }
  return verbs
}

export function createSqlReads(connection: SqlConnection, dialect: SqlDialect): StoreReads {
  return {
    async find<T extends TableName>(table: T, where: object, options: FindOptions<T> = {}) {
      const { sql, parameters } = writeWhere(table, where)
      const { orderBy, descending, limit, offset, lock } = options
      let text = `SELECT * FROM ${tableName(table)}${sql}`
      if (orderBy !== undefined) {
        // The key breaks ties, so that pages neither miss nor repeat a row.
        const order = [checkColumn(table, orderBy), ...tables[table].key].map(
          (column) => `${toSnake(column)}${descending ? ' DESC' : ''}`,
        )
        text += ` ORDER BY ${order.join(', ')}`
      }
      if (limit !== undefined) text += ` LIMIT ${Math.trunc(limit)} OFFSET ${Math.trunc(offset ?? 0)}`
      text += lock ? dialect.lock : (dialect.read ?? '')
      const { rows } = await connection.query(text, parameters)
      return rows.map((row) => readRow(table, row))
    },
    async count(table, where) {
      const { sql, parameters } = writeWhere(table, where)
      const { rows } = await connection.query(
        `SELECT COUNT(*) AS n FROM ${tableName(table)}${sql}${dialect.read ?? ''}`,
        parameters,
      )
      return Number(rows[0]?.n)
    },
  }
}

/** A challenge with all that judging a code for it takes, in one statement. */
export async function readChallengeFrom(
  connection: SqlConnection,
  id: string,
  method: string,
): ReturnType<Store['readChallenge']> {
  const table = method === 'recovery_code' ? 'recoveryCodes' : 'factors'
  const parameters = table === 'factors' ? [method, id] : [id]
  const { rows } = await connection.query(writeChallengeSelect(table), parameters)
  const [first] = rows
  const challenge = first && readPart('challenges', first)
  if (first === undefined || !challenge) return null
  return {
    challenge,
    account: readPart('accounts', first),
    factors: table === 'factors' ? rows.flatMap((row) => readPart('factors', row) ?? []) : [],
    recoveryCodes:
      table === 'recoveryCodes' ? rows.flatMap((row) => readPart('recoveryCodes', row) ?? []) : [],
    recoveryCodesLeft: Number(first.codes_left),
  }
}

const prefixes = { challenges: 'c', accounts: 'a', factors: 'o', recoveryCodes: 'o' }

const writeChallengeSelect = remember((table: 'factors' | 'recoveryCodes') => {
  const condition = table === 'factors' ? " AND o.type = ? AND o.state = 'active'" : ''
  const columns = (['challenges', 'accounts', table] as const).flatMap((from) =>
    readingColumns[from].map((column) => {
      const [prefix, name] = [prefixes[from], toSnake(column)]
      return `${prefix}.${name} AS ${prefix}_${name}`
    }),
  )
  return `SELECT ${columns.join(', ')},
       (SELECT COUNT(*) FROM countersign_recovery_codes r WHERE r.user_id = c.user_id AND r.used_at IS NULL) AS codes_left
     FROM countersign_challenges c
     LEFT JOIN countersign_accounts a ON a.user_id = c.user_id
     LEFT JOIN ${tableName(table)} o ON o.user_id = c.user_id${condition}
     WHERE c.id = ? ORDER BY o.created_at`
})

/** Null where the join found no row: the first of the columns is never null in one. */
function readPart<T extends ReadingTable>(table: T, row: SqlRow): ReadingRow<T> | null {
  const columns = listParts(table)
  if (row[columns[0]?.name ?? ''] === null) return null
  return readColumns(columns, row) as ReadingRow<T>
}

const listParts = remember((table: ReadingTable) =>
  describeColumns(table, readingColumns[table], `${prefixes[table]}_`),
)

export function columnsOf(table: TableName): string[] {
  return Object.keys(tables[table].columns)
}

/** `(?, ?), (?, ?)` */
export function listRows(rows: number, columns: number): string {
  return Array(rows)
    .fill(`(${Array(columns).fill('?').join(', ')})`)
    .join(', ')
}

/** The values of rows in the order of the table's columns. */
export function listValues<T extends TableName>(table: T, rows: readonly Row<T>[]): SqlValue[] {
  return rows.flatMap((row) =>
    columnsOf(table).map((column) => (row as Record<string, SqlValue>)[column] ?? null),
  )
}

export function writeInsert(table: TableName, rows: number): string {
  const columns = columnsOf(table)
  return `INSERT INTO ${tableName(table)} (${columns.map(toSnake).join(', ')}) VALUES ${listRows(rows, columns.length)}`
}

function writeWhere(table: TableName, where: object): { sql: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = []
  const conditions = readConditions(table, where).map(([name, condition]) => {
    const column = toSnake(name)
    if (condition.kind === 'null') return `${column} IS NULL`
    if (condition.kind === 'notNull') return `${column} IS NOT NULL`
    if (condition.kind === 'belowColumn') return `${column} < ${toSnake(condition.operand)}`
    if (condition.kind === 'oneOf') {
      const { operand } = condition
      const [last] = operand.slice(-1)
      if (last === undefined) return '1 = 0'
      // Lengths of powers of two: drivers and servers keep each statement that they have prepared.
      const length = 2 ** Math.ceil(Math.log2(operand.length))
      const padded = [...operand, ...Array<typeof last>(length - operand.length).fill(last)]
      parameters.push(...padded)
      return `${column} IN (${padded.map(() => '?').join(', ')})`
    }
    parameters.push(condition.operand)
    return `${column} ${comparisons[condition.kind]} ?`
  })
  return { sql: conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`, parameters }
}

const comparisons = { equal: '=', not: '<>', below: '<', above: '>', atMost: '<=' } as const

function readChange(table: TableName, name: string, change: unknown): { sql: string; parameter: SqlValue } {
  const column = toSnake(checkColumn(table, name))
  if (typeof change === 'object' && change !== null)
    return { sql: `${column} = ${column} + ?`, parameter: (change as { plus: number }).plus }
  return { sql: `${column} = ?`, parameter: change as SqlValue }
}

function readRow<T extends TableName>(table: T, row: SqlRow): Row<T> {
  return readColumns(listColumns(table), row) as Row<T>
}

const listColumns = remember((table: TableName) => describeColumns(table, columnsOf(table), ''))

interface ColumnReading {
  column: string
  /** As the row names it. */
  name: string
  isNumber: boolean
}

function describeColumns(table: TableName, columns: readonly string[], prefix: string): ColumnReading[] {
  const types: Readonly<Record<string, string>> = tables[table].columns
  return columns.map((column) => ({
    column,
    name: `${prefix}${toSnake(column)}`,
    isNumber: types[column]?.startsWith('number') ?? false,
  }))
}

function readColumns(columns: readonly ColumnReading[], row: SqlRow): Record<string, SqlValue> {
  const read: Record<string, SqlValue> = {}
  for (const { column, name, isNumber } of columns) {
    const value = row[name]
    // Some drivers hand 64-bit numbers over as text.
    read[column] = value === null || value === undefined ? null : isNumber ? Number(value) : String(value)
  }
  return read
}

/** Works each answer out once. For names of our own tables and columns only, of which there are few. */
function remember<Name extends string, Answer>(work: (name: Name) => Answer): (name: Name) => Answer {
  const answers = new Map<Name, Answer>()
  return (name) => {
    let answer = answers.get(name)
    if (answer === undefined) {
      answer = work(name)
      answers.set(name, answer)
    }
    return answer
  }
}
