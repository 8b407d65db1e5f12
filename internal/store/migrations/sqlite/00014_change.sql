-- +goose Up
-- What administrators changed in the directory and the settings: who, when,
-- of which kind, about whom or what. detail is sealed and holds before and
-- after; the row is a leaf of the log. home is the organisation of the
-- administrator.
CREATE TABLE change (
  home    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail  BLOB NOT NULL,
  PRIMARY KEY (home, at, id)
) STRICT, WITHOUT ROWID;

-- Settings that an administrator keeps: own rules, terms, scales, theme, logo.
-- Every version stays; the newest of a name counts, an empty body ends it.
CREATE TABLE setting (
  home    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  name    TEXT NOT NULL,
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  usr     TEXT NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (home, kind, name, version)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE setting;
DROP TABLE change;
