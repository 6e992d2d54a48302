-- Whether personal data in what a bot's visitors wrote is masked for who reads it.
ALTER TABLE bots ADD COLUMN is_masked BOOLEAN NOT NULL DEFAULT FALSE;
