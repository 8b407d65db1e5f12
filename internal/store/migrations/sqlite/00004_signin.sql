-- +goose Up
-- How strong a session is and where it came from; whom an outside subject is
-- here; sign-ins under way; what may be used once only.

ALTER TABLE session ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN auth_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN sid BLOB NOT NULL DEFAULT x'';
ALTER TABLE session ADD COLUMN subject BLOB NOT NULL DEFAULT x'';
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN behalf TEXT NOT NULL DEFAULT '';
CREATE INDEX session_subject ON session (subject);

CREATE TABLE subject (
  hash  BLOB NOT NULL PRIMARY KEY,
  usr   TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_usr ON subject (usr);

CREATE TABLE arrival (
  hash     BLOB NOT NULL PRIMARY KEY,
  browser  BLOB NOT NULL,
  provider TEXT NOT NULL,
  back     TEXT NOT NULL,
  level    INTEGER NOT NULL,
  session  BLOB NOT NULL,
  began    INTEGER NOT NULL,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE once (
  hash     BLOB NOT NULL PRIMARY KEY,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_until ON once (until_at);

-- +goose Down
DROP TABLE once;
DROP TABLE arrival;
DROP TABLE subject;
DROP INDEX session_subject;
ALTER TABLE session DROP COLUMN behalf;
ALTER TABLE session DROP COLUMN client;
ALTER TABLE session DROP COLUMN subject;
ALTER TABLE session DROP COLUMN sid;
ALTER TABLE session DROP COLUMN provider;
ALTER TABLE session DROP COLUMN auth_at;
ALTER TABLE session DROP COLUMN level;
