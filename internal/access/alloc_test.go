package access

import (
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// money lets De Linde be sent its allocation, deliver a month, claim it and
// hear the answer; another provider's message lies beside it.
func (s *story) money() {
	part := s.part("zoe", "mind")
	s.do(dossier.RecordSent{Type: "JW301", To: "01000001", Ref: "g1", Content: []byte("¤sent-linde"), Org: linde, Part: part, Await: true})
	s.do(dossier.RecordSent{Type: "JW319", To: "01000009", Ref: "g2", Content: []byte("¤sent-other"), Org: "o-other", Part: part})
	s.do(dossier.ForbidTraffic{Words: "¤traffic", Until: day("2026-12-31")})
	s.as("u-ilse", linde)
	s.do(dossier.RecordDelivered{Number: "1001", From: day("2026-12-01"), Until: day("2026-12-31"), Volume: 4, Tariff: 9500})
	s.do(dossier.ReceiveClaim{
		Told: dossier.Told{Type: "JW323", From: "01000001", Ref: "c1", Content: []byte("¤claim")}, Number: "¤claim-number", Law: "jw", Provider: linde, Person: s.who["zoe"],
		Lines: []dossier.ClaimLine{{Ref: "l1", Number: "1001", Category: "54", From: day("2026-12-01"), Until: day("2026-12-31"), Volume: 4, Unit: "04", Tariff: 9500, Amount: 38000}},
	})
	s.do(dossier.ReceiveReturn{Told: dossier.Told{Type: "JW302", From: "01000001", Ref: "b1", Content: []byte("¤returned")}, Of: "g1", OfType: "JW301"})
	s.as("u-noor", team)
}

func TestAProviderSeesItsOwnTrafficAndMoney(t *testing.T) {
	s, e := tell(t), engine(t)
	for name, want := range map[string]string{
		"lead":          "JW315 JW301 JW319 JW323 1 claims 1 delivered 1 returned",
		"linde":         "JW315 JW301 JW323 1 claims 1 delivered 1 returned",
		"linde machine": "JW315 JW301 JW323 1 claims 1 delivered 1 returned",
		"purse":         "0 claims 0 delivered 0 returned",
		"homes":         "0 claims 0 delivered 0 returned",
		"mila":          "1 claims 0 delivered 0 returned",
		"sem":           "0 claims 0 delivered 0 returned",
		"zoe":           "1 claims 0 delivered 0 returned",
	} {
		v, err := e.View(s.d, viewers()[name])
		if err != nil {
			t.Fatal(name, err)
		}
		var seen []string
		for _, m := range v.Dossier.Messages {
			seen = append(seen, m.Type)
		}
		d := v.Dossier
		if got := strings.TrimSpace(strings.Join(seen, " ") + counted(len(d.Claims), " claims") + counted(len(d.Delivered), " delivered") + counted(len(d.Returns), " returned")); got != want {
			t.Errorf("%s sees %q, not %q", name, got, want)
		}
		if (d.Traffic != nil) != (name == "lead") {
			t.Errorf("%s sees why messages are blocked: %v", name, d.Traffic)
		}
	}
}

func counted(n int, word string) string { return " " + string(rune('0'+n)) + word }
