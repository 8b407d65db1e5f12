-- +goose Up
-- A schema of its own, so that a backup of the entries can leave the keys out.
CREATE SCHEMA keys;
CREATE TABLE keys.data_key (
  owner   TEXT NOT NULL PRIMARY KEY,
  wrapped BYTEA NOT NULL
);

-- +goose Down
DROP TABLE keys.data_key;
DROP SCHEMA keys;
