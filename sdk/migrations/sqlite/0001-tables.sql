-- Everything the SDK keeps. Times are milliseconds since 1970 (UTC).

CREATE TABLE IF NOT EXISTS countersign_migrations (
  number INTEGER NOT NULL PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS countersign_accounts (
  user_id TEXT NOT NULL,
  counted INTEGER NOT NULL,
  cleared INTEGER NOT NULL,
  last_counted_at INTEGER NOT NULL,
  rolling INTEGER NOT NULL,
  rolling_since INTEGER NOT NULL,
  suspended_at INTEGER,
  recovering INTEGER NOT NULL,
  PRIMARY KEY (user_id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS countersign_addresses (
  address TEXT NOT NULL,
  failures INTEGER NOT NULL,
  failures_since INTEGER NOT NULL,
  last_counted_at INTEGER NOT NULL,
  PRIMARY KEY (address)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_addresses_last_counted_at ON countersign_addresses (last_counted_at);

CREATE TABLE IF NOT EXISTS countersign_factors (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  type TEXT NOT NULL,
  label TEXT NOT NULL,
  state TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  key_id TEXT NOT NULL,
  last_step INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  confirmed_at INTEGER,
  last_used_at INTEGER,
  preferred INTEGER NOT NULL,
  authority TEXT NOT NULL,
  replaces TEXT,
  held_until INTEGER,
  skew INTEGER,
  skew_step INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_factors_user_id ON countersign_factors (user_id);

CREATE INDEX IF NOT EXISTS countersign_factors_key_id ON countersign_factors (key_id);

CREATE INDEX IF NOT EXISTS countersign_factors_expires_at ON countersign_factors (expires_at);

CREATE TABLE IF NOT EXISTS countersign_challenges (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  attempts_allowed INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  consumed_at INTEGER,
  skew INTEGER,
  skew_step INTEGER,
  methods TEXT NOT NULL,
  entry_id TEXT,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_challenges_user_id_expires_at ON countersign_challenges (user_id, expires_at);

CREATE INDEX IF NOT EXISTS countersign_challenges_expires_at ON countersign_challenges (expires_at);

CREATE TABLE IF NOT EXISTS countersign_sent_codes (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  factor_id TEXT,
  code_hash TEXT NOT NULL,
  key_id TEXT NOT NULL,
  sends INTEGER NOT NULL,
  sent_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_sent_codes_user_id ON countersign_sent_codes (user_id);

CREATE INDEX IF NOT EXISTS countersign_sent_codes_expires_at ON countersign_sent_codes (expires_at);

CREATE TABLE IF NOT EXISTS countersign_sms_sends (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  number_hash TEXT NOT NULL,
  address TEXT,
  at INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_sms_sends_user_id_at ON countersign_sms_sends (user_id, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_number_hash_at ON countersign_sms_sends (number_hash, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_address_at ON countersign_sms_sends (address, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_at ON countersign_sms_sends (at);

CREATE TABLE IF NOT EXISTS countersign_meters (
  id TEXT NOT NULL,
  turns INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS countersign_entries (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  cause TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  used_at INTEGER,
  actor_id TEXT,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_entries_user_id ON countersign_entries (user_id);

CREATE TABLE IF NOT EXISTS countersign_admin_requests (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  act TEXT NOT NULL,
  reason TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_admin_requests_user_id ON countersign_admin_requests (user_id);

CREATE INDEX IF NOT EXISTS countersign_admin_requests_expires_at ON countersign_admin_requests (expires_at);

CREATE TABLE IF NOT EXISTS countersign_account_recoveries (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  state TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  sealed_secret TEXT NOT NULL,
  key_id TEXT NOT NULL,
  cancel_id TEXT NOT NULL,
  complete_id TEXT NOT NULL,
  reviewed_at INTEGER,
  reviewed_by TEXT,
  completable_at INTEGER,
  ended_at INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_user_id_created_at ON countersign_account_recoveries (user_id, created_at);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_cancel_id ON countersign_account_recoveries (cancel_id);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_complete_id ON countersign_account_recoveries (complete_id);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_key_id ON countersign_account_recoveries (key_id);

CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
  user_id TEXT NOT NULL,
  code_hash TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  used_at INTEGER,
  PRIMARY KEY (user_id, code_hash)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS countersign_permissions (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  entry_id TEXT,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_permissions_user_id ON countersign_permissions (user_id);

CREATE INDEX IF NOT EXISTS countersign_permissions_expires_at ON countersign_permissions (expires_at);

CREATE TABLE IF NOT EXISTS countersign_trusted_devices (
  id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  label TEXT NOT NULL,
  generation INTEGER NOT NULL,
  address TEXT,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_trusted_devices_user_id ON countersign_trusted_devices (user_id);

CREATE INDEX IF NOT EXISTS countersign_trusted_devices_expires_at ON countersign_trusted_devices (expires_at);

CREATE TABLE IF NOT EXISTS countersign_device_tokens (
  id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_device_tokens_user_id ON countersign_device_tokens (user_id);

CREATE INDEX IF NOT EXISTS countersign_device_tokens_device_id ON countersign_device_tokens (device_id);

CREATE TABLE IF NOT EXISTS countersign_outbox (
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  tries INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  topic TEXT,
  sealed_secret TEXT,
  key_id TEXT,
  expires_at INTEGER,
  every_address INTEGER NOT NULL,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_outbox_next_at ON countersign_outbox (next_at);

CREATE INDEX IF NOT EXISTS countersign_outbox_key_id ON countersign_outbox (key_id);

CREATE INDEX IF NOT EXISTS countersign_outbox_topic ON countersign_outbox (topic);

CREATE TABLE IF NOT EXISTS countersign_policies (
  id TEXT NOT NULL,
  organization_id TEXT NOT NULL,
  user_id TEXT,
  data TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  required_since INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_policies_organization_id ON countersign_policies (organization_id);

CREATE INDEX IF NOT EXISTS countersign_policies_user_id ON countersign_policies (user_id);

CREATE TABLE IF NOT EXISTS countersign_requirements (
  user_id TEXT NOT NULL,
  met_at INTEGER NOT NULL,
  PRIMARY KEY (user_id)
) WITHOUT ROWID;

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
  checkpoint INTEGER,
  PRIMARY KEY (id)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS countersign_audit_user_id_id ON countersign_audit (user_id, id);

CREATE INDEX IF NOT EXISTS countersign_audit_address_type_at ON countersign_audit (address, type, at) WHERE type = 'code.rejected';

CREATE INDEX IF NOT EXISTS countersign_audit_checkpoint_id ON countersign_audit (checkpoint, id);

CREATE TABLE IF NOT EXISTS countersign_checkpoints (
  number INTEGER NOT NULL,
  previous TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  at INTEGER NOT NULL,
  key_id TEXT NOT NULL,
  mac TEXT NOT NULL,
  PRIMARY KEY (number)
) WITHOUT ROWID;
