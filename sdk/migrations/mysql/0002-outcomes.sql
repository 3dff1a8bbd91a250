-- What became of a challenge and of the links of an account recovery.

ALTER TABLE countersign_challenges ADD COLUMN consumed_by VARBINARY(1020);

ALTER TABLE countersign_account_recoveries ADD COLUMN link_id VARBINARY(1020);

ALTER TABLE countersign_account_recoveries ADD COLUMN ended_by VARBINARY(1020);

ALTER TABLE countersign_account_recoveries ADD INDEX account_recoveries_link_id (link_id);
