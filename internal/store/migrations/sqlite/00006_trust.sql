-- +goose Up
-- The policies of a day, so that a decision of that day can be taken anew.
CREATE TABLE policy_set (
  version TEXT NOT NULL PRIMARY KEY,
  at      INTEGER NOT NULL,
  body    BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Decisions that no look tells of: what was refused. home is ~user.
CREATE TABLE decision (
  home    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL,
  dossier TEXT NOT NULL,
  version INTEGER NOT NULL,
  allow   INTEGER NOT NULL,
  detail  TEXT NOT NULL,
  PRIMARY KEY (home, at, id)
) STRICT, WITHOUT ROWID;

-- Looks that stand out, each with a reason. state is new, fine or wrong.
CREATE TABLE anomaly (
  dossier      TEXT NOT NULL,
  look         TEXT NOT NULL,
  reason       TEXT NOT NULL,
  at           INTEGER NOT NULL,
  usr          TEXT NOT NULL,
  org          TEXT NOT NULL,
  municipality TEXT NOT NULL,
  state        TEXT NOT NULL,
  note         BLOB NOT NULL,
  PRIMARY KEY (dossier, look, reason)
) STRICT, WITHOUT ROWID;
CREATE INDEX anomaly_list ON anomaly (municipality, state, at, look, reason);

-- Keyed hashes about staff and persons of note; never the values.
CREATE TABLE keyed (
  usr   TEXT NOT NULL,
  kind  TEXT NOT NULL,
  token BLOB NOT NULL,
  PRIMARY KEY (usr, kind, token)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE keyed;
DROP TABLE anomaly;
DROP TABLE decision;
DROP TABLE policy_set;
