-- Everything the SDK keeps. Times are milliseconds since 1970 (UTC).

CREATE TABLE IF NOT EXISTS countersign_migrations (
  number INTEGER NOT NULL PRIMARY KEY
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_accounts (
  user_id VARCHAR(255) NOT NULL,
  counted BIGINT NOT NULL,
  cleared BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  rolling BIGINT NOT NULL,
  rolling_since BIGINT NOT NULL,
  suspended_at BIGINT,
  PRIMARY KEY (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_addresses (
  address VARCHAR(255) NOT NULL,
  failures BIGINT NOT NULL,
  failures_since BIGINT NOT NULL,
  last_counted_at BIGINT NOT NULL,
  PRIMARY KEY (address)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_factors (
  id VARCHAR(255) NOT NULL,
  user_id VARCHAR(255) NOT NULL,
  type VARCHAR(255) NOT NULL,
  label LONGTEXT NOT NULL,
  state VARCHAR(255) NOT NULL,
  sealed_secret LONGTEXT NOT NULL,
  last_step BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  confirmed_at BIGINT,
  last_used_at BIGINT,
  PRIMARY KEY (id),
  INDEX countersign_factors_user_id (user_id)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_challenges (
  id VARCHAR(255) NOT NULL,
  user_id VARCHAR(255) NOT NULL,
  purpose VARCHAR(255) NOT NULL,
  attempts BIGINT NOT NULL,
  attempts_allowed BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  consumed_at BIGINT,
  PRIMARY KEY (id),
  INDEX countersign_challenges_user_id_expires_at (user_id, expires_at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_recovery_codes (
  user_id VARCHAR(255) NOT NULL,
  code_hash VARCHAR(255) NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT,
  PRIMARY KEY (user_id, code_hash)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS countersign_audit (
  id VARCHAR(255) NOT NULL,
  at BIGINT NOT NULL,
  type VARCHAR(255) NOT NULL,
  user_id VARCHAR(255) NOT NULL,
  actor_id VARCHAR(255),
  address VARCHAR(255),
  data LONGTEXT NOT NULL,
  key_id VARCHAR(255) NOT NULL,
  mac LONGTEXT NOT NULL,
  PRIMARY KEY (id),
  INDEX countersign_audit_user_id_id (user_id, id),
  INDEX countersign_audit_user_id_type_at (user_id, type, at),
  INDEX countersign_audit_address_type_at (address, type, at)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
