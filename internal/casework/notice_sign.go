package casework

import (
	"crypto/subtle"
	"encoding/hex"

	"eendracht/internal/dossier"
)

func hexOf(b []byte) string { return hex.EncodeToString(b) }

// sameText compares in a time that tells nothing of where two texts differ.
func sameText(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// decidedFor gives whom a decision is about: the person of its task, else who
// asked for help first.
func decidedFor(d *dossier.Dossier, x dossier.Decision) dossier.ID {
	if t, ok := d.Task(x.Task); ok && t.Part.Person != "" {
		return t.Part.Person
	}
	if len(d.Meldingen) > 0 {
		return d.Meldingen[0].From
	}
	return ""
}
