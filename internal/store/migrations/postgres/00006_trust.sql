-- +goose Up
-- The policies of a day, so that a decision of that day can be taken anew.
CREATE TABLE policy_set (
  version TEXT NOT NULL PRIMARY KEY,
  at      BIGINT NOT NULL,
  body    BYTEA NOT NULL
);

-- Decisions that no look tells of: what was refused. home is ~user.
CREATE TABLE decision (
  home    TEXT NOT NULL,
  at      BIGINT NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL,
  dossier TEXT NOT NULL,
  version BIGINT NOT NULL,
  allow   BIGINT NOT NULL,
  detail  TEXT NOT NULL,
  PRIMARY KEY (home, at, id)
);

-- Looks that stand out, each with a reason. state is new, fine or wrong.
CREATE TABLE anomaly (
  dossier      TEXT NOT NULL,
  look         TEXT NOT NULL,
  reason       TEXT NOT NULL,
  at           BIGINT NOT NULL,
  usr          TEXT NOT NULL,
  org          TEXT NOT NULL,
  municipality TEXT NOT NULL,
  state        TEXT NOT NULL,
  note         BYTEA NOT NULL,
  PRIMARY KEY (dossier, look, reason)
);
CREATE INDEX anomaly_list ON anomaly (municipality, state, at, look, reason);

-- Keyed hashes about staff and persons of note; never the values.
CREATE TABLE keyed (
  usr   TEXT NOT NULL,
  kind  TEXT NOT NULL,
  token BYTEA NOT NULL,
  PRIMARY KEY (usr, kind, token)
);

-- +goose Down
DROP TABLE keyed;
DROP TABLE anomaly;
DROP TABLE decision;
DROP TABLE policy_set;
