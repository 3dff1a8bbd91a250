-- Everything the SDK keeps. Times are milliseconds since 1970 (UTC). Ids are binary: compared byte by byte, spaces included.

CREATE TABLE IF NOT EXISTS countersign_migrations (
  number INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_accounts (
  user_id VARBINARY(1020) NOT NULL,
  counted BIGINT NOT NULL,
  cleared BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  rolling BIGINT NOT NULL,
  rolling_since BIGINT NOT NULL,
  suspended_at BIGINT,
  recovering BIGINT NOT NULL,
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_addresses (
  address VARBINARY(1020) NOT NULL,
  failures BIGINT NOT NULL,
  failures_since BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  PRIMARY KEY (address),
  INDEX addresses_last_counted_at (last_counted_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_factors (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  type VARBINARY(1020) NOT NULL,
  label LONGTEXT NOT NULL,
  state VARBINARY(1020) NOT NULL,
  sealed_secret LONGTEXT NOT NULL,
  key_id VARBINARY(1020) NOT NULL,
  last_step BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  confirmed_at BIGINT,
  last_used_at BIGINT,
  preferred BIGINT NOT NULL,
  authority VARBINARY(1020) NOT NULL,
  replaces VARBINARY(1020),
  held_until BIGINT,
  skew BIGINT,
  skew_step BIGINT,
  PRIMARY KEY (id),
  INDEX factors_user_id (user_id),
  INDEX factors_key_id (key_id),
  INDEX factors_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_challenges (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  purpose VARBINARY(1020) NOT NULL,
  attempts BIGINT NOT NULL,
  attempts_allowed BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  consumed_at BIGINT,
  skew BIGINT,
  skew_step BIGINT,
  methods VARBINARY(1020) NOT NULL,
  entry_id VARBINARY(1020),
  PRIMARY KEY (id),
  INDEX challenges_user_id_expires_at (user_id, expires_at),
  INDEX challenges_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_sent_codes (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  factor_id VARBINARY(1020),
  code_hash VARBINARY(1020) NOT NULL,
  key_id VARBINARY(1020) NOT NULL,
  sends BIGINT NOT NULL,
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (id),
  INDEX sent_codes_user_id (user_id),
  INDEX sent_codes_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_sms_sends (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  number_hash VARBINARY(1020) NOT NULL,
  address VARBINARY(1020),
  at BIGINT NOT NULL,
  PRIMARY KEY (id),
  INDEX sms_sends_user_id_at (user_id, at),
  INDEX sms_sends_number_hash_at (number_hash, at),
  INDEX sms_sends_address_at (address, at),
  INDEX sms_sends_at (at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_meters (
  id VARBINARY(1020) NOT NULL,
  turns BIGINT NOT NULL,
  PRIMARY KEY (id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_entries (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  cause VARBINARY(1020) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  used_at BIGINT,
  actor_id VARBINARY(1020),
  PRIMARY KEY (id),
  INDEX entries_user_id (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_admin_requests (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  actor_id VARBINARY(1020) NOT NULL,
  act VARBINARY(1020) NOT NULL,
  reason LONGTEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (id),
  INDEX admin_requests_user_id (user_id),
  INDEX admin_requests_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_account_recoveries (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  state VARBINARY(1020) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sealed_secret LONGTEXT NOT NULL,
  key_id VARBINARY(1020) NOT NULL,
  cancel_id VARBINARY(1020) NOT NULL,
  complete_id VARBINARY(1020) NOT NULL,
  reviewed_at BIGINT,
  reviewed_by VARBINARY(1020),
  completable_at BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (id),
  INDEX account_recoveries_user_id_created_at (user_id, created_at),
  INDEX account_recoveries_cancel_id (cancel_id),
  INDEX account_recoveries_complete_id (complete_id),
  INDEX account_recoveries_key_id (key_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
  user_id VARBINARY(1020) NOT NULL,
  code_hash VARBINARY(1020) NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (user_id, code_hash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_permissions (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  purpose VARBINARY(1020) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT,
  entry_id VARBINARY(1020),
  PRIMARY KEY (id),
  INDEX permissions_user_id (user_id),
  INDEX permissions_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_trusted_devices (
  id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  label LONGTEXT NOT NULL,
  generation BIGINT NOT NULL,
  address VARBINARY(1020),
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (id),
  INDEX trusted_devices_user_id (user_id),
  INDEX trusted_devices_expires_at (expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_device_tokens (
  id VARBINARY(1020) NOT NULL,
  device_id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  generation BIGINT NOT NULL,
  PRIMARY KEY (id),
  INDEX device_tokens_user_id (user_id),
  INDEX device_tokens_device_id (device_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_outbox (
  id VARBINARY(1020) NOT NULL,
  type VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  at BIGINT NOT NULL,
  data LONGTEXT NOT NULL,
  tries BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  topic VARBINARY(1020),
  sealed_secret LONGTEXT,
  key_id VARBINARY(1020),
  expires_at BIGINT,
  every_address BIGINT NOT NULL,
  PRIMARY KEY (id),
  INDEX outbox_next_at (next_at),
  INDEX outbox_key_id (key_id),
  INDEX outbox_topic (topic)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_policies (
  id VARBINARY(1020) NOT NULL,
  organization_id VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020),
  data LONGTEXT NOT NULL,
  changed_at BIGINT NOT NULL,
  changed_by VARBINARY(1020) NOT NULL,
  required_since BIGINT,
  PRIMARY KEY (id),
  INDEX policies_organization_id (organization_id),
  INDEX policies_user_id (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_requirements (
  user_id VARBINARY(1020) NOT NULL,
  met_at BIGINT NOT NULL,
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_audit (
  id VARBINARY(1020) NOT NULL,
  at BIGINT NOT NULL,
  type VARBINARY(1020) NOT NULL,
  user_id VARBINARY(1020) NOT NULL,
  actor_id VARBINARY(1020),
  address VARBINARY(1020),
  data LONGTEXT NOT NULL,
  key_id VARBINARY(1020) NOT NULL,
  mac LONGTEXT NOT NULL,
  checkpoint BIGINT,
  PRIMARY KEY (id),
  INDEX audit_user_id_id (user_id, id),
  INDEX audit_address_type_at (address, type, at),
  INDEX audit_checkpoint_id (checkpoint, id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_checkpoints (
  number BIGINT NOT NULL,
  previous LONGTEXT NOT NULL,
  size BIGINT NOT NULL,
  digest LONGTEXT NOT NULL,
  at BIGINT NOT NULL,
  key_id VARBINARY(1020) NOT NULL,
  mac LONGTEXT NOT NULL,
  PRIMARY KEY (number)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
