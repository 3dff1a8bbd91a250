import { countDoublings } from '../attempt-rules.ts'
import type { AttemptCount, Consumption, SkewNote } from '../ports.ts'
import { type Row, tables } from '../tables.ts'
import { listValues, type SqlConnection, type SqlValue, toSnake, writeInsert } from './sql.ts'

/**
 * One statement each, which is one round trip and one transaction. The rows are locked first, in the order that is the
 * same everywhere, so that the conditions are judged on what is committed by then; only if every one holds is anything
 * changed.
 */
export async function countAttemptInPostgres(
  connection: SqlConnection,
  attempt: AttemptCount,
): Promise<number | null> {
  const { challengeId, userId, address, now, rules, passesSuspension } = attempt
  const pause = `CASE WHEN counted - cleared - ? >= ? THEN ?::bigint ELSE ?::bigint * (1 << (counted - cleared - ?)::int) END`
  const parameters: SqlValue[] = [
    challengeId,
    userId,
    now,
    userId,
    rules.consecutive,
    rules.consecutive,
    countDoublings(rules),
    rules.maxPauseMs,
    rules.pauseMs,
    rules.consecutive,
    now,
    passesSuspension ? 1 : 0,
    rules.rolling,
    address,
    now - rules.addressMs,
    now,
    address,
    rules.address,
    address,
    challengeId,
    now,
    userId,
  ]
  const { rows } = await connection.query(
    `WITH open_challenge AS (
       SELECT id FROM countersign_challenges
       WHERE id = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ? AND attempts < attempts_allowed FOR UPDATE
     ), open_account AS (
       SELECT user_id FROM countersign_accounts
       WHERE user_id = ? AND EXISTS (SELECT 1 FROM open_challenge)
         AND (counted - cleared < ? OR last_counted_at + (${pause}) <= ?)
         AND (?::int = 1 OR (suspended_at IS NULL AND rolling < ?)) FOR UPDATE
     ), open_address AS (
       INSERT INTO countersign_addresses (address, failures, failures_since, last_counted_at)
       SELECT ?, 1, ?::bigint, ?::bigint FROM open_account WHERE ?::text IS NOT NULL
       ON CONFLICT (address) DO UPDATE SET failures = countersign_addresses.failures + 1, last_counted_at = excluded.last_counted_at
         WHERE countersign_addresses.failures < ?
       RETURNING 1
     ), allowed AS (
       SELECT 1 FROM open_account WHERE ?::text IS NULL OR EXISTS (SELECT 1 FROM open_address)
     ), challenge AS (
       UPDATE countersign_challenges SET attempts = attempts + 1 WHERE id = ? AND EXISTS (SELECT 1 FROM allowed)
     )
     UPDATE countersign_accounts SET counted = counted + 1, rolling = rolling + 1, last_counted_at = ?
     WHERE user_id = ? AND EXISTS (SELECT 1 FROM allowed) RETURNING counted`,
    parameters,
  )
  return rows[0] === undefined ? null : Number(rows[0].counted)
}

/** `used AS (…)`, with a row if the code was used up, and what it takes before and after. */
function useUp({ userId, now, use }: Consumption): [string, SqlValue[]] {
  if (use.kind === 'totp') {
    return [
      `used AS (UPDATE countersign_factors SET last_step = ?, last_used_at = ?
       WHERE id = ? AND user_id = ? AND state = 'active' AND last_step < ? AND EXISTS (SELECT 1 FROM open_challenge) RETURNING 1)`,
      [use.step, now, use.factorId, userId, use.step],
    ]
  }
  if (use.kind === 'recovery_code') {
    return [
      `used AS (UPDATE countersign_recovery_codes SET used_at = ?
       WHERE user_id = ? AND code_hash = ? AND used_at IS NULL AND EXISTS (SELECT 1 FROM open_challenge) RETURNING 1)`,
      [now, userId, use.codeHash],
    ]
  }
  const { id, codeHash, factorId } = use
  return [
    `receiver AS (
       SELECT id FROM countersign_factors
       WHERE id = ? AND user_id = ? AND state = 'active' AND EXISTS (SELECT 1 FROM open_challenge) FOR UPDATE
     ), used AS (
       UPDATE countersign_sent_codes SET used_at = ?
       WHERE id = ? AND user_id = ? AND code_hash = ? AND used_at IS NULL AND expires_at > ?
         AND EXISTS (SELECT 1 FROM open_challenge) AND (?::text IS NULL OR EXISTS (SELECT 1 FROM receiver)) RETURNING 1
     ), touched AS (
       UPDATE countersign_factors SET last_used_at = ? WHERE id = ? AND EXISTS (SELECT 1 FROM used)
     )`,
    [factorId, userId, now, id, userId, codeHash, now, factorId, now, factorId],
  ]
}

export async function consumeInPostgres(
  connection: SqlConnection,
  consumption: Consumption,
): Promise<boolean> {
  const { challengeId, entryId, userId, address, now, attempt, use, usedBy, audit } = consumption
  const [code, codeParameters] = useUp(consumption)
  // Who lacks the app may have lost the computers too: none of them is trusted any more.
  const isRecovery = use.kind === 'recovery_code' ? 1 : 0
  const { rows } = await connection.query(
    `WITH open_challenge AS (
       SELECT id FROM countersign_challenges WHERE id = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ?
         AND entry_id IS NOT DISTINCT FROM ? FOR UPDATE
     ), ${code}, account AS (
       UPDATE countersign_accounts SET cleared = GREATEST(cleared, ?), rolling = GREATEST(rolling - 1, 0)
       WHERE user_id = ? AND EXISTS (SELECT 1 FROM used)
     ), device_tokens AS (
       DELETE FROM countersign_device_tokens WHERE user_id = ? AND ?::int = 1 AND EXISTS (SELECT 1 FROM used)
     ), devices AS (
       DELETE FROM countersign_trusted_devices WHERE user_id = ? AND ?::int = 1 AND EXISTS (SELECT 1 FROM used)
     ), address AS (
       UPDATE countersign_addresses SET failures = GREATEST(failures - 1, 0)
       WHERE address = ? AND EXISTS (SELECT 1 FROM used)
     ), audit AS (${insertIfUsed(audit.length)})
     UPDATE countersign_challenges SET consumed_at = ?, consumed_by = ?, attempts = attempts - 1
     WHERE id = ? AND EXISTS (SELECT 1 FROM used) RETURNING 1`,
    [
      challengeId,
      userId,
      now,
      entryId,
      ...codeParameters,
      attempt,
      userId,
      userId,
      isRecovery,
      userId,
      isRecovery,
      address,
      ...listValues('audit', audit),
      now,
      usedBy,
      challengeId,
    ],
  )
  return rows.length === 1
}

export async function appendAuditInPostgres(
  connection: SqlConnection,
  rows: Row<'audit'>[],
  note: SkewNote | undefined,
): Promise<void> {
  const insert = writeInsert('audit', rows.length)
  const values = listValues('audit', rows)
  if (note === undefined) return void (await connection.query(insert, values))
  const { challengeId, skew, skewStep } = note
  await connection.query(
    `WITH noted AS (UPDATE countersign_challenges SET skew = ?, skew_step = ? WHERE id = ?) ${insert}`,
    [skew, skewStep, challengeId, ...values],
  )
}

function insertIfUsed(rows: number): string {
  const [head, values] = writeInsert('audit', rows).split(' VALUES ') as [string, string]
  // A VALUES list that is selected from has no column types of its own to go by.
  const columns = Object.entries(tables.audit.columns).map(([column, type]) => ({
    name: toSnake(column),
    cast: type.startsWith('number') ? '::bigint' : '::text',
  }))
  const typed = columns.map(({ name, cast }) => `${name}${cast}`)
  const names = columns.map(({ name }) => name)
  return `${head} SELECT ${typed.join(', ')} FROM (VALUES ${values}) AS written (${names.join(', ')}) WHERE EXISTS (SELECT 1 FROM used)`
}
