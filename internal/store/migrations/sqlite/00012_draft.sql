-- +goose Up
-- What people typed and did not send yet, sealed. It is of one account, or of
-- the family that writes together, and goes by itself after its last moment.
CREATE TABLE draft (
  home     TEXT NOT NULL,
  id       TEXT NOT NULL,
  version  INTEGER NOT NULL,
  saved    INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  body     BLOB NOT NULL,
  PRIMARY KEY (home, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_until ON draft (until_at);

-- +goose Down
DROP TABLE draft;
