-- +goose Up
CREATE TABLE data_key (
  owner   TEXT NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE data_key;
