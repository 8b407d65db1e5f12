-- +goose Up
-- What people typed and did not send yet, sealed. It is of one account, or of
-- the family that writes together, and goes by itself after its last moment.
CREATE TABLE draft (
  home     TEXT NOT NULL,
  id       TEXT NOT NULL,
  version  BIGINT NOT NULL,
  saved    BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  body     BYTEA NOT NULL,
  PRIMARY KEY (home, id)
);
CREATE INDEX draft_until ON draft (until_at);

-- +goose Down
DROP TABLE draft;
