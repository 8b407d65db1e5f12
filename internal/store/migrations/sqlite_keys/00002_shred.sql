-- +goose Up
-- What was erased, without content: which entries and which keys went. It lies
-- with the keys, so that a restored backup of the data finds it and goes after.
CREATE TABLE shred (
  id   TEXT NOT NULL PRIMARY KEY,
  at   INTEGER NOT NULL,
  done INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX shred_at ON shred (at, id);

-- +goose Down
DROP TABLE shred;
