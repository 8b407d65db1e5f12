-- +goose Up
-- What documents hold, in sealed pieces. The entry of a document names its
-- content, and holds the hash of all pieces.
CREATE TABLE piece (
  dossier TEXT NOT NULL,
  content TEXT NOT NULL,
  n       INTEGER NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (dossier, content, n)
) STRICT;

-- +goose Down
DROP TABLE piece;
