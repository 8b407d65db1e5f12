-- +goose Up
-- What was erased, without content: which entries and which keys went. It lies
-- with the keys, so that a restored backup of the data finds it and goes after.
CREATE TABLE keys.shred (
  id   TEXT NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL,
  done BIGINT NOT NULL,
  body BYTEA NOT NULL
);
-- Owners are asked for by their beginning, compared by bytes.
CREATE INDEX data_key_owner ON keys.data_key (owner COLLATE "C");
CREATE INDEX shred_at ON keys.shred (at, id);

-- +goose Down
DROP INDEX keys.data_key_owner;
DROP TABLE keys.shred;
