package web

import (
	"testing"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
)

func TestClaimedOnAddsUpWhatStands(t *testing.T) {
	line := func(ref, number string, cents int64, credit bool) dossier.ClaimLine {
		return dossier.ClaimLine{Ref: ref, Number: number, Amount: cents, Credit: credit}
	}
	answered := time.Date(2026, 11, 1, 9, 0, 0, 0, time.UTC)
	view := &access.View{Dossier: &dossier.Dossier{Claims: []dossier.Claim{
		{ClaimLodged: dossier.ClaimLodged{Lines: []dossier.ClaimLine{line("1", "7", 500, false), line("2", "7", 900, false), line("3", "8", 40, false)}}, Answered: answered, Refused: []dossier.LineRefusal{{Ref: "2", Codes: []string{"9321"}}}},
		{ClaimLodged: dossier.ClaimLodged{Lines: []dossier.ClaimLine{line("4", "7", 500, true)}}, Answered: answered},
		{ClaimLodged: dossier.ClaimLodged{Lines: []dossier.ClaimLine{line("5", "7", 300, false)}}, Answered: answered},
		{ClaimLodged: dossier.ClaimLodged{Lines: []dossier.ClaimLine{line("6", "7", 200, false)}}},
	}}}
	claimed, granted, refused := claimedOn(view, "7")
	if claimed != 1900 || granted != 300 || refused != 900 {
		t.Errorf("claimed %d, granted %d, refused %d", claimed, granted, refused)
	}
	if claimed, granted, refused := claimedOn(view, "9"); claimed+granted+refused != 0 {
		t.Error("another allocation has money")
	}
}
