// Package register keeps imported persons as the installation's own copy of
// the population register (BRP), sealed, and answers from it what is known of a
// family. It opens no dossier: whoever is in it has asked nothing.
package register

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"

	"eendracht/internal/brp"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// Facts keeps small named values of the installation.
type Facts interface {
	Fact(ctx context.Context, name string) (string, error)
	SetFact(ctx context.Context, name, value string) error
}

// Vault seals what is kept and gives the keyed hash under which it is found.
type Vault interface {
	Seal(ctx context.Context, owner, context string, plain []byte) ([]byte, error)
	Open(ctx context.Context, owner, context string, sealed []byte) ([]byte, error)
	Token(kind, value string) []byte
}

// Register is the installation's copy of the population register.
type Register struct {
	Facts Facts
	Vault Vault
}

const (
	owner   = "register"
	purpose = "record"
)

// name gives the name under which a person's record is kept: it tells nothing
// without the vault's secret.
func (r Register) name(kind, value string) string {
	return "register:" + hex.EncodeToString(r.Vault.Token(kind, value))
}

// Keep keeps every person with what is known of their family on a day, and
// gives how many. Someone without a BSN is kept by the name of their list.
func (r Register) Keep(ctx context.Context, persons []brp.Person, day nl.Date, progress func(done, total int)) (int, error) {
	const op = "register.Keep"
	known := byBSN(persons)
	for i, p := range persons {
		name := r.name("register", string(p.BSN))
		if p.BSN == "" {
			name = r.name("register-list", p.List)
		}
		plain, err := json.Marshal(recordOf(p, known, day))
		if err != nil {
			return i, fault.Wrap(fault.Internal, op, err)
		}
		sealed, err := r.Vault.Seal(ctx, owner, purpose, plain)
		if err != nil {
			return i, fault.Wrap(fault.Unavailable, op, err)
		}
		if err := r.Facts.SetFact(ctx, name, base64.StdEncoding.EncodeToString(sealed)); err != nil {
			return i, fault.Wrap(fault.Unavailable, op, err)
		}
		progress(i+1, len(persons))
	}
	return len(persons), nil
}

// Record gives the family of the person with this BSN; NotFound when the
// register does not know it.
func (r Register) Record(ctx context.Context, bsn string) (casework.Record, error) {
	const op = "register.Record"
	var record casework.Record
	kept, err := r.Facts.Fact(ctx, r.name("register", bsn))
	if err != nil {
		return record, fault.Wrap(fault.Unavailable, op, err)
	}
	sealed, err := base64.StdEncoding.DecodeString(kept)
	if err != nil {
		return record, fault.Wrap(fault.Internal, op, err)
	}
	plain, err := r.Vault.Open(ctx, owner, purpose, sealed)
	if err != nil {
		return record, fault.Wrap(fault.Unavailable, op, err)
	}
	return record, fault.Wrap(fault.Internal, op, json.Unmarshal(plain, &record))
}

func byBSN(persons []brp.Person) map[string]brp.Person {
	known := make(map[string]brp.Person, len(persons))
	for _, p := range persons {
		if p.BSN != "" {
			known[string(p.BSN)] = p
		}
	}
	return known
}

// person gives a person list as a new person of a dossier.
func person(p brp.Person) dossier.NewPerson {
	out := dossier.NewPerson{Name: p.Name, Birth: p.Born, BSN: string(p.BSN), Source: "brp", Secret: p.Secrecy.Secret()}
	switch p.Sex {
	case brp.Male:
		out.Sex = "m"
	case brp.Female:
		out.Sex = "f"
	}
	return out
}
