-- +goose Up
-- What was erased, without content: which entries and which keys went. It lies
-- with the keys, so that a restored backup of the data finds it and goes after.
CREATE TABLE keys.shred (
  id   TEXT NOT NULL PRIMARY KEY,
  at   BIGINT NOT NULL,
  done BIGINT NOT NULL,
  body BYTEA NOT NULL
);
CREATE INDEX shred_at ON keys.shred (at, id);

-- +goose Down
DROP TABLE keys.shred;
