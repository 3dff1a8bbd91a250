-- What became of a challenge and of the links of an account recovery.

ALTER TABLE countersign_challenges ADD COLUMN consumed_by TEXT;

ALTER TABLE countersign_account_recoveries ADD COLUMN link_id TEXT;

ALTER TABLE countersign_account_recoveries ADD COLUMN ended_by TEXT;

CREATE INDEX countersign_account_recoveries_link_id ON countersign_account_recoveries (link_id);
