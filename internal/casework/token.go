package casework

import (
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// The kinds of search token.
const (
	tokenBSN     = "bsn"
	tokenBirth   = "name_birth"
	tokenAddress = "address"
)

// tokens gives the search tokens of persons that changed: keyed hashes, never
// the values. Members of the informal network are not found by search, and a
// secret address gives no token.
func (o *Office) tokens(before, after *dossier.Dossier) []store.TokenRow {
	var rows []store.TokenRow
	for _, p := range after.Persons {
		if p.Network || !changed(before, after, p) {
			continue
		}
		add := func(kind, value string) {
			if value != "" {
				rows = append(rows, store.TokenRow{Token: o.Vault.Token(kind, value), Kind: kind, Person: p.ID})
			}
		}
		add(tokenBSN, p.BSN)
		add(tokenBirth, birthKey(p.Name.Family, p.Birth))
		for _, s := range after.Stays {
			if s.Person == p.ID && !s.Secret && s.Valid.Until.IsZero() {
				add(tokenAddress, addressKey(s.Address.Postcode, s.Address.Number, s.Address.Addition))
			}
		}
	}
	return rows
}

func changed(before, after *dossier.Dossier, p dossier.Person) bool {
	was, ok := before.Person(p.ID)
	if !ok || was.Entry != p.Entry {
		return true
	}
	stays := func(d *dossier.Dossier) (n int, last dossier.ID) {
		for _, s := range d.Stays {
			if s.Person == p.ID {
				n, last = n+1, s.Entry
			}
		}
		return n, last
	}
	n, last := stays(before)
	m, newest := stays(after)
	return n != m || last != newest
}

func birthKey(family string, birth nl.Date) string {
	if family == "" || birth.IsZero() {
		return ""
	}
	return nl.NormaliseForSearch(family) + "|" + birth.String()
}

func addressKey(postcode, number, addition string) string {
	if postcode == "" || number == "" {
		return ""
	}
	return nl.NormaliseForSearch(postcode) + "|" + nl.NormaliseForSearch(number+addition)
}
