import { countDoublings } from '../attempt-rules.ts'
import type { AttemptCount, Consumption } from '../ports.ts'
import { listValues, type SqlConnection, type SqlRow, type SqlValue, writeInsert } from './sql.ts'

/** What this engine tells besides: the number that LAST_INSERT_ID() was given. */
export interface MysqlConnection extends SqlConnection {
  query(
    sql: string,
    parameters?: readonly SqlValue[],
  ): Promise<{ rows: SqlRow[]; affected: number; insertId: number }>
}

/**
 * One UPDATE over all the rows that the attempt concerns: it changes all of them or none, and is a transaction by
 * itself. The new number comes back without a second round trip through LAST_INSERT_ID().
 */
async function countOnce(connection: MysqlConnection, attempt: AttemptCount): Promise<number | null> {
  const { challengeId, userId, address, now, rules, passesSuspension } = attempt
  const beyond = '(a.counted - a.cleared - ?)'
  const pause = `CASE WHEN ${beyond} >= ? THEN ? ELSE ? * POW(2, ${beyond}) END`
  const join = address === null ? '' : 'JOIN countersign_addresses d ON d.address = ? AND d.failures < ?'
  const set = address === null ? '' : ', d.failures = d.failures + 1, d.last_counted_at = ?'
  const { affected, insertId } = await connection.query(
    `UPDATE countersign_challenges c
     JOIN countersign_accounts a ON a.user_id = c.user_id ${join}
     SET a.counted = LAST_INSERT_ID(a.counted + 1), a.rolling = a.rolling + 1, a.last_counted_at = ?,
       c.attempts = c.attempts + 1 ${set}
     WHERE c.id = ? AND c.user_id = ? AND c.consumed_at IS NULL AND c.expires_at > ? AND c.attempts < c.attempts_allowed
       AND (a.counted - a.cleared < ? OR a.last_counted_at + (${pause}) <= ?)
       AND (? = 1 OR (a.suspended_at IS NULL AND a.rolling < ?))`,
    [
      ...(address === null ? [] : [address, rules.address]),
      now,
      ...(address === null ? [] : [now]),
      challengeId,
      userId,
      now,
      rules.consecutive,
      rules.consecutive,
      countDoublings(rules),
      rules.maxPauseMs,
      rules.pauseMs,
      rules.consecutive,
      now,
      passesSuspension ? 1 : 0,
      rules.rolling,
    ],
  )
  return affected === 0 ? null : insertId
}

/** Counts an attempt; an address that is new gets its row first, because an UPDATE can make none. */
export async function countAttemptInMysql(
  connection: MysqlConnection,
  attempt: AttemptCount,
): Promise<number | null> {
  const { address, now, rules } = attempt
  const counted = await countOnce(connection, attempt)
  if (counted !== null || address === null) return counted
  const { affected } = await connection.query(
    `INSERT INTO countersign_addresses (address, failures, failures_since, last_counted_at) VALUES (?, 0, ?, ?)
     ON DUPLICATE KEY UPDATE failures = failures`,
    [address, now - rules.addressMs, now],
  )
  // One for a new row; how a row that was there counts depends on the client's flags, and a second try does no harm.
  return affected === 0 ? null : countOnce(connection, attempt)
}

type RunTransaction = <T>(work: (connection: MysqlConnection) => Promise<T>) => Promise<T>

/** One UPDATE over challenge, code, account and address, and the record beside it. */
export async function consumeInMysql(
  runTransaction: RunTransaction,
  consumption: Consumption,
): Promise<boolean> {
  const { challengeId, userId, address, now, attempt, use, audit } = consumption
  const [join, joinParameters, set, setParameters]: [string, SqlValue[], string, SqlValue[]] =
    use.kind === 'totp'
      ? [
          `JOIN countersign_factors f ON f.id = ? AND f.user_id = c.user_id AND f.state = 'active' AND f.last_step < ?`,
          [use.factorId, use.step],
          'f.last_step = ?, f.last_used_at = ?',
          [use.step, now],
        ]
      : [
          'JOIN countersign_recovery_codes f ON f.user_id = c.user_id AND f.code_hash = ? AND f.used_at IS NULL',
          [use.codeHash],
          'f.used_at = ?',
          [now],
        ]
  // Who lacks the app may have lost the computers too: none of them is trusted any more.
  const isRecovery = use.kind === 'recovery_code' ? 1 : 0
  return runTransaction(async (connection) => {
    const { affected } = await connection.query(
      `UPDATE countersign_challenges c ${join}
       LEFT JOIN countersign_accounts a ON a.user_id = c.user_id
       LEFT JOIN countersign_addresses d ON d.address = ?
       SET c.consumed_at = ?, c.attempts = c.attempts - 1, ${set},
         a.cleared = GREATEST(a.cleared, ?), a.rolling = GREATEST(a.rolling - 1, 0),
         a.devices_from = CASE WHEN ? = 1 THEN ? ELSE a.devices_from END, d.failures = GREATEST(d.failures - 1, 0)
       WHERE c.id = ? AND c.user_id = ? AND c.consumed_at IS NULL AND c.expires_at > ?`,
      [...joinParameters, address, now, ...setParameters, attempt, isRecovery, now, challengeId, userId, now],
    )
    if (affected === 0) return false
    await connection.query(writeInsert('audit', audit.length), listValues('audit', audit))
    return true
  })
}
