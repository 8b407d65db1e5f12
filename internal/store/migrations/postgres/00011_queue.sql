-- +goose Up
-- A question to a list that someone keeps under a name, sealed: names of
-- families may stand in it.
CREATE TABLE saved (
  home TEXT NOT NULL,
  id   TEXT NOT NULL,
  at   BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (home, id)
);

-- The address of someone's own dates: a keyed hash of its secret, one per account.
CREATE TABLE feed (
  usr  TEXT NOT NULL PRIMARY KEY,
  hash BYTEA NOT NULL,
  at   BIGINT NOT NULL
);
CREATE INDEX feed_hash ON feed (hash);

-- +goose Down
DROP TABLE feed;
DROP TABLE saved;
