package casework

import (
	"context"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// StaffLine is what the personnel department tells of one member of staff.
type StaffLine struct {
	Line  int // as the list counts, from 1
	Email string
	StaffFacts
}

// LineFinding is what is wrong with one line.
type LineFinding struct {
	Line int
	Key  string
}

// KeepStaff keeps keyed hashes about staff of the organisations in the officer's
// municipality, found by their e-mail address at work. Lines with a finding are
// left out; the others are kept. Nothing of the list itself stays.
func (o *Office) KeepStaff(ctx context.Context, lines []StaffLine) (kept int, wrong []LineFinding, err error) {
	const op = "casework.KeepStaff"
	ask, err := o.overseer(ctx, op)
	if err != nil {
		return 0, nil, err
	}
	known, err := o.staffByEmail(ctx, ask)
	if err != nil {
		return 0, nil, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, line := range lines {
		user, ok := known[strings.ToLower(strings.TrimSpace(line.Email))]
		key := ""
		switch {
		case !ok:
			key = "trust.facts.nobody"
		case line.BSN != "" && !isBSN(line.BSN):
			key = "trust.facts.bsn"
		case line.Postcode != "" && postcodeKey(line.Postcode) == "":
			key = "trust.facts.postcode"
		case line.BSN == "" && line.Postcode == "" && (line.Family == "" || line.Birth.IsZero()):
			key = "trust.facts.nothing"
		}
		if key != "" {
			wrong = append(wrong, LineFinding{line.Line, key})
			continue
		}
		if err := o.KeepFacts(ctx, user, line.StaffFacts); err != nil {
			return kept, wrong, err
		}
		kept++
	}
	return kept, wrong, o.listed(ctx, ask, "list", "staff facts")
}

func isBSN(s string) bool {
	_, err := nl.ParseBSN(s)
	return err == nil
}

// staffByEmail gives the staff of the organisations in a municipality; an
// address that two accounts have names nobody.
func (o *Office) staffByEmail(ctx context.Context, ask access.Ask) (map[string]dossier.ID, error) {
	orgs, err := o.Store.Orgs(ctx, "", ask.Who.Municipality)
	if err != nil {
		return nil, err
	}
	known, twice := map[string]dossier.ID{}, map[string]bool{}
	for _, org := range orgs {
		users, err := o.Store.UsersOf(ctx, org.ID)
		if err != nil {
			return nil, err
		}
		for _, u := range users {
			address := strings.ToLower(u.Email)
			if u.Kind != access.Staff || address == "" {
				continue
			}
			if _, before := known[address]; before {
				twice[address] = true
			}
			known[address] = u.ID
		}
	}
	for address := range twice {
		delete(known, address)
	}
	return known, nil
}

// FactsKept tells of how many people keyed hashes are kept: staff of the
// officer's municipality, and persons of note of the installation.
func (o *Office) FactsKept(ctx context.Context) (staff, famous int, err error) {
	const op = "casework.FactsKept"
	ask, err := o.overseer(ctx, op)
	if err != nil {
		return 0, 0, err
	}
	var list []map[dossier.ID][][]byte
	for _, kind := range []string{keyedSelf, keyedHome, keyedFamous} {
		of, err := o.Store.Keyed(ctx, kind)
		if err != nil {
			return 0, 0, fault.Wrap(fault.Unavailable, op, err)
		}
		list = append(list, of)
	}
	orgs, err := o.Store.Orgs(ctx, "", ask.Who.Municipality)
	if err != nil {
		return 0, 0, fault.Wrap(fault.Unavailable, op, err)
	}
	for _, org := range orgs {
		users, err := o.Store.UsersOf(ctx, org.ID)
		if err != nil {
			return 0, 0, fault.Wrap(fault.Unavailable, op, err)
		}
		staff += countKeyed(users, list[0], list[1])
	}
	return staff, len(list[2][noUser]), nil
}

func countKeyed(users []store.User, in ...map[dossier.ID][][]byte) (n int) {
	for _, u := range users {
		for _, of := range in {
			if len(of[u.ID]) > 0 {
				n++
				break
			}
		}
	}
	return n
}
