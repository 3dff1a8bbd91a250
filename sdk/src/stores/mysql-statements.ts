import { countDoublings } from '../attempt-rules.ts'
import type { AttemptCount, Consumption, SkewNote } from '../ports.ts'
import type { Row } from '../tables.ts'
import { type SendPacket, sql } from './mysql-packet.ts'
import { listValues, writeInsert } from './sql.ts'

/**
 * One packet each, which is one round trip and one transaction. The rows are locked first, in the order that is the same
 * everywhere, and variables of the connection note whether every condition holds; whatever changes a row depends on
 * them. A SELECT INTO that finds no row leaves its variable as it was, so all of them are emptied before. No statement
 * changes two tables: UPDATE over several at once crashes MariaDB 10.11 under parallel load.
 */
export async function countAttemptInMysql(send: SendPacket, attempt: AttemptCount): Promise<number | null> {
  const { challengeId, userId, address, now, rules, passesSuspension } = attempt
  const statements = [
    'SET @countersign_open = NULL, @countersign_number = NULL, @countersign_address = NULL',
    sql`SELECT 1 INTO @countersign_open FROM countersign_challenges
      WHERE id = ${challengeId} AND user_id = ${userId} AND consumed_at IS NULL AND expires_at > ${now}
        AND attempts < attempts_allowed FOR UPDATE`,
    sql`SELECT counted + 1 INTO @countersign_number FROM countersign_accounts
      WHERE user_id = ${userId} AND @countersign_open = 1
        AND (counted - cleared < ${rules.consecutive} OR last_counted_at +
          CASE WHEN counted - cleared - ${rules.consecutive} >= ${countDoublings(rules)} THEN ${rules.maxPauseMs}
            ELSE ${rules.pauseMs} * (1 << (counted - cleared - ${rules.consecutive})) END <= ${now})
        AND (${passesSuspension ? 1 : 0} = 1 OR (suspended_at IS NULL AND rolling < ${rules.rolling})) FOR UPDATE`,
    ...(address === null ? [] : countInAddress(address, attempt)),
    sql`UPDATE countersign_challenges SET attempts = attempts + 1
      WHERE id = ${challengeId} AND @countersign_number IS NOT NULL`,
    sql`UPDATE countersign_accounts SET counted = counted + 1, rolling = rolling + 1, last_counted_at = ${now}
      WHERE user_id = ${userId} AND @countersign_number IS NOT NULL`,
  ]
  const number = await send({ statements, result: '@countersign_number' })
  return number === null ? null : Number(number)
}

/** Counts within the address if everything else allows it; an address at its limit takes the attempt's number away. */
function countInAddress(address: string, { now, rules }: AttemptCount): string[] {
  return [
    // Made before it is locked: parallel transactions that lock a row that is not there stop each other from making it.
    sql`INSERT INTO countersign_addresses (address, failures, failures_since, last_counted_at)
      SELECT ${address}, 0, ${now - rules.addressMs}, ${now} FROM DUAL WHERE @countersign_number IS NOT NULL
      ON DUPLICATE KEY UPDATE address = countersign_addresses.address`,
    sql`SELECT 1 INTO @countersign_address FROM countersign_addresses
      WHERE address = ${address} AND @countersign_number IS NOT NULL AND failures < ${rules.address} FOR UPDATE`,
    'SET @countersign_number = IF(@countersign_address = 1, @countersign_number, NULL)',
    sql`UPDATE countersign_addresses SET failures = failures + 1, last_counted_at = ${now}
      WHERE address = ${address} AND @countersign_number IS NOT NULL`,
  ]
}

export async function consumeInMysql(send: SendPacket, consumption: Consumption): Promise<boolean> {
  const { challengeId, entryId, userId, address, now, attempt, use, usedBy, audit } = consumption
  // Who lacks the app may have lost the computers too: none of them is trusted any more.
  const forgetting = use.kind === 'recovery_code' ? ['device_tokens', 'trusted_devices'] : []
  const statements = [
    'SET @countersign_open = NULL, @countersign_receiver = NULL, @countersign_used = NULL',
    sql`SELECT 1 INTO @countersign_open FROM countersign_challenges
      WHERE id = ${challengeId} AND user_id = ${userId} AND consumed_at IS NULL AND expires_at > ${now}
        AND entry_id <=> ${entryId} FOR UPDATE`,
    ...useUp(consumption),
    sql`UPDATE countersign_accounts SET cleared = GREATEST(cleared, ${attempt}), rolling = GREATEST(rolling - 1, 0)
      WHERE user_id = ${userId} AND @countersign_used = 1`,
    ...forgetting.map(
      (table) =>
        `DELETE FROM countersign_${table} WHERE ${sql`user_id = ${userId}`} AND @countersign_used = 1`,
    ),
    ...(address === null ? [] : [forgiveInAddress(address)]),
    sql`UPDATE countersign_challenges SET consumed_at = ${now}, consumed_by = ${usedBy}, attempts = attempts - 1
      WHERE id = ${challengeId} AND @countersign_used = 1`,
    ...audit.map(insertIfUsed),
  ]
  return Number(await send({ statements, result: '@countersign_used' })) === 1
}

/** Appends rows and notes how far off the code was. */
export async function appendAuditInMysql(
  send: SendPacket,
  rows: Row<'audit'>[],
  { challengeId, skew, skewStep }: SkewNote,
): Promise<void> {
  const statements = [
    sql`UPDATE countersign_challenges SET skew = ${skew}, skew_step = ${skewStep} WHERE id = ${challengeId}`,
    'SET @countersign_used = 1',
    ...rows.map(insertIfUsed),
  ]
  await send({ statements, result: '@countersign_used' })
}

/** Locks what is used up, notes in `@countersign_used` that it still can be, and uses it up. */
function useUp({ userId, now, use }: Consumption): string[] {
  if (use.kind === 'totp') {
    return [
      sql`SELECT 1 INTO @countersign_used FROM countersign_factors
        WHERE id = ${use.factorId} AND user_id = ${userId} AND state = 'active' AND last_step < ${use.step}
          AND @countersign_open = 1 FOR UPDATE`,
      sql`UPDATE countersign_factors SET last_step = ${use.step}, last_used_at = ${now}
        WHERE id = ${use.factorId} AND @countersign_used = 1`,
    ]
  }
  if (use.kind === 'recovery_code') {
    return [
      sql`SELECT 1 INTO @countersign_used FROM countersign_recovery_codes
        WHERE user_id = ${userId} AND code_hash = ${use.codeHash} AND used_at IS NULL
          AND @countersign_open = 1 FOR UPDATE`,
      sql`UPDATE countersign_recovery_codes SET used_at = ${now}
        WHERE user_id = ${userId} AND code_hash = ${use.codeHash} AND @countersign_used = 1`,
    ]
  }
  const { id, codeHash, factorId } = use
  return [
    sql`SELECT 1 INTO @countersign_receiver FROM countersign_factors
      WHERE id = ${factorId} AND user_id = ${userId} AND state = 'active' AND @countersign_open = 1 FOR UPDATE`,
    sql`SELECT 1 INTO @countersign_used FROM countersign_sent_codes
      WHERE id = ${id} AND user_id = ${userId} AND code_hash = ${codeHash} AND used_at IS NULL AND expires_at > ${now}
        AND @countersign_open = 1 AND (${factorId} IS NULL OR @countersign_receiver = 1) FOR UPDATE`,
    sql`UPDATE countersign_sent_codes SET used_at = ${now} WHERE id = ${id} AND @countersign_used = 1`,
    sql`UPDATE countersign_factors SET last_used_at = ${now} WHERE id = ${factorId} AND @countersign_used = 1`,
  ]
}

function forgiveInAddress(address: string): string {
  return sql`UPDATE countersign_addresses SET failures = failures - 1
    WHERE address = ${address} AND failures > 0 AND @countersign_used = 1`
}

function insertIfUsed(row: Row<'audit'>): string {
  const [head] = writeInsert('audit', 1).split(' VALUES ') as [string]
  const values = listValues('audit', [row]).map((value) => sql`${value}`)
  return `${head} SELECT ${values.join(', ')} FROM DUAL WHERE @countersign_used = 1`
}
