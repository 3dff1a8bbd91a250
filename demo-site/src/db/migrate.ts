import type { Database } from './database.ts'

/** The tables, in the order in which they came. Append; never edit one that has been released. */
const migrations: readonly (readonly string[])[] = [
  [
    `CREATE TABLE users (
      id TEXT PRIMARY KEY,
      address TEXT NOT NULL UNIQUE,
      name TEXT NOT NULL,
      password_hash TEXT NOT NULL,
      locale TEXT,
      last_locale TEXT,
      created_at BIGINT NOT NULL
    )`,
    `CREATE TABLE clinics (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL,
      time_zone TEXT NOT NULL
    )`,
    `CREATE TABLE memberships (
      clinic_id TEXT NOT NULL REFERENCES clinics (id),
      user_id TEXT NOT NULL REFERENCES users (id),
      role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'practitioner')),
      practitioner INTEGER NOT NULL CHECK (practitioner IN (0, 1)),
      PRIMARY KEY (clinic_id, user_id)
    )`,
    `CREATE TABLE notes (
      id TEXT PRIMARY KEY,
      clinic_id TEXT NOT NULL REFERENCES clinics (id),
      author_id TEXT NOT NULL REFERENCES users (id),
      client TEXT NOT NULL,
      title TEXT NOT NULL,
      body TEXT NOT NULL,
      written_at BIGINT NOT NULL
    )`,
    `CREATE TABLE sessions (
      token_hash TEXT PRIMARY KEY,
      user_id TEXT NOT NULL REFERENCES users (id),
      created_at BIGINT NOT NULL,
      last_seen_at BIGINT NOT NULL,
      factor_at BIGINT,
      enrollment_id TEXT
    )`,
    'CREATE INDEX sessions_user ON sessions (user_id)',
    `CREATE TABLE password_attempts (
      bucket TEXT PRIMARY KEY,
      window_start BIGINT NOT NULL,
      attempts INTEGER NOT NULL
    )`,
    `CREATE TABLE code_handovers (
      user_id TEXT PRIMARY KEY REFERENCES users (id),
      sealed TEXT NOT NULL,
      made_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    `CREATE TABLE outbox (
      id TEXT PRIMARY KEY,
      recipient TEXT NOT NULL,
      locale TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT NOT NULL,
      sent_at BIGINT NOT NULL
    )`,
    'CREATE INDEX outbox_recipient ON outbox (recipient, sent_at)',
  ],
  [
    // No reference to users: an unknown address passes through here too, see data/password-resets.ts.
    `CREATE TABLE password_resets (
      token_hash TEXT PRIMARY KEY,
      user_id TEXT NOT NULL,
      created_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'CREATE INDEX password_resets_user ON password_resets (user_id)',
  ],
  [
    'ALTER TABLE password_resets ADD COLUMN permission_hash TEXT',
    'ALTER TABLE password_resets ADD COLUMN permitted_until BIGINT',
  ],
  [
    // What stays the same when a session gets a new token.
    'ALTER TABLE sessions ADD COLUMN id TEXT',
    'UPDATE sessions SET id = token_hash',
    'CREATE UNIQUE INDEX sessions_id ON sessions (id)',
    // Codes that wait in the old table are lost; they can be replaced by new ones.
    'DROP TABLE code_handovers',
    `CREATE TABLE code_handovers (
      user_id TEXT PRIMARY KEY REFERENCES users (id),
      session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
      sealed TEXT NOT NULL,
      made_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL
    )`,
    'CREATE INDEX code_handovers_session ON code_handovers (session_id)',
  ],
  [
    // Codes by SMS stand beside the mail.
    "ALTER TABLE outbox ADD COLUMN kind TEXT NOT NULL DEFAULT 'mail'",
  ],
  [
    // The clinic that somebody in several has chosen for this session.
    'ALTER TABLE sessions ADD COLUMN clinic_id TEXT',
    `CREATE TABLE invitations (
      token_hash TEXT PRIMARY KEY,
      clinic_id TEXT NOT NULL REFERENCES clinics (id),
      address TEXT NOT NULL,
      name TEXT NOT NULL,
      role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'practitioner')),
      practitioner INTEGER NOT NULL CHECK (practitioner IN (0, 1)),
      invited_by TEXT NOT NULL REFERENCES users (id),
      expires_at BIGINT NOT NULL,
      UNIQUE (clinic_id, address)
    )`,
    // When somebody was last asked by mail to turn two-factor authentication on.
    `CREATE TABLE nudges (
      user_id TEXT PRIMARY KEY REFERENCES users (id),
      sent_at BIGINT NOT NULL
    )`,
  ],
  [
    // What mailed links have done, see data/used-links.ts.
    `CREATE TABLE used_links (
      token_hash TEXT PRIMARY KEY,
      outcome TEXT NOT NULL,
      user_id TEXT NOT NULL REFERENCES users (id),
      used_at BIGINT NOT NULL
    )`,
  ],
  [
    // Where there is a mail server, the outbox is the queue in front of it.
    'ALTER TABLE outbox ADD COLUMN tries INTEGER NOT NULL DEFAULT 0',
    'ALTER TABLE outbox ADD COLUMN next_try_at BIGINT NOT NULL DEFAULT 0',
    'CREATE INDEX outbox_next_try ON outbox (next_try_at)',
  ],
  ['CREATE TABLE site_region (one INTEGER PRIMARY KEY, region TEXT NOT NULL)'],
  [
    // Forms that were sent already, by the number that each of them carries.
    `CREATE TABLE sent_forms (
      id TEXT PRIMARY KEY,
      sent_at BIGINT NOT NULL
    )`,
  ],
  ["ALTER TABLE sessions ADD COLUMN channel TEXT NOT NULL DEFAULT 'browser'"],
  // Mail that waits for a mail server may hold links: its subject and body are sealed, see data/outbox.ts.
  ['ALTER TABLE outbox ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0'],
  [
    // When the password was last shown, and what a step-up has earned in this session and in no other.
    'ALTER TABLE sessions ADD COLUMN password_at BIGINT',
    'UPDATE sessions SET password_at = created_at',
    'ALTER TABLE sessions ADD COLUMN fresh_factor TEXT',
  ],
  [
    // Programs that signed in before, by the token of their device, see data/known-devices.ts.
    `CREATE TABLE known_devices (
      token_hash TEXT PRIMARY KEY,
      user_id TEXT NOT NULL REFERENCES users (id),
      expires_at BIGINT NOT NULL
    )`,
  ],
  // By which keys the database is sealed, see data/site-keys.ts.
  ['CREATE TABLE site_keys (number INTEGER PRIMARY KEY, sealed TEXT NOT NULL)'],
  // 1 from when a new password is stored until Countersign knows of it, see auth/settle-password.ts.
  ['ALTER TABLE users ADD COLUMN password_settling INTEGER NOT NULL DEFAULT 0'],
  [
    // Acts of the site that are to stand in Countersign's record, see data/unrecorded.ts.
    `CREATE TABLE unrecorded (
      id TEXT PRIMARY KEY,
      entry TEXT NOT NULL,
      try_at BIGINT NOT NULL
    )`,
  ],
  // 0 while what the form asks for is under way, see data/sent-forms.ts.
  ['ALTER TABLE sent_forms ADD COLUMN done INTEGER NOT NULL DEFAULT 1'],
  // The site's own support, see data/support.ts.
  ['CREATE TABLE support_staff (user_id TEXT PRIMARY KEY REFERENCES users (id))'],
  // When somebody came to a clinic by an invitation: what it requires gives them its grace from then.
  ['ALTER TABLE memberships ADD COLUMN joined_at BIGINT'],
  // How often all sessions of somebody have been ended, see data/sessions.ts.
  ['ALTER TABLE users ADD COLUMN session_endings INTEGER NOT NULL DEFAULT 0'],
]

/** Brings the tables up to date. Two processes that start at once each run it safely: the second finds it done. */
export async function migrate(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // SQLite's transaction holds the write lock already. In PostgreSQL creating a table in two sessions at once can fail
    // even with IF NOT EXISTS, so a lock that lasts as long as the transaction comes first.
    if (db.engine === 'postgres') await tx.all('SELECT pg_advisory_xact_lock(7401322)')
    await tx.run('CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER PRIMARY KEY)')
    const done = await tx.get<{ version: number | null }>(
      'SELECT MAX(version) AS version FROM schema_versions',
    )
    for (const [index, statements] of migrations.entries()) {
      const version = index + 1
      if (version <= (done?.version ?? 0)) continue
      for (const statement of statements) await tx.run(statement)
      await tx.run('INSERT INTO schema_versions (version) VALUES (?)', version)
    }
  })
}
