-- +goose Up
-- Times are microseconds UTC, days are numbers (20261124; 20261100 is a day
-- unknown), 0 is "none" except in due and valid_last, where 99999999 is "never".

CREATE TABLE head (
  dossier TEXT NOT NULL PRIMARY KEY,
  version INTEGER NOT NULL CONSTRAINT head_version CHECK (version >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
  dossier TEXT NOT NULL REFERENCES head (dossier),
  seq     INTEGER NOT NULL,
  id      TEXT NOT NULL,
  at      INTEGER NOT NULL,
  kind    TEXT NOT NULL,
  body    BLOB NOT NULL,
  PRIMARY KEY (dossier, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE used (
  actor   TEXT NOT NULL,
  call    TEXT NOT NULL,
  dossier TEXT NOT NULL,
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  result  BLOB NOT NULL,
  PRIMARY KEY (actor, call)
) STRICT, WITHOUT ROWID;

-- The primary key is the rule: one accepted lead per family.
CREATE TABLE lead (
  dossier TEXT NOT NULL PRIMARY KEY,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- calm orders the process director's list: below 0 the more is wrong, 0 open, 1 closed.
CREATE TABLE family (
  dossier      TEXT NOT NULL PRIMARY KEY,
  municipality TEXT NOT NULL,
  team         TEXT NOT NULL,
  phase        TEXT NOT NULL,
  safety       INTEGER NOT NULL,
  lead         TEXT NOT NULL,
  lead_org     TEXT NOT NULL,
  gap_since    INTEGER NOT NULL,
  changed      INTEGER NOT NULL,
  next_due     INTEGER NOT NULL,
  late         INTEGER NOT NULL,
  returned     INTEGER NOT NULL,
  tasks        INTEGER NOT NULL,
  keep         INTEGER NOT NULL,
  calm         INTEGER NOT NULL,
  label        BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX family_stuck ON family (municipality, calm, changed, dossier);
CREATE INDEX family_lead ON family (lead, changed, dossier);

-- subject is u:user or o:organisation.
CREATE TABLE involvement (
  dossier     TEXT NOT NULL,
  involvement TEXT NOT NULL,
  subject     TEXT NOT NULL,
  usr         TEXT NOT NULL,
  org         TEXT NOT NULL,
  person      TEXT NOT NULL,
  role        TEXT NOT NULL,
  purpose     TEXT NOT NULL,
  ground      TEXT NOT NULL,
  scope       TEXT NOT NULL,
  valid_from  INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  valid_last  INTEGER NOT NULL,
  PRIMARY KEY (dossier, involvement)
) STRICT, WITHOUT ROWID;
CREATE INDEX involvement_subject ON involvement (subject, valid_from, dossier, involvement, valid_last);
-- All that "is this subject involved, and by what" needs, without the row.
CREATE INDEX involvement_of ON involvement (dossier, subject, valid_from, valid_last, purpose, involvement);

-- holder is u:user when one person must act, else o:organisation.
CREATE TABLE work (
  dossier TEXT NOT NULL,
  item    TEXT NOT NULL,
  holder  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  state   TEXT NOT NULL,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL,
  rank    INTEGER NOT NULL,
  start   INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  term    TEXT NOT NULL,
  late    INTEGER NOT NULL,
  since   INTEGER NOT NULL,
  label   BLOB NOT NULL,
  PRIMARY KEY (dossier, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_holder ON work (holder, rank, due, since, dossier, item, late, kind);

CREATE TABLE token (
  dossier TEXT NOT NULL,
  person  TEXT NOT NULL,
  kind    TEXT NOT NULL,
  token   BLOB NOT NULL,
  PRIMARY KEY (dossier, person, kind, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_find ON token (token, dossier, person, kind);

-- ready is due, or the end of a lease while a process works on it.
CREATE TABLE timer (
  dossier TEXT NOT NULL,
  id      TEXT NOT NULL,
  kind    TEXT NOT NULL,
  due     INTEGER NOT NULL,
  ready   INTEGER NOT NULL,
  owner   TEXT NOT NULL,
  tries   INTEGER NOT NULL,
  PRIMARY KEY (dossier, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_ready ON timer (ready, dossier, id);
CREATE INDEX timer_id ON timer (id);

-- home is the dossier, or ~user for lists and searches, which have none.
CREATE TABLE look (
  home    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  id      TEXT NOT NULL,
  usr     TEXT NOT NULL,
  org     TEXT NOT NULL,
  version INTEGER NOT NULL,
  detail  TEXT NOT NULL,
  PRIMARY KEY (home, at, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX look_usr ON look (usr, at, id);

CREATE TABLE org (
  id           TEXT NOT NULL PRIMARY KEY,
  name         TEXT NOT NULL,
  kind         TEXT NOT NULL,
  municipality TEXT NOT NULL,
  agb          TEXT NOT NULL,
  oin          TEXT NOT NULL,
  phone        TEXT NOT NULL,
  email        TEXT NOT NULL,
  active       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX org_agb ON org (agb);
CREATE INDEX org_oin ON org (oin);
CREATE INDEX org_municipality ON org (municipality, kind);

CREATE TABLE account (
  id      TEXT NOT NULL PRIMARY KEY,
  org     TEXT NOT NULL,
  kind    TEXT NOT NULL,
  roles   TEXT NOT NULL,
  name    TEXT NOT NULL,
  phone   TEXT NOT NULL,
  email   TEXT NOT NULL,
  active  INTEGER NOT NULL,
  profile BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX account_org ON account (org, id);
CREATE INDEX account_kind ON account (kind, id);

CREATE TABLE epoch (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO epoch (name, n) VALUES ('directory', 1);

CREATE TABLE series (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE fact (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  hash     BLOB NOT NULL PRIMARY KEY,
  usr      TEXT NOT NULL,
  started  INTEGER NOT NULL,
  seen     INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  lang     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_usr ON session (usr);

CREATE TABLE meter (
  org       TEXT NOT NULL,
  flow      TEXT NOT NULL,
  day       INTEGER NOT NULL,
  fresh     INTEGER NOT NULL,
  reused    INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  corrected INTEGER NOT NULL,
  retyped   INTEGER NOT NULL,
  PRIMARY KEY (org, flow, day)
) STRICT, WITHOUT ROWID;

-- A row that Ready rewrites, to know that writing works.
CREATE TABLE pulse (name TEXT NOT NULL PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO pulse (name, n) VALUES ('pulse', 0);

-- +goose Down
DROP TABLE pulse;
DROP TABLE meter;
DROP TABLE session;
DROP TABLE fact;
DROP TABLE series;
DROP TABLE epoch;
DROP TABLE account;
DROP TABLE org;
DROP TABLE look;
DROP TABLE timer;
DROP TABLE token;
DROP TABLE work;
DROP TABLE involvement;
DROP TABLE family;
DROP TABLE lead;
DROP TABLE used;
DROP TABLE entry;
DROP TABLE head;
