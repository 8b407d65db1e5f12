-- +goose Up
-- What documents hold, in sealed pieces. The entry of a document names its
-- content, and holds the hash of all pieces.
CREATE TABLE piece (
  dossier TEXT NOT NULL,
  content TEXT NOT NULL,
  n       BIGINT NOT NULL,
  body    BYTEA NOT NULL,
  PRIMARY KEY (dossier, content, n)
);
-- What is sealed does not get smaller by compressing it.
ALTER TABLE piece ALTER COLUMN body SET STORAGE EXTERNAL;

-- +goose Down
DROP TABLE piece;
