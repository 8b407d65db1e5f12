-- +goose Up
-- How strong a session is and where it came from; whom an outside subject is
-- here; sign-ins under way; what may be used once only.

ALTER TABLE session ADD COLUMN level BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN auth_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN provider TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN sid BYTEA NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN subject BYTEA NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN behalf TEXT NOT NULL DEFAULT '';
CREATE INDEX session_subject ON session (subject);

CREATE TABLE subject (
  hash  BYTEA NOT NULL PRIMARY KEY,
  usr   TEXT NOT NULL,
  since BIGINT NOT NULL
);
CREATE INDEX subject_usr ON subject (usr);

CREATE TABLE arrival (
  hash     BYTEA NOT NULL PRIMARY KEY,
  browser  BYTEA NOT NULL,
  provider TEXT NOT NULL,
  back     TEXT NOT NULL,
  level    BIGINT NOT NULL,
  session  BYTEA NOT NULL,
  began    BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);

CREATE TABLE once (
  hash     BYTEA NOT NULL PRIMARY KEY,
  until_at BIGINT NOT NULL
);
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
