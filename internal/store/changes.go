package store

import (
	"context"
	"database/sql"
	"math"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

// Change is what an administrator changed, as a row that is a leaf of the log.
type Change struct {
	Home    dossier.ID // organisation of the administrator
	At      time.Time
	ID      dossier.ID
	User    dossier.ID // who changed it
	Kind    string     // org, account, rules, terms, scale, theme, logo
	Subject string     // identifier or name of what was changed; no personal data
	Detail  []byte     // sealed: before and after
}

// Setting is one version of something that an administrator keeps for the
// installation. An empty body ends it.
type Setting struct {
	Home    dossier.ID // organisation that keeps it
	Kind    string
	Name    string
	Version int64 // 1, 2, …
	At      time.Time
	User    dossier.ID
	Body    []byte
}

// Changing keeps the directory and the settings under a log: what is changed
// and the row that tells of it are one transaction.
type Changing interface {
	// Change writes the row, with the organisations, accounts and settings that
	// it tells of, all or none, and raises the epoch of the directory. A setting
	// whose version is there already faults with Conflict.
	Change(ctx context.Context, c Change, orgs []Org, users []User, settings []Setting) error
	// Changes gives the changes of an organisation's administrators, newest
	// first, before a cursor ("" the newest).
	Changes(ctx context.Context, home dossier.ID, before string, limit int) ([]Change, string, error)
	// Settings gives the newest version of every setting of a kind ("" all), by
	// home, kind and name. Those that ended are among them, with an empty body.
	Settings(ctx context.Context, kind string) ([]Setting, error)
	// LeadCount tells how many families a user leads.
	LeadCount(ctx context.Context, user dossier.ID) (int64, error)
}

const (
	changeColumns = `home, at, id, usr, kind, subject, detail`
	putChange     = `INSERT INTO change (` + changeColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	changesOf     = `SELECT ` + changeColumns + ` FROM change WHERE home = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4`

	settingColumns = `home, kind, name, version, at, usr, body`
	putSetting     = `INSERT INTO setting (` + settingColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	newestSettings = `SELECT ` + settingColumns + ` FROM setting s WHERE ($1 = '' OR kind = $1) AND version =
		(SELECT MAX(version) FROM setting o WHERE o.home = s.home AND o.kind = s.kind AND o.name = s.name) ORDER BY home, kind, name`

	leadCount = `SELECT COUNT(*) FROM family WHERE lead = $1`
)

func changeLeaf(b []byte, c Change) []byte {
	return ledger.Leaf{Kind: ledger.Change, Key: ledger.Key{Home: string(c.Home), Number: micros(c.At), ID: string(c.ID)},
		Digest: ledger.ChangeDigest(string(c.User), c.Kind, c.Subject, c.Detail)}.Append(b)
}

// Change writes a change of the directory or the settings with its row.
func (s *archive) Change(ctx context.Context, c Change, orgs []Org, users []User, settings []Setting) error {
	users, err := s.cover(ctx, users)
	if err != nil {
		return err
	}
	return s.direct(ctx, "store.Change", func(t tx) error {
		if err := putOrgsIn(t, orgs); err != nil {
			return err
		}
		if err := putUsersIn(t, users); err != nil {
			return err
		}
		for _, n := range settings {
			if _, err := t.exec(putSetting, string(n.Home), n.Kind, n.Name, n.Version, micros(n.At), string(n.User), blob(n.Body)); err != nil {
				return err
			}
		}
		if _, err := t.exec(putChange, string(c.Home), micros(c.At), string(c.ID), string(c.User), c.Kind, c.Subject, blob(c.Detail)); err != nil {
			return err
		}
		t.leaf(changeLeaf(nil, c))
		return nil
	})
}

// Changes gives the changes of an organisation's administrators, newest first.
func (s *archive) Changes(ctx context.Context, home dossier.ID, before string, limit int) ([]Change, string, error) {
	const op = "store.Changes"
	from, err := place{numbers: []int64{math.MaxInt64}, ids: []string{""}}.args(op, before)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.read.query(ctx, changesOf, string(home), from[0], from[1], int64(limit)+1)
	all, err := collect(op, rows, err, func(rows *sql.Rows, c *Change) error {
		var at int64
		err := rows.Scan(&c.Home, &at, &c.ID, &c.User, &c.Kind, &c.Subject, &c.Detail)
		c.At = instant(at)
		return err
	})
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	last := all[limit-1]
	return all[:limit], place{numbers: []int64{micros(last.At)}, ids: []string{string(last.ID)}}.cursor(), nil
}

// Settings gives the newest version of every setting of a kind.
func (s *archive) Settings(ctx context.Context, kind string) ([]Setting, error) {
	rows, err := s.read.query(ctx, newestSettings, kind)
	return collect("store.Settings", rows, err, func(rows *sql.Rows, n *Setting) error {
		var at int64
		err := rows.Scan(&n.Home, &n.Kind, &n.Name, &n.Version, &at, &n.User, &n.Body)
		n.At = instant(at)
		return err
	})
}

// LeadCount tells how many families a user leads.
func (s *archive) LeadCount(ctx context.Context, user dossier.ID) (int64, error) {
	if user == "" {
		return 0, fault.New(fault.Invalid, "store.LeadCount", "")
	}
	rows, err := s.read.query(ctx, leadCount, string(user))
	return one("store.LeadCount", rows, err, scanNumber)
}
