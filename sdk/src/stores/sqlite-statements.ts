import { countDoublings } from '../attempt-rules.ts'
import type { AttemptCount, Consumption } from '../ports.ts'
import { listValues, type SqlValue, writeInsert } from './sql.ts'

/** A connection's statements, prepared once each; their texts are few and always the same. */
export interface SqliteStatements {
  /** How many rows it changed. */
  change(sql: string, ...parameters: SqlValue[]): number
  /** The one number of the row that it changed; null when it changed none. */
  changeReturning(sql: string, ...parameters: SqlValue[]): number | null
}

/**
 * Counts an attempt inside an open transaction, which holds the write lock: the conditions are judged on what is
 * committed by then. Null means that the transaction must be rolled back.
 */
export function countAttemptInSqlite(statements: SqliteStatements, attempt: AttemptCount): number | null {
  const { challengeId, userId, address, now, rules, passesSuspension } = attempt
  if (statements.change(countInChallenge, challengeId, userId, now) === 0) return null
  const { consecutive, rolling, pauseMs, maxPauseMs, address: most, addressMs } = rules
  const number = statements.changeReturning(
    countInAccount,
    ...[now, userId, consecutive, now, consecutive, countDoublings(rules), maxPauseMs, pauseMs, consecutive],
    ...[passesSuspension ? 1 : 0, rolling],
  )
  if (number === null || address === null) return number
  return statements.change(countInAddress, address, now - addressMs, now, most) === 0 ? null : number
}

const countInChallenge = `UPDATE countersign_challenges SET attempts = attempts + 1
  WHERE id = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ? AND attempts < attempts_allowed`

const countInAccount = `UPDATE countersign_accounts SET counted = counted + 1, rolling = rolling + 1, last_counted_at = ?
  WHERE user_id = ?
    AND (counted - cleared < ? OR last_counted_at <= ? -
      CASE WHEN counted - cleared - ? >= ? THEN ? ELSE ? * (1 << (counted - cleared - ?)) END)
    AND (? = 1 OR (suspended_at IS NULL AND rolling < ?))
  RETURNING counted`

const countInAddress = `INSERT INTO countersign_addresses (address, failures, failures_since, last_counted_at)
  VALUES (?, 1, ?, ?)
  ON CONFLICT (address) DO UPDATE SET failures = failures + 1, last_counted_at = excluded.last_counted_at
    WHERE failures < ?`

/** Uses up code and challenge inside an open transaction; false means that it must be rolled back. */
export function consumeInSqlite(statements: SqliteStatements, consumption: Consumption): boolean {
  const { challengeId, entryId, userId, address, now, attempt, use, usedBy, audit } = consumption
  if (statements.change(consumeChallenge, now, usedBy, challengeId, userId, now, entryId) === 0) return false
  // The race that this closes: twenty requests that all judged the same code right. The row lets one of them by.
  if (!useUp(statements, consumption)) return false
  // Who lacks the app may have lost the computers too: none of them is trusted any more.
  if (use.kind === 'recovery_code') {
    statements.change('DELETE FROM countersign_device_tokens WHERE user_id = ?', userId)
    statements.change('DELETE FROM countersign_trusted_devices WHERE user_id = ?', userId)
  }
  statements.change(forgiveAccount, attempt, userId)
  if (address !== null) statements.change(forgiveAddress, address)
  return statements.change(writeInsert('audit', audit.length), ...listValues('audit', audit)) === audit.length
}

const consumeChallenge = `UPDATE countersign_challenges SET consumed_at = ?, consumed_by = ?, attempts = attempts - 1
  WHERE id = ? AND user_id = ? AND consumed_at IS NULL AND expires_at > ? AND entry_id IS ?`

// Failures up to this attempt are forgiven; those counted after it stay.
const forgiveAccount = `UPDATE countersign_accounts SET cleared = MAX(cleared, ?), rolling = MAX(rolling - 1, 0)
  WHERE user_id = ?`

const forgiveAddress = `UPDATE countersign_addresses SET failures = failures - 1 WHERE address = ? AND failures > 0`

function useUp(statements: SqliteStatements, { userId, now, use }: Consumption): boolean {
  if (use.kind === 'totp')
    return statements.change(useStep, use.step, now, use.factorId, userId, use.step) === 1
  if (use.kind === 'recovery_code') return statements.change(useRecoveryCode, now, userId, use.codeHash) === 1
  const { id, codeHash, factorId } = use
  if (factorId !== null && statements.change(useFactor, now, factorId, userId) === 0) return false
  return statements.change(useSentCode, now, id, userId, codeHash, now) === 1
}

const useStep = `UPDATE countersign_factors SET last_step = ?, last_used_at = ?
  WHERE id = ? AND user_id = ? AND state = 'active' AND last_step < ?`

const useRecoveryCode = `UPDATE countersign_recovery_codes SET used_at = ?
  WHERE user_id = ? AND code_hash = ? AND used_at IS NULL`

const useFactor = `UPDATE countersign_factors SET last_used_at = ? WHERE id = ? AND user_id = ? AND state = 'active'`

const useSentCode = `UPDATE countersign_sent_codes SET used_at = ?
  WHERE id = ? AND user_id = ? AND code_hash = ? AND used_at IS NULL AND expires_at > ?`
