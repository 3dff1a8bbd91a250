-- Everything the SDK keeps. Times are milliseconds since 1970 (UTC).

CREATE TABLE IF NOT EXISTS countersign_migrations (
  number INTEGER NOT NULL PRIMARY KEY
);

CREATE TABLE IF NOT EXISTS countersign_accounts (
  user_id TEXT COLLATE "C" NOT NULL,
  counted BIGINT NOT NULL,
  cleared BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  rolling BIGINT NOT NULL,
  rolling_since BIGINT NOT NULL,
  suspended_at BIGINT,
  recovering BIGINT NOT NULL,
  PRIMARY KEY (user_id)
);

CREATE TABLE IF NOT EXISTS countersign_addresses (
  address TEXT COLLATE "C" NOT NULL,
  failures BIGINT NOT NULL,
  failures_since BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  PRIMARY KEY (address)
);

CREATE INDEX IF NOT EXISTS countersign_addresses_last_counted_at ON countersign_addresses (last_counted_at);

CREATE TABLE IF NOT EXISTS countersign_factors (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  sealed_secret TEXT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  last_step BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  confirmed_at BIGINT,
  last_used_at BIGINT,
  preferred BIGINT NOT NULL,
  authority TEXT COLLATE "C" NOT NULL,
  replaces TEXT COLLATE "C",
  held_until BIGINT,
  skew BIGINT,
  skew_step BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_factors_user_id ON countersign_factors (user_id);

CREATE INDEX IF NOT EXISTS countersign_factors_key_id ON countersign_factors (key_id);

CREATE INDEX IF NOT EXISTS countersign_factors_expires_at ON countersign_factors (expires_at);

CREATE TABLE IF NOT EXISTS countersign_challenges (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  attempts BIGINT NOT NULL,
  attempts_allowed BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  consumed_at BIGINT,
  skew BIGINT,
  skew_step BIGINT,
  methods TEXT COLLATE "C" NOT NULL,
  entry_id TEXT COLLATE "C",
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_challenges_user_id_expires_at ON countersign_challenges (user_id, expires_at);

CREATE INDEX IF NOT EXISTS countersign_challenges_expires_at ON countersign_challenges (expires_at);

CREATE TABLE IF NOT EXISTS countersign_sent_codes (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  factor_id TEXT COLLATE "C",
  code_hash TEXT COLLATE "C" NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  sends BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_sent_codes_user_id ON countersign_sent_codes (user_id);

CREATE INDEX IF NOT EXISTS countersign_sent_codes_expires_at ON countersign_sent_codes (expires_at);

CREATE TABLE IF NOT EXISTS countersign_sms_sends (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  number_hash TEXT COLLATE "C" NOT NULL,
  address TEXT COLLATE "C",
  at BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_user_id_at ON countersign_sms_sends (user_id, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_number_hash_at ON countersign_sms_sends (number_hash, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_address_at ON countersign_sms_sends (address, at);

CREATE INDEX IF NOT EXISTS countersign_sms_sends_at ON countersign_sms_sends (at);

CREATE TABLE IF NOT EXISTS countersign_meters (
  id TEXT COLLATE "C" NOT NULL,
  turns BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE IF NOT EXISTS countersign_entries (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  cause TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT,
  actor_id TEXT COLLATE "C",
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_entries_user_id ON countersign_entries (user_id);

CREATE TABLE IF NOT EXISTS countersign_admin_requests (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  actor_id TEXT COLLATE "C" NOT NULL,
  act TEXT COLLATE "C" NOT NULL,
  reason TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_admin_requests_user_id ON countersign_admin_requests (user_id);

CREATE INDEX IF NOT EXISTS countersign_admin_requests_expires_at ON countersign_admin_requests (expires_at);

CREATE TABLE IF NOT EXISTS countersign_account_recoveries (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sealed_secret TEXT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  cancel_id TEXT COLLATE "C" NOT NULL,
  complete_id TEXT COLLATE "C" NOT NULL,
  reviewed_at BIGINT,
  reviewed_by TEXT COLLATE "C",
  completable_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_user_id_created_at ON countersign_account_recoveries (user_id, created_at);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_cancel_id ON countersign_account_recoveries (cancel_id);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_complete_id ON countersign_account_recoveries (complete_id);

CREATE INDEX IF NOT EXISTS countersign_account_recoveries_key_id ON countersign_account_recoveries (key_id);

CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
  user_id TEXT COLLATE "C" NOT NULL,
  code_hash TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE IF NOT EXISTS countersign_permissions (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  entry_id TEXT COLLATE "C",
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_permissions_user_id ON countersign_permissions (user_id);

CREATE INDEX IF NOT EXISTS countersign_permissions_expires_at ON countersign_permissions (expires_at);

CREATE TABLE IF NOT EXISTS countersign_trusted_devices (
  id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL,
  generation BIGINT NOT NULL,
  address TEXT COLLATE "C",
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_trusted_devices_user_id ON countersign_trusted_devices (user_id);

CREATE INDEX IF NOT EXISTS countersign_trusted_devices_expires_at ON countersign_trusted_devices (expires_at);

CREATE TABLE IF NOT EXISTS countersign_device_tokens (
  id TEXT COLLATE "C" NOT NULL,
  device_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  generation BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_device_tokens_user_id ON countersign_device_tokens (user_id);

CREATE INDEX IF NOT EXISTS countersign_device_tokens_device_id ON countersign_device_tokens (device_id);

CREATE TABLE IF NOT EXISTS countersign_outbox (
  id TEXT COLLATE "C" NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  data TEXT NOT NULL,
  tries BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  topic TEXT COLLATE "C",
  sealed_secret TEXT,
  key_id TEXT COLLATE "C",
  expires_at BIGINT,
  every_address BIGINT NOT NULL,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_outbox_next_at ON countersign_outbox (next_at);

CREATE INDEX IF NOT EXISTS countersign_outbox_key_id ON countersign_outbox (key_id);

CREATE INDEX IF NOT EXISTS countersign_outbox_topic ON countersign_outbox (topic);

CREATE TABLE IF NOT EXISTS countersign_policies (
  id TEXT COLLATE "C" NOT NULL,
  organization_id TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C",
  data TEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by TEXT COLLATE "C" NOT NULL,
  required_since BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_policies_organization_id ON countersign_policies (organization_id);

CREATE INDEX IF NOT EXISTS countersign_policies_user_id ON countersign_policies (user_id);

CREATE TABLE IF NOT EXISTS countersign_requirements (
  user_id TEXT COLLATE "C" NOT NULL,
  met_at BIGINT NOT NULL,
  PRIMARY KEY (user_id)
);

CREATE TABLE IF NOT EXISTS countersign_audit (
  id TEXT COLLATE "C" NOT NULL,
  at BIGINT NOT NULL,
  type TEXT COLLATE "C" NOT NULL,
  user_id TEXT COLLATE "C" NOT NULL,
  actor_id TEXT COLLATE "C",
  address TEXT COLLATE "C",
  data TEXT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  mac TEXT NOT NULL,
  checkpoint BIGINT,
  PRIMARY KEY (id)
);

CREATE INDEX IF NOT EXISTS countersign_audit_user_id_id ON countersign_audit (user_id, id);

CREATE INDEX IF NOT EXISTS countersign_audit_address_type_at ON countersign_audit (address, type, at) WHERE type = 'code.rejected';

CREATE INDEX IF NOT EXISTS countersign_audit_checkpoint_id ON countersign_audit (checkpoint, id);

CREATE TABLE IF NOT EXISTS countersign_checkpoints (
  number BIGINT NOT NULL,
  previous TEXT NOT NULL,
  size BIGINT NOT NULL,
  digest TEXT NOT NULL,
  at BIGINT NOT NULL,
  key_id TEXT COLLATE "C" NOT NULL,
  mac TEXT NOT NULL,
  PRIMARY KEY (number)
);
