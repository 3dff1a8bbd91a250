import { randomBytes, randomFillSync } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { sqliteStore } from 'countersign/sqlite'
import { createKeyring } from '../../sdk/src/crypto/keyring.ts'
import { sealSecret } from '../../sdk/src/crypto/sealed-secret.ts'
import { BENCH_KEY, createSite, type EnrolledUser, enroll, START } from './login-countersign.ts'

interface Template {
  table: string
  rows: Record<string, SQLInputValue>[]
}

const MODEL_USER = 'model'
const USERS_A_BATCH = 10_000

/**
 * Makes a database with so many enrolled users. One is enrolled through the SDK; the others get a copy of every row that
 * this left, under ids of their own. `signing` of them, picked at random, have a secret that opens and are returned; the
 * others, of whom nothing but the bulk matters here, share the model's.
 */
export async function fillCrowd(path: string, users: number, signing: number): Promise<EnrolledUser[]> {
  const { twoFactor } = createSite(sqliteStore(path))
  await twoFactor.migrate()
  await enroll(twoFactor, MODEL_USER)
  await twoFactor.close()

  // The copying statements share one set of parameters, of which none has a use for all.
  const database = new DatabaseSync(path, { allowUnknownNamedParameters: true })
  // A crash would cost a run of the benchmark and nothing else; the store sets its own pragmas when it opens the file.
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000')
  try {
    const chosen = chooseNumbers(users, signing)
    const enrolled: EnrolledUser[] = []
    const copy = createCopier(database)
    database.exec('BEGIN')
    for (let number = 0; number < users; number++) {
      const userId = `user-${number.toString().padStart(8, '0')}`
      const secret = chosen.has(number) ? new Uint8Array(randomBytes(20)) : null
      copy(userId, secret)
      if (secret !== null) enrolled.push({ userId, secret })
      // Ctrl-C is heard in between.
      if (number % USERS_A_BATCH === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    database.exec('COMMIT')
    return enrolled
  } finally {
    database.close()
    flush(path)
  }
}

function chooseNumbers(users: number, count: number): Set<number> {
  const chosen = new Set<number>()
  while (chosen.size < Math.min(count, users)) chosen.add(Math.floor(Math.random() * users))
  return chosen
}

/** Copies all that the model user has, one prepared insert a table, to another user. */
function createCopier(database: DatabaseSync): (userId: string, secret: Uint8Array | null) => void {
  const keyring = createKeyring([BENCH_KEY])
  const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) }
  const inserts = findTemplates(database).map(({ table, rows }) => {
    const columns = Object.keys(rows[0] as object)
    const values = rows.map((row) => `(${columns.map((column) => writeValue(column, row)).join(', ')})`)
    return {
      place: toCamel(table),
      model: rows[0]?.sealed_secret ?? null,
      statement: database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${values.join(', ')}`),
    }
  })
  const nextId = createIds()
  let copied = 0
  return (userId, secret) => {
    // One enrollment a millisecond: the ids that begin with a time come in order, as they do in life.
    const time = (START + ++copied).toString(16).padStart(12, '0')
    for (const { place, model, statement } of inserts) {
      const rowId = nextId()
      const opens = secret !== null && model !== null
      statement.run({
        user_id: userId,
        row_id: rowId,
        sealed_secret: opens ? sealSecret(secret, { table: place, userId, rowId }, keyring, random) : model,
        time,
      })
    }
  }
}

/** Ids as the SDK makes them, from a stock of randomness: asking for so little a million times takes longer than the rest. */
function createIds(): () => string {
  const stock = Buffer.alloc(1 << 16)
  let used = stock.length
  return () => {
    if (used === stock.length) {
      randomFillSync(stock)
      used = 0
    }
    used += 16
    return stock.toString('base64url', used - 16, used)
  }
}

/** What a column of a copied row has: its own where it must, else what the model has. */
function writeValue(column: string, row: Template['rows'][number]): string {
  const value = row[column] ?? null
  if (column === 'user_id' || column === 'sealed_secret') return `$${column}`
  if (column === 'code_hash') return 'lower(hex(randomblob(32)))'
  const timed = column === 'id' ? /^[0-9a-f]{12}([0-9a-f]{6}-)/.exec(`${value}`) : null
  if (timed !== null) return `$time || '${timed[1]}' || lower(hex(randomblob(11)))`
  if (column === 'id') return '$row_id'
  return typeof value === 'number'
    ? `${value}`
    : value === null
      ? 'NULL'
      : `'${`${value}`.replaceAll("'", "''")}'`
}

/** The rows of the model user, table by table. */
function findTemplates(database: DatabaseSync): Template[] {
  const tables = database
    .prepare(
      `SELECT m.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'user_id'
       WHERE m.type = 'table' AND m.name LIKE 'countersign_%'`,
    )
    .all()
  return tables
    .map(({ name }) => ({
      table: String(name),
      rows: database.prepare(`SELECT * FROM ${name} WHERE user_id = ?`).all(MODEL_USER) as Template['rows'],
    }))
    .filter(({ rows }) => rows.length > 0)
}

const toCamel = (table: string) =>
  table.replace('countersign_', '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What is still on its way to the disk must not be in the way of what is measured. */
function flush(path: string): void {
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}
