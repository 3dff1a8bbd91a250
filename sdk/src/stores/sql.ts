import type {
  AccountRow,
  AuditRow,
  ChallengePurpose,
  ChallengeRow,
  FactorRow,
  FactorState,
  FactorType,
  StoreReads,
  StoreTransaction,
} from '../ports.ts'

export type SqlValue = string | number | null
export type SqlRow = Record<string, unknown>

/** One connection that runs one statement at a time. `?` stands for a parameter. */
export interface SqlConnection {
  query(sql: string, parameters?: readonly SqlValue[]): Promise<{ rows: SqlRow[]; affected: number }>
}

/** The few words in which the engines differ. */
export interface SqlDialect {
  /** Column type of a number that the engine counts up by itself. */
  sequence: string
  /** A millisecond parameter, typed for engines that guess from the context. */
  bigint: string
}

/** The tables. Identifiers and tokens are compared byte by byte; times are milliseconds. */
export function createTables({ sequence }: SqlDialect): string[] {
  return [
    `CREATE TABLE IF NOT EXISTS countersign_factors (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, type TEXT NOT NULL, label TEXT NOT NULL, state TEXT NOT NULL,
      pending_slot TEXT, sealed_secret TEXT NOT NULL, last_step BIGINT NOT NULL, attempts INTEGER NOT NULL,
      created_at BIGINT NOT NULL, expires_at BIGINT, confirmed_at BIGINT, last_used_at BIGINT,
      UNIQUE (user_id, pending_slot))`,
    `CREATE TABLE IF NOT EXISTS countersign_challenges (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, purpose TEXT NOT NULL, attempts INTEGER NOT NULL,
      attempts_allowed INTEGER NOT NULL, created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, consumed_at BIGINT)`,
    'CREATE INDEX IF NOT EXISTS countersign_challenges_user ON countersign_challenges (user_id, expires_at)',
    `CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
      user_id TEXT NOT NULL, code_hash TEXT NOT NULL, created_at BIGINT NOT NULL, used_at BIGINT,
      PRIMARY KEY (user_id, code_hash))`,
    `CREATE TABLE IF NOT EXISTS countersign_accounts (
      user_id TEXT PRIMARY KEY, counted BIGINT NOT NULL, cleared BIGINT NOT NULL, pauses INTEGER NOT NULL,
      paused_until BIGINT, suspended_at BIGINT, rolling_since BIGINT NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS countersign_addresses (
      address TEXT PRIMARY KEY, last_attempt_at BIGINT NOT NULL)`,
    `CREATE TABLE IF NOT EXISTS countersign_attempts (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, address TEXT, at BIGINT NOT NULL)`,
    'CREATE INDEX IF NOT EXISTS countersign_attempts_user ON countersign_attempts (user_id, at)',
    'CREATE INDEX IF NOT EXISTS countersign_attempts_address ON countersign_attempts (address, at)',
    `CREATE TABLE IF NOT EXISTS countersign_audit (
      sequence ${sequence}, id TEXT NOT NULL UNIQUE, at BIGINT NOT NULL, type TEXT NOT NULL, user_id TEXT NOT NULL,
      actor_id TEXT, address TEXT, data TEXT NOT NULL, key_id TEXT NOT NULL, mac TEXT NOT NULL)`,
    'CREATE INDEX IF NOT EXISTS countersign_audit_user ON countersign_audit (user_id, sequence)',
  ]
}

/** The store's verbs as statements, the same for every engine. */
export function createSqlVerbs(connection: SqlConnection, { bigint }: SqlDialect): StoreTransaction {
  const query = (sql: string, ...parameters: SqlValue[]) => connection.query(sql, parameters)
  const first = async (sql: string, ...parameters: SqlValue[]) => (await query(sql, ...parameters)).rows[0]
  const changedOne = async (sql: string, ...parameters: SqlValue[]) =>
    (await query(sql, ...parameters)).affected === 1
  const run = async (sql: string, ...parameters: SqlValue[]) => void (await query(sql, ...parameters))

  const reads: StoreReads = {
    async findFactor(userId, factorId) {
      const row = await first(
        'SELECT * FROM countersign_factors WHERE user_id = ? AND id = ?',
        userId,
        factorId,
      )
      return row === undefined ? null : readFactor(row)
    },
    async listFactors(userId) {
      const { rows } = await query(
        "SELECT * FROM countersign_factors WHERE user_id = ? AND state <> 'pending' ORDER BY created_at, id",
        userId,
      )
      return rows.map(readFactor)
    },
    async findChallenge(id) {
      const row = await first('SELECT * FROM countersign_challenges WHERE id = ?', id)
      return row === undefined ? null : readChallenge(row)
    },
    async findAccount(userId) {
      const row = await first('SELECT * FROM countersign_accounts WHERE user_id = ?', userId)
      return row === undefined ? null : readAccount(row)
    },
    async countUnusedRecoveryCodes(userId) {
      const row = await first(
        'SELECT COUNT(*) AS n FROM countersign_recovery_codes WHERE user_id = ? AND used_at IS NULL',
        userId,
      )
      return Number(row?.n ?? 0)
    },
    async hasRecoveryCode(userId, codeHash) {
      return (
        (await first(
          'SELECT 1 AS n FROM countersign_recovery_codes WHERE user_id = ? AND code_hash = ?',
          userId,
          codeHash,
        )) !== undefined
      )
    },
    async nthNewestUserAttempt(userId, since, nth) {
      const row = await first(
        'SELECT at FROM countersign_attempts WHERE user_id = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?',
        userId,
        since,
        nth - 1,
      )
      return row === undefined ? null : Number(row.at)
    },
    async nthNewestAddressAttempt(address, since, nth) {
      const row = await first(
        'SELECT at FROM countersign_attempts WHERE address = ? AND at > ? ORDER BY at DESC LIMIT 1 OFFSET ?',
        address,
        since,
        nth - 1,
      )
      return row === undefined ? null : Number(row.at)
    },
    async listAudit({ userId, limit }) {
      const columns = 'id, at, type, user_id, actor_id, address, data, key_id, mac'
      const { rows } =
        userId === undefined
          ? await query(`SELECT ${columns} FROM countersign_audit ORDER BY sequence DESC LIMIT ?`, limit)
          : await query(
              `SELECT ${columns} FROM countersign_audit WHERE user_id = ? ORDER BY sequence DESC LIMIT ?`,
              userId,
              limit,
            )
      return rows.map(readAudit)
    },
  }

  return {
    ...reads,

    lockAccount(userId) {
      // A write locks the row until the transaction ends, in every engine, whether the row was there or not.
      return run(
        `INSERT INTO countersign_accounts (user_id, counted, cleared, pauses, paused_until, suspended_at, rolling_since)
         VALUES (?, 0, 0, 0, NULL, NULL, 0)
         ON CONFLICT (user_id) DO UPDATE SET counted = countersign_accounts.counted`,
        userId,
      )
    },
    lockAddress(address, now) {
      return run(
        `INSERT INTO countersign_addresses (address, last_attempt_at) VALUES (?, ?)
         ON CONFLICT (address) DO UPDATE SET last_attempt_at = excluded.last_attempt_at`,
        address,
        now,
      )
    },

    putPendingFactor(row) {
      return run(
        `INSERT INTO countersign_factors
           (id, user_id, type, label, state, pending_slot, sealed_secret, last_step, attempts, created_at, expires_at)
         VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?, ?)
         ON CONFLICT (user_id, pending_slot) DO UPDATE SET
           id = excluded.id, label = excluded.label, sealed_secret = excluded.sealed_secret, last_step = excluded.last_step,
           attempts = excluded.attempts, created_at = excluded.created_at, expires_at = excluded.expires_at`,
        row.id,
        row.userId,
        row.type,
        row.label,
        row.type,
        row.sealedSecret,
        row.lastStep,
        row.attempts,
        row.createdAt,
        row.expiresAt,
      )
    },
    async takePendingAttempt({ userId, factorId, now, limit }) {
      const row = await first(
        `UPDATE countersign_factors SET attempts = attempts + 1
         WHERE id = ? AND user_id = ? AND state = 'pending' AND expires_at > ? AND attempts < ? RETURNING attempts`,
        factorId,
        userId,
        now,
        limit,
      )
      return row === undefined ? null : Number(row.attempts)
    },
    activateFactor({ userId, factorId, step, now }) {
      return changedOne(
        `UPDATE countersign_factors
         SET state = 'active', pending_slot = NULL, expires_at = NULL, confirmed_at = ?, last_step = ?
         WHERE id = ? AND user_id = ? AND state = 'pending' AND expires_at > ?`,
        now,
        step,
        factorId,
        userId,
        now,
      )
    },
    deletePendingFactor(userId, factorId) {
      return changedOne(
        "DELETE FROM countersign_factors WHERE id = ? AND user_id = ? AND state = 'pending'",
        factorId,
        userId,
      )
    },
    advanceStep({ userId, factorId, step, now }) {
      // The race that this closes: twenty requests that all judged the same code right. The row lets one of them by.
      return changedOne(
        `UPDATE countersign_factors SET last_step = ?, last_used_at = ?
         WHERE id = ? AND user_id = ? AND state = 'active' AND last_step < ?`,
        step,
        now,
        factorId,
        userId,
        step,
      )
    },

    insertChallenge(row) {
      return run(
        `INSERT INTO countersign_challenges
           (id, user_id, purpose, attempts, attempts_allowed, created_at, expires_at, consumed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        row.id,
        row.userId,
        row.purpose,
        row.attempts,
        row.attemptsAllowed,
        row.createdAt,
        row.expiresAt,
        row.consumedAt,
      )
    },
    async takeChallengeAttempt({ id, now }) {
      const row = await first(
        `UPDATE countersign_challenges SET attempts = attempts + 1
         WHERE id = ? AND consumed_at IS NULL AND expires_at > ? AND attempts < attempts_allowed RETURNING attempts`,
        id,
        now,
      )
      return row === undefined ? null : Number(row.attempts)
    },
    giveBackChallengeAttempt(id) {
      return run(
        'UPDATE countersign_challenges SET attempts = attempts - 1 WHERE id = ? AND attempts > 0',
        id,
      )
    },
    consumeChallenge({ id, now }) {
      return changedOne(
        'UPDATE countersign_challenges SET consumed_at = ? WHERE id = ? AND consumed_at IS NULL AND expires_at > ?',
        now,
        id,
        now,
      )
    },
    deleteExpiredChallenges(userId, before) {
      return run('DELETE FROM countersign_challenges WHERE user_id = ? AND expires_at < ?', userId, before)
    },

    async replaceRecoveryCodes({ userId, codeHashes, now }) {
      await run('DELETE FROM countersign_recovery_codes WHERE user_id = ?', userId)
      for (const codeHash of codeHashes) {
        await run(
          'INSERT INTO countersign_recovery_codes (user_id, code_hash, created_at, used_at) VALUES (?, ?, ?, NULL)',
          userId,
          codeHash,
          now,
        )
      }
    },
    consumeRecoveryCode({ userId, codeHash, now }) {
      return changedOne(
        'UPDATE countersign_recovery_codes SET used_at = ? WHERE user_id = ? AND code_hash = ? AND used_at IS NULL',
        now,
        userId,
        codeHash,
      )
    },

    async takeAccountAttempt({ userId, now, rule }) {
      // From this many doublings on a pause has its full length; it also keeps the shift below from overflowing.
      const doublings = Math.ceil(Math.log2(rule.maxMs / rule.baseMs))
      const row = await first(
        `UPDATE countersign_accounts SET
           counted = counted + 1,
           paused_until = CASE
             WHEN counted + 1 - cleared < ? THEN NULL
             WHEN pauses >= ? THEN ${bigint} + ${bigint}
             ELSE ${bigint} + ${bigint} * (1 << pauses) END,
           pauses = CASE WHEN counted + 1 - cleared < ? THEN pauses ELSE pauses + 1 END
         WHERE user_id = ? AND (paused_until IS NULL OR paused_until <= ?)
         RETURNING counted, paused_until`,
        rule.limit,
        doublings,
        now,
        rule.maxMs,
        now,
        rule.baseMs,
        rule.limit,
        userId,
        now,
      )
      return row === undefined
        ? null
        : { number: Number(row.counted), pausedUntil: readNumberOrNull(row.paused_until) }
    },
    clearAccountFailures({ userId, number, limit }) {
      return run(
        `UPDATE countersign_accounts SET
           cleared = ?,
           paused_until = CASE WHEN counted - ? < ? THEN NULL ELSE paused_until END,
           pauses = CASE WHEN counted - ? < ? THEN 0 ELSE pauses END
         WHERE user_id = ? AND cleared < ?`,
        number,
        number,
        limit,
        number,
        limit,
        userId,
        number,
      )
    },
    suspendAccount(userId, now) {
      return changedOne(
        'UPDATE countersign_accounts SET suspended_at = ? WHERE user_id = ? AND suspended_at IS NULL',
        now,
        userId,
      )
    },
    liftSuspension(userId, now) {
      return run(
        'UPDATE countersign_accounts SET suspended_at = NULL, rolling_since = ? WHERE user_id = ?',
        now,
        userId,
      )
    },
    insertAttempt(row) {
      return run(
        'INSERT INTO countersign_attempts (id, user_id, address, at) VALUES (?, ?, ?, ?)',
        row.id,
        row.userId,
        row.address,
        row.at,
      )
    },
    deleteAttempt(id) {
      return run('DELETE FROM countersign_attempts WHERE id = ?', id)
    },

    appendAudit(row) {
      return run(
        `INSERT INTO countersign_audit (id, at, type, user_id, actor_id, address, data, key_id, mac)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        row.id,
        row.at,
        row.type,
        row.userId,
        row.actorId,
        row.address,
        row.data,
        row.keyId,
        row.mac,
      )
    },
  }
}

// Some drivers hand 64-bit numbers over as text.
function readNumberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}

function readTextOrNull(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value)
}

function readFactor(row: SqlRow): FactorRow {
  return {
    id: String(row.id),
    userId: String(row.user_id),
    type: String(row.type) as FactorType,
    label: String(row.label),
    state: String(row.state) as FactorState,
    sealedSecret: String(row.sealed_secret),
    lastStep: Number(row.last_step),
    attempts: Number(row.attempts),
    createdAt: Number(row.created_at),
    expiresAt: readNumberOrNull(row.expires_at),
    confirmedAt: readNumberOrNull(row.confirmed_at),
    lastUsedAt: readNumberOrNull(row.last_used_at),
  }
}

function readChallenge(row: SqlRow): ChallengeRow {
  return {
    id: String(row.id),
    userId: String(row.user_id),
    purpose: String(row.purpose) as ChallengePurpose,
    attempts: Number(row.attempts),
    attemptsAllowed: Number(row.attempts_allowed),
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
    consumedAt: readNumberOrNull(row.consumed_at),
  }
}

function readAccount(row: SqlRow): AccountRow {
  return {
    userId: String(row.user_id),
    counted: Number(row.counted),
    cleared: Number(row.cleared),
    pauses: Number(row.pauses),
    pausedUntil: readNumberOrNull(row.paused_until),
    suspendedAt: readNumberOrNull(row.suspended_at),
    rollingSince: Number(row.rolling_since),
  }
}

function readAudit(row: SqlRow): AuditRow {
  return {
    id: String(row.id),
    at: Number(row.at),
    type: String(row.type),
    userId: String(row.user_id),
    actorId: readTextOrNull(row.actor_id),
    address: readTextOrNull(row.address),
    data: String(row.data),
    keyId: String(row.key_id),
    mac: String(row.mac),
  }
}
