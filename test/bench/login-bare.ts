import { createHmac, randomBytes } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { computeCode, pick } from './login-countersign.ts'
import type { Candidate } from './login-rounds.ts'
import { applyPragmas, settleLog } from './login-sqlite.ts'

const PERIOD_MS = 30_000
const START = Date.UTC(2026, 10, 21, 12)

/**
 * The least that a second step can be: a select, three HMACs, one conditional update on one table. It counts no
 * attempts, keeps no record and has its secrets lie open; nothing that keeps the promises of the SDK gets near it.
 */
export function createBare(path: string, users: number): Candidate & { close(): void } {
  const database = new DatabaseSync(path)
  applyPragmas(database)
  database.exec(
    'CREATE TABLE factors (user_id TEXT PRIMARY KEY, secret BLOB, last_step INTEGER) WITHOUT ROWID',
  )
  const insert = database.prepare('INSERT INTO factors VALUES (?, ?, -1)')
  const people = Array.from({ length: users }, (_, number) => ({
    userId: `user-${number}`,
    secret: new Uint8Array(randomBytes(20)),
  }))
  database.exec('BEGIN')
  for (const { userId, secret } of people) insert.run(userId, secret)
  database.exec('COMMIT')
  settleLog(path)

  const select = database.prepare('SELECT secret FROM factors WHERE user_id = ?')
  const update = database.prepare('UPDATE factors SET last_step = ? WHERE user_id = ? AND last_step < ?')
  let now = START

  function verify(userId: string, code: string): boolean {
    const secret = select.get(userId)?.secret as Uint8Array
    const current = Math.floor(now / PERIOD_MS)
    let found = -1
    for (let step = current - 1; step <= current + 1; step++) {
      if (computeBareCode(secret, step) === code) found = step
    }
    return found >= 0 && update.run(found, userId, found).changes === 1
  }

  return {
    async prepare(count) {
      now += 4 * PERIOD_MS
      return pick(people, count).map(({ userId, secret }) => {
        const code = computeCode(secret, now)
        return () => {
          if (!verify(userId, code)) throw new Error('the bare statements refused a right code')
        }
      })
    },
    close: () => database.close(),
  }
}

function computeBareCode(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest[digest.length - 1] as number) & 15
  return `${(digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000}`.padStart(6, '0')
}
