-- archived_at: a bot that was put away answers nobody until it is brought back.
-- begun_at: a bot that is being filled, and is not there for anybody before it is whole.
ALTER TABLE bots ADD COLUMN archived_at BIGINT;
ALTER TABLE bots ADD COLUMN begun_at BIGINT;
