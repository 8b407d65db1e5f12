-- +goose Up
-- What administrators changed in the directory and the settings: who, when,
-- of which kind, about whom or what. detail is sealed and holds before and
-- after; the row is a leaf of the log. home is the organisation of the
-- administrator.
CREATE TABLE change (
  home    TEXT NOT NULL,
  at      BIGINT NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  BYTEA NOT NULL,
  PRIMARY KEY (home, at, id)
);

-- Settings that an administrator keeps: own rules, terms, scales, theme, logo.
-- Every version stays; the newest of a name counts, an empty body ends it.
CREATE TABLE setting (
  home    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  version BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  usr     TEXT NOT NULL,
  body    BYTEA NOT NULL,
  PRIMARY KEY (home, kind, name, version)
);

-- +goose Down
DROP TABLE setting;
DROP TABLE change;
