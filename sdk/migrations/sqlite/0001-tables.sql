-- Everything the SDK keeps. Times are milliseconds since 1970 (UTC).

CREATE TABLE IF NOT EXISTS countersign_migrations (
  number INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS countersign_accounts (
  user_id TEXT NOT NULL,
  counted INTEGER NOT NULL,
  cleared INTEGER NOT NULL,
  last_counted_at INTEGER NOT NULL,
  rolling INTEGER NOT NULL,
  rolling_since INTEGER NOT NULL,
  suspended_at INTEGER,
  PRIMARY KEY (user_id)
);

CREATE TABLE IF NOT EXISTS countersign_addresses (
  address TEXT NOT NULL,
  failures INTEGER NOT NULL,
  failures_since INTEGER NOT NULL,
  last_counted_at INTEGER NOT NULL,
  PRIMARY KEY (address)
);

CREATE TABLE IF NOT EXISTS countersign_factors (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  last_step INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  confirmed_at INTEGER,
  last_used_at INTEGER,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_factors_user_id ON countersign_factors (user_id);

CREATE TABLE IF NOT EXISTS countersign_challenges (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  attempts_allowed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  consumed_at INTEGER,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_challenges_user_id_expires_at ON countersign_challenges (user_id, expires_at);

CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
  user_id TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE IF NOT EXISTS countersign_audit (
  id TEXT NOT NULL,
  at INTEGER NOT NULL,
  type TEXT NOT NULL,
  user_id TEXT NOT NULL,
  actor_id TEXT,
  address TEXT,
  data TEXT NOT NULL,
  key_id TEXT NOT NULL,
  mac TEXT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_audit_user_id_id ON countersign_audit (user_id, id);

CREATE INDEX IF NOT EXISTS countersign_audit_user_id_type_at ON countersign_audit (user_id, type, at);

CREATE INDEX IF NOT EXISTS countersign_audit_address_type_at ON countersign_audit (address, type, at);
