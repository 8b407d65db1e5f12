-- +goose Up
-- What is to be told to someone by mail or push: that something waits, never
-- what. A row holds identifiers and states; how someone wants to be told, and
-- where, is sealed with the key of their account.
CREATE TABLE notice (
  dossier TEXT NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  item    TEXT NOT NULL,
  kind    TEXT NOT NULL,
  channel TEXT NOT NULL,
  state   TEXT NOT NULL,
  tries   INTEGER NOT NULL,
  ready   INTEGER NOT NULL,
  owner   TEXT NOT NULL,
  trouble TEXT NOT NULL,
  since   INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  PRIMARY KEY (dossier, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_ready ON notice (ready, dossier, id);
CREATE INDEX notice_of ON notice (usr, changed);

CREATE TABLE notice_choice (
  usr  TEXT NOT NULL PRIMARY KEY,
  body BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE notice_choice;
DROP TABLE notice;
