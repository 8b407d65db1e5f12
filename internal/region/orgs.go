package region

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// The kinds of organisation that the simulator speaks of (package statute).
const (
	kindTownHall = "municipality"
	kindTeam     = "neighbourhood_team"
	kindYouth    = "youth_care"
	kindWmo      = "wmo_care"
	kindDebt     = "debt_help"
	kindHousing  = "housing"
	kindSchool   = "school"
	kindSafe     = "safe_home"
)

// The roles of staff in their organisation (package access).
const (
	roleWorker   = "worker"
	roleDecider  = "decider"
	rolePlanner  = "planner"
	roleDirector = "director"
	rolePrivacy  = "privacy"
	roleAdmin    = "admin"
)

// found makes the municipalities and organisations.
func (r *Region) found() {
	for _, p := range words().places {
		r.Municipalities = append(r.Municipalities, Municipality{Code: p.Code, Name: p.Name})
	}
	for _, row := range words().orgs {
		if row.Region {
			r.org(row, "", "", 0)
			continue
		}
		for i := range r.Municipalities {
			m := &r.Municipalities[i]
			for n := range row.Each {
				id := r.org(row, m.Code, m.Name, n)
				switch row.Kind {
				case kindTownHall:
					m.Office = id
				case kindTeam:
					m.Teams = append(m.Teams, id)
				}
			}
		}
	}
	for i := range r.Orgs {
		r.byOrg[r.Orgs[i].ID] = &r.Orgs[i]
	}
}

func (r *Region) org(row orgRow, code, town string, n int) dossier.ID {
	at := len(r.Orgs) + 1
	org := store.Org{
		ID:   dossier.ID(fmt.Sprintf("org-%s-%s-%d", orAll(code), strings.ReplaceAll(row.Kind, "_", "-"), n+1)),
		Name: strings.ReplaceAll(row.Names[n%len(row.Names)], "{place}", town), Kind: row.Kind, Municipality: code,
		Phone: line(at * 100), Active: true,
	}
	if own, ok := storyOrgs[org.ID]; ok {
		org.ID, org.Name = own.id, own.name
	}
	if row.AGB {
		org.AGB = agb(at)
	} else {
		org.OIN = oin(at)
	}
	org.Email = "post@" + strings.TrimPrefix(string(org.ID), "o-") + ".example"
	r.Orgs = append(r.Orgs, org)
	if r.kinds[code] == nil {
		r.kinds[code] = map[string][]dossier.ID{}
	}
	r.kinds[code][row.Kind] = append(r.kinds[code][row.Kind], org.ID)
	return org.ID
}

func orAll(code string) string {
	if code == "" {
		return "all"
	}
	return code
}

// staff makes the staff of every organisation.
func (r *Region) staff() {
	for i := range r.Orgs {
		org := &r.Orgs[i]
		row := words().orgs[slices.IndexFunc(words().orgs, func(row orgRow) bool {
			return row.Kind == org.Kind && row.Region == (org.Municipality == "")
		})]
		d := throw(r.Seed, "staff", uint64(i))
		for n := range row.Staff {
			r.Staff = append(r.Staff, r.employ(d, org, i, n))
		}
	}
	for i := range r.Staff {
		user := &r.Staff[i]
		roles := r.people[user.Org]
		if roles == nil {
			roles = map[string][]*store.User{}
			r.people[user.Org] = roles
		}
		for _, role := range append([]string{""}, user.Roles...) {
			roles[role] = append(roles[role], user)
		}
	}
}

func (r *Region) employ(d dice, org *store.Org, at, n int) store.User {
	lang, sex := language(d), one(d, []string{woman, man, woman})
	name := surnameFor(d, lang).of(call(d, lang, sex, d.between(1962, 2002)), lang, sex)
	user := store.User{
		ID: dossier.ID(fmt.Sprintf("u-%s-%02d", strings.TrimPrefix(string(org.ID), "org-"), n+1)), Org: org.ID, Kind: "staff",
		Roles: rolesOf(org.Kind, n), Name: name.Informal(), Phone: line((at+1)*100 + n + 1), Active: true,
	}
	if own, ok := storyStaff[post{org.ID, n}]; ok {
		user.ID, user.Name = own.id, own.name
	}
	user.Email = mailbox(user.Name) + "@" + strings.TrimPrefix(string(org.ID), "o-") + ".example"
	return user
}

// rolesOf says what the n-th person of an organisation may do there.
func rolesOf(kind string, n int) []string {
	if kind == kindTownHall {
		switch n {
		case 3:
			return []string{roleDirector}
		case 4:
			return []string{rolePrivacy}
		case 5:
			return []string{roleAdmin}
		}
		return []string{roleDecider, roleWorker}
	}
	if kind == kindTeam && n == 3 {
		return []string{roleDecider, roleWorker} // with a mandate of the municipality
	}
	if n == 0 && kind != kindTeam {
		return []string{rolePlanner, roleWorker}
	}
	return []string{roleWorker}
}

// mailbox writes a name as the part of an address before the @.
func mailbox(name string) string {
	var parts []string
	for word := range strings.FieldsSeq(name) {
		parts = append(parts, nl.NormaliseForSearch(word))
	}
	return strings.Join(parts, ".")
}

func number(d dice) string { return strconv.Itoa(d.between(1, 180)) }

func postcode(digits int, letters []byte) nl.Postcode {
	return nl.Postcode(strconv.Itoa(digits) + string(letters))
}
