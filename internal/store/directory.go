package store

import (
	"context"
	"database/sql"
	"strings"

	"eendracht/internal/dossier"
)

const (
	orgColumns = `id, name, kind, municipality, agb, oin, phone, email, active`
	putOrg     = `INSERT INTO org (` + orgColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, municipality = excluded.municipality, agb = excluded.agb,
		oin = excluded.oin, phone = excluded.phone, email = excluded.email, active = excluded.active`
	getOrg = `SELECT ` + orgColumns + ` FROM org WHERE id = $1`
	// A municipality code names the municipality itself before those that serve it.
	getOrgByCode = `SELECT ` + orgColumns + ` FROM org WHERE $1 <> '' AND (agb = $1 OR oin = $1 OR municipality = $1)
		ORDER BY CASE WHEN agb = $1 OR oin = $1 THEN 0 WHEN kind = 'municipality' THEN 1 ELSE 2 END, id LIMIT 1`
	getOrgs = `SELECT ` + orgColumns + ` FROM org WHERE ($1 = '' OR kind = $1) AND ($2 = '' OR municipality = $2) ORDER BY name, id`

	userColumns = `id, org, kind, roles, name, phone, email, active, profile, veiled`
	putUser     = `INSERT INTO account (` + userColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (id) DO UPDATE SET org = excluded.org, kind = excluded.kind, roles = excluded.roles, name = excluded.name,
		phone = excluded.phone, email = excluded.email, active = excluded.active, profile = excluded.profile, veiled = excluded.veiled`
	getUser   = `SELECT ` + userColumns + ` FROM account WHERE id = $1`
	usersOf   = `SELECT ` + userColumns + ` FROM account WHERE org = $1 ORDER BY id`
	usersLike = `SELECT ` + userColumns + ` FROM account WHERE kind = $1 ORDER BY id LIMIT $2`

	raiseEpoch = `UPDATE epoch SET n = n + 1 WHERE name = 'directory' RETURNING n`
	getEpoch   = `SELECT n FROM epoch WHERE name = 'directory'`
	nextOf     = `INSERT INTO series (name, n) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET n = series.n + 1 RETURNING n`
	getFact    = `SELECT value FROM fact WHERE name = $1`
	putFact    = `INSERT INTO fact (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`
)

// raise makes the epoch of the directory one higher, last in a transaction, so
// that its row is held only briefly.
func raise(t tx) error {
	n, err := t.number(raiseEpoch)
	if err == nil {
		t.moved("", n)
	}
	return err
}

// direct changes the directory and raises its epoch in the same transaction.
func (s *archive) direct(ctx context.Context, op string, change func(tx) error) error {
	return s.write.do(ctx, op, func(t tx) error {
		if err := change(t); err != nil {
			return err
		}
		return raise(t)
	})
}

// PutOrgs writes organisations, new and known, all or none.
func (s *archive) PutOrgs(ctx context.Context, orgs []Org) error {
	return s.direct(ctx, "store.PutOrgs", func(t tx) error { return putOrgsIn(t, orgs) })
}

func putOrgsIn(t tx, orgs []Org) error {
	for _, o := range orgs {
		if _, err := t.exec(putOrg, string(o.ID), o.Name, o.Kind, o.Municipality, o.AGB, o.OIN, o.Phone, o.Email, flag(o.Active)); err != nil {
			return err
		}
	}
	return nil
}

// PutUsers writes accounts, new and known, all or none.
func (s *archive) PutUsers(ctx context.Context, users []User) error {
	users, err := s.cover(ctx, users)
	if err != nil {
		return err
	}
	return s.direct(ctx, "store.PutUsers", func(t tx) error { return putUsersIn(t, users) })
}

func putUsersIn(t tx, users []User) error {
	for _, u := range users {
		if _, err := t.exec(putUser, string(u.ID), string(u.Org), u.Kind, strings.Join(u.Roles, " "), u.Name, u.Phone, u.Email, flag(u.Active), blob(u.Profile), blob(u.veiled)); err != nil {
			return err
		}
	}
	return nil
}

func scanOrg(rows *sql.Rows, o *Org) error {
	var active int64
	err := rows.Scan(&o.ID, &o.Name, &o.Kind, &o.Municipality, &o.AGB, &o.OIN, &o.Phone, &o.Email, &active)
	o.Active = active != 0
	return err
}

func scanUser(rows *sql.Rows, u *User) error {
	var roles string
	var active int64
	err := rows.Scan(&u.ID, &u.Org, &u.Kind, &roles, &u.Name, &u.Phone, &u.Email, &active, &u.Profile, &u.veiled)
	u.Roles, u.Active = strings.Fields(roles), active != 0
	return err
}

// Org gives an organisation by its identifier.
func (s *archive) Org(ctx context.Context, id dossier.ID) (Org, error) {
	rows, err := s.read.query(ctx, getOrg, string(id))
	return one("store.Org", rows, err, scanOrg)
}

// OrgByCode gives an organisation by AGB, OIN or municipality code.
func (s *archive) OrgByCode(ctx context.Context, code string) (Org, error) {
	rows, err := s.read.query(ctx, getOrgByCode, code)
	return one("store.OrgByCode", rows, err, scanOrg)
}

// Orgs gives organisations by name; "" for kind or municipality means any.
func (s *archive) Orgs(ctx context.Context, kind, municipality string) ([]Org, error) {
	rows, err := s.read.query(ctx, getOrgs, kind, municipality)
	return collect("store.Orgs", rows, err, scanOrg)
}

// User gives an account.
func (s *archive) User(ctx context.Context, id dossier.ID) (User, error) {
	rows, err := s.read.query(ctx, getUser, string(id))
	u, err := one("store.User", rows, err, scanUser)
	if err != nil {
		return User{}, err
	}
	found := []User{u}
	err = s.uncover(ctx, found)
	return found[0], err
}

// UsersOf gives the accounts of an organisation.
func (s *archive) UsersOf(ctx context.Context, org dossier.ID) ([]User, error) {
	rows, err := s.read.query(ctx, usersOf, string(org))
	users, err := collect("store.UsersOf", rows, err, scanUser)
	if err != nil {
		return nil, err
	}
	return users, s.uncover(ctx, users)
}

// UsersLike gives some accounts of a kind.
func (s *archive) UsersLike(ctx context.Context, kind string, limit int) ([]User, error) {
	rows, err := s.read.query(ctx, usersLike, kind, int64(limit))
	users, err := collect("store.UsersLike", rows, err, scanUser)
	if err != nil {
		return nil, err
	}
	return users, s.uncover(ctx, users)
}

func scanNumber(rows *sql.Rows, n *int64) error { return rows.Scan(n) }

// Epoch gives the epoch of the directory.
func (s *archive) Epoch(ctx context.Context) (int64, error) {
	rows, err := s.read.query(ctx, getEpoch)
	return one("store.Epoch", rows, err, scanNumber)
}

// Next gives the next number of a series. A number is given once, also when
// what asked for it fails afterwards: a series may have gaps.
func (s *archive) Next(ctx context.Context, series string) (int64, error) {
	var n int64
	err := s.write.do(ctx, "store.Next", func(t tx) (err error) {
		n, err = t.number(nextOf, series)
		return err
	})
	if err != nil {
		return 0, err
	}
	return n, nil
}

// Fact gives a named fact of the installation.
func (s *archive) Fact(ctx context.Context, name string) (string, error) {
	rows, err := s.read.query(ctx, getFact, name)
	return one("store.Fact", rows, err, func(rows *sql.Rows, v *string) error { return rows.Scan(v) })
}

// SetFact keeps a named fact of the installation.
func (s *archive) SetFact(ctx context.Context, name, value string) error {
	return s.direct(ctx, "store.SetFact", func(t tx) error {
		_, err := t.exec(putFact, name, value)
		return err
	})
}
