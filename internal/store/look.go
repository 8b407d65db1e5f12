package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"math"
	"unicode/utf8"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ledger"
)

const (
	lookWidth   = 7
	lookColumns = `home, at, id, usr, org, version, detail`
	putLook     = `INSERT INTO look (` + lookColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	looksOf     = `SELECT ` + lookColumns + ` FROM look WHERE home = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4`
	looksBy     = `SELECT ` + lookColumns + ` FROM look WHERE usr = $1 AND (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4`
)

// home is where a look lies: with its dossier, or with the user for lists and
// searches, so that no shard gets all of those.
func home(l Look) string {
	if l.Dossier != "" {
		return string(l.Dossier)
	}
	return "~" + string(l.User)
}

// lookArgs appends the columns of a look.
func lookArgs(l Look, detail string, args []any) []any {
	return append(args, home(l), micros(l.At), string(l.ID), string(l.User), string(l.Org), l.Version, detail)
}

// lookRoom is what most details and leaves fit in.
const lookRoom = 640

// prepare works out what a look needs beside its columns, in the goroutine of
// its caller: the one that writes has enough to do.
func (j *job) prepare(l Look, leaf bool) {
	j.look = l
	if !leaf {
		j.detail = string(detail(make([]byte, 0, lookRoom), l, ""))
		return
	}
	raw := detail(make([]byte, 0, lookRoom), l, newSalt())
	j.detail, j.leaf = string(raw), lookLeaf(make([]byte, 0, lookRoom/4), &l, raw)
}

// detail writes what is not a column as a JSON object without empty members.
// What a proof of the look tells stands before the salt, the rest behind it:
// package ledger parts the two there.
func detail(b []byte, l Look, salt string) []byte {
	b = append(b, '{')
	b = member(b, "person", string(l.Person))
	b = member(b, "name", l.Name)
	b = member(b, "org_name", l.OrgName)
	b = member(b, "role", l.Role)
	b = member(b, "purpose", l.Purpose)
	b = member(b, "ground", l.Ground)
	b = member(b, "policy", l.Policy)
	b = member(b, "action", l.Action)
	b = member(b, "salt", salt)
	b = member(b, "involvement", string(l.Involvement))
	b = member(b, "parts", l.Parts)
	b = member(b, "set", l.Set)
	b = member(b, "as", l.As)
	b = member(b, "facts", l.Facts)
	b = member(b, "need", l.Need)
	return append(b, '}')
}

func member(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	if len(b) > 1 {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	if plain(value) {
		b = append(b, '"')
		b = append(b, value...)
		return append(b, '"')
	}
	quoted, err := json.Marshal(value)
	if err != nil { // a string always marshals
		return append(b, '"', '"')
	}
	return append(b, quoted...)
}

// plain tells whether JSON takes the text as it is. A NUL does not pass: text
// of PostgreSQL cannot hold it, and JSON writes it as an escape.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			return false
		}
	}
	return utf8.ValidString(s)
}

type lookDetail struct {
	Person      dossier.ID `json:"person"`
	Name        string     `json:"name"`
	OrgName     string     `json:"org_name"`
	Role        string     `json:"role"`
	Purpose     string     `json:"purpose"`
	Ground      string     `json:"ground"`
	Policy      string     `json:"policy"`
	Involvement dossier.ID `json:"involvement"`
	Action      string     `json:"action"`
	Parts       string     `json:"parts"`
	Set         string     `json:"set"`
	As          string     `json:"as"`
	Facts       string     `json:"facts"`
	Need        string     `json:"need"`
}

func scanLook(rows *sql.Rows, l *Look) error {
	var at int64
	var home string
	var raw []byte
	if err := rows.Scan(&home, &at, &l.ID, &l.User, &l.Org, &l.Version, &raw); err != nil {
		return err
	}
	return l.fill(home, at, raw)
}

// LookOf reads a look from its row as it is stored.
func LookOf(row ledger.LookRow) (Look, error) {
	l := Look{ID: dossier.ID(row.ID), User: dossier.ID(row.User), Org: dossier.ID(row.Org), Version: row.Version}
	err := l.fill(row.Home, row.At, row.Detail)
	return l, fault.Wrap(fault.Internal, "store.LookOf", err)
}

func (l *Look) fill(home string, at int64, raw []byte) error {
	var d lookDetail
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	l.At = instant(at)
	if home != "~"+string(l.User) {
		l.Dossier = dossier.ID(home)
	}
	l.Person, l.Name, l.OrgName, l.Role, l.Purpose = d.Person, d.Name, d.OrgName, d.Role, d.Purpose
	l.Ground, l.Policy, l.Involvement, l.Action, l.Parts = d.Ground, d.Policy, d.Involvement, d.Action, d.Parts
	l.Set, l.As, l.Facts, l.Need = d.Set, d.As, d.Facts, d.Need
	return nil
}

// LooksOf gives the looks into a dossier, newest first.
func (s *archive) LooksOf(ctx context.Context, id dossier.ID, before string, limit int) ([]Look, string, error) {
	return s.looks(ctx, "store.LooksOf", looksOf, string(id), before, limit)
}

// LooksBy gives the looks of a user, newest first.
func (s *archive) LooksBy(ctx context.Context, user dossier.ID, before string, limit int) ([]Look, string, error) {
	return s.looks(ctx, "store.LooksBy", looksBy, string(user), before, limit)
}

func (s *archive) looks(ctx context.Context, op, text, whose, before string, limit int) ([]Look, string, error) {
	from, err := place{numbers: []int64{math.MaxInt64}, ids: []string{""}}.args(op, before)
	if err != nil {
		return nil, "", err
	}
	rows, err := s.read.query(ctx, text, whose, from[0], from[1], int64(limit)+1)
	all, err := collect(op, rows, err, scanLook)
	if err != nil || len(all) <= limit {
		return all, "", err
	}
	last := all[limit-1]
	return all[:limit], place{[]int64{micros(last.At)}, []string{string(last.ID)}}.cursor(), nil
}
