-- +goose Up
-- The log that shows tampering. A sheaf holds the leaves of one transaction,
-- written with their rows, until the sealer has given them their numbers.
-- shard is year * 1000, plus which tree of that year.
CREATE TABLE sheaf (
  id   INTEGER NOT NULL PRIMARY KEY,
  data BLOB NOT NULL
) STRICT;

CREATE TABLE log_shard (
  shard INTEGER NOT NULL PRIMARY KEY,
  size  INTEGER NOT NULL
) STRICT;

-- Leaves from number first on, one after the other.
CREATE TABLE log_leaves (
  shard INTEGER NOT NULL,
  first INTEGER NOT NULL,
  data  BLOB NOT NULL,
  PRIMARY KEY (shard, first)
) STRICT;

-- Hashes of complete subtrees of height 8 * level, 256 a row; the last grows.
CREATE TABLE log_tile (
  shard INTEGER NOT NULL,
  level INTEGER NOT NULL,
  n     INTEGER NOT NULL,
  data  BLOB NOT NULL,
  PRIMARY KEY (shard, level, n)
) STRICT;

-- note is the signed checkpoint; cosigned counts the witnesses in it.
CREATE TABLE log_checkpoint (
  shard    INTEGER NOT NULL,
  size     INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  cosigned INTEGER NOT NULL,
  note     TEXT NOT NULL,
  PRIMARY KEY (shard, size)
) STRICT, WITHOUT ROWID;

-- Who seals: one process at a time.
CREATE TABLE log_lease (
  name     TEXT NOT NULL PRIMARY KEY,
  owner    TEXT NOT NULL,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO log_lease (name, owner, until_at) VALUES ('seal', '', 0);

-- What was erased, on whose decision and which ground; a leaf itself. what
-- names the tables whose rows about the dossier may be gone or without content.
CREATE TABLE erased (
  dossier TEXT NOT NULL,
  at      INTEGER NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL,
  ground  TEXT NOT NULL,
  what    TEXT NOT NULL,
  PRIMARY KEY (dossier, at, id)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE erased;
DROP TABLE log_lease;
DROP TABLE log_checkpoint;
DROP TABLE log_tile;
DROP TABLE log_leaves;
DROP TABLE log_shard;
DROP TABLE sheaf;
