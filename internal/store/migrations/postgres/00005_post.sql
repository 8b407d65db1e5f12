-- +goose Up
-- A parcel is a message on its way out or in. It names the entry that holds the
-- message and no content; what belongs to no dossier (dossier '') lies sealed in body.
-- ready is when it is due, the end of a lease, or 9000000000000000 when nothing is to be done.
CREATE TABLE parcel (
  dossier TEXT NOT NULL,
  id      TEXT NOT NULL,
  home    TEXT NOT NULL,
  peer    TEXT NOT NULL,
  org     TEXT NOT NULL,
  outward BIGINT NOT NULL,
  kind    TEXT NOT NULL,
  ref     TEXT NOT NULL,
  outer_ref TEXT NOT NULL,
  state   TEXT NOT NULL,
  tries   BIGINT NOT NULL,
  ready   BIGINT NOT NULL,
  owner   TEXT NOT NULL,
  trouble TEXT NOT NULL,
  since   BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  decider TEXT NOT NULL,
  reason  TEXT NOT NULL,
  body    BYTEA NOT NULL,
  PRIMARY KEY (dossier, id)
);
CREATE INDEX parcel_ready ON parcel (ready, dossier, id);
CREATE INDEX parcel_id ON parcel (id);
CREATE INDEX parcel_ref ON parcel (peer, ref, outward);
CREATE INDEX parcel_outer ON parcel (outer_ref);
CREATE INDEX parcel_home ON parcel (home, state, since, id, peer, outward);
CREATE INDEX parcel_peer ON parcel (peer, state, since, id, outward);

-- +goose Down
DROP TABLE parcel;
