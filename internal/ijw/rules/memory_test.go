package rules

import (
	"slices"
	"testing"

	"eendracht/internal/ijw"
)

func TestTheLatestDecisionCounts(t *testing.T) {
	m := history(ijw.Jeugdwet)
	older := edit(t, base(t, ijw.Jeugdwet, 301), newID+"P9", first+"Toewijzingsdatum=2026-02-19", first+"Einddatum=2026-04-01")
	m.Add(older) // arrives last, was decided first (OP080, IV013)
	if a, _ := m.Allocation(here, 1001); a.Until.String() != "2026-12-31" {
		t.Errorf("until %s", a.Until)
	}
	m.Add(base(t, ijw.Jeugdwet, 301))
	if a, _ := m.Allocation(here, 1001); a.Until.String() != "2026-10-31" || a.Change != "05" {
		t.Errorf("%+v", a)
	}
	if got := len(m.Allocations(here, noor)); got != 2 {
		t.Errorf("%d allocations", got)
	}
}

func TestWhatAReturnMessageRejectsWasNotSent(t *testing.T) {
	m := history(ijw.Jeugdwet)
	sent := base(t, ijw.Jeugdwet, 305)
	m.Add(sent)
	if got := len(m.Lines(here, noor)); got != 2 {
		t.Fatalf("%d lines", got)
	}
	m.Add(answer(t, sent, nil))
	if got := len(m.Lines(here, noor)); got != 2 {
		t.Errorf("a return message without remarks took something away: %d lines", got)
	}
	m.Add(answer(t, sent, []ijw.Finding{{Level: 3, Path: "/Bericht/Client/StartProducten/StartProduct", Return: "9019"}}))
	if got := len(m.Lines(here, noor)); got != 1 {
		t.Errorf("%d lines after the rejection", got)
	}
	if !m.Used(here, 305, "N1") {
		t.Error("its identification stays used")
	}
	if a, ok := m.Allocation(here, 1001); !ok || a.BSN != noor {
		t.Error("what else was exchanged stays")
	}
}

func TestAClaimIsGrantedButForWhatComesBack(t *testing.T) {
	m := history(ijw.Jeugdwet)
	sent := base(t, ijw.Jeugdwet, 323)
	m.Add(sent)
	m.Add(answer(t, sent, []ijw.Finding{{Level: 3, Path: "/Bericht/Declaratie/Clienten/Client[2]/Prestaties/Prestatie", Return: "9321"}}))
	one, _ := m.Claimed(here, "R2")
	two, _ := m.Claimed(here, "R3")
	if !one.Answered || one.Rejected || !two.Rejected {
		t.Errorf("%+v %+v", one, two)
	}
	if len(m.ClaimedOn(here, 2001)) != 0 || len(m.ClaimedOn(here, 1001)) != 2 {
		t.Error("a rejected line counts, or a granted one does not")
	}
}

func TestAClaimThatIsRejectedAsAWholeWasNotSent(t *testing.T) {
	for _, path := range []string{"/Bericht/Header", "/Bericht/Declaratie"} {
		m := history(ijw.Jeugdwet)
		sent := base(t, ijw.Jeugdwet, 323)
		m.Add(sent)
		m.Add(answer(t, sent, []ijw.Finding{{Level: 3, Path: path, Return: "9333"}}))
		if _, ok := m.Claimed(here, "R2"); ok {
			t.Errorf("%s: the line is still there", path)
		}
		if m.ClaimNumber(here, "D2") || m.LastClaim(here).String() != "2026-04-01" {
			t.Errorf("%s: number or month is still taken", path)
		}
		if one, _ := m.Claimed(here, "R1"); !one.Answered {
			t.Errorf("%s: the claim before lost its answer", path)
		}
	}
}

func TestACorrectionInOneMessage(t *testing.T) {
	m := history(ijw.Jeugdwet)
	fix := edit(t, base(t, ijw.Jeugdwet, 305), "+Client/StartProducten/StartProduct", start+"ToewijzingNummer=1001",
		start+"Begindatum=2026-03-01", start+"StatusAanlevering=3", "Client/StartProducten/StartProduct[2]/ToewijzingNummer=1001",
		"Client/StartProducten/StartProduct[2]/Begindatum=2026-03-08")
	if found := Received(fix, nil, m, planet{}); len(found) > 0 {
		t.Fatalf("a start is corrected by status 3 and 1 in one message: %+v", found)
	}
	m.Add(fix)
	lines := m.Lines(here, noor)
	if len(lines) != 1 || lines[0].From.String() != "2026-03-08" {
		t.Errorf("%+v", lines)
	}
}

func TestRefusedMessagesOnlyUseTheirNumber(t *testing.T) {
	m := NewMemory()
	m.Refuse(base(t, ijw.Jeugdwet, 301))
	if _, ok := m.Allocation(here, 1001); ok || !m.Used(here, 301, "N1") {
		t.Error("a refused message counts, or its number is free")
	}
}

func TestReceivedStopsAtTheFirstLevelThatFails(t *testing.T) {
	form := []ijw.Finding{{Level: LevelForm}}
	if got := Received(base(t, ijw.Jeugdwet, 305), form, NewMemory(), planet{}); len(got) != 1 {
		t.Errorf("%+v", got)
	}
	wrong := edit(t, base(t, ijw.Jeugdwet, 305), bsn+"999900007", start+"ToewijzingNummer=9")
	if got := codes(Received(wrong, nil, NewMemory(), planet{})); !slices.Equal(got, []string{"CS002"}) {
		t.Errorf("%v", got)
	}
	if got := codes(BeforeSending(wrong, NewMemory())); !slices.Contains(got, "CS002") || !slices.Contains(got, "TR019") {
		t.Errorf("before sending both are told: %v", got)
	}
	if got := BeforeSending(edit(t, wrong, "-Client/Bsn"), NewMemory()); got[0].Level != LevelForm {
		t.Errorf("%+v", got)
	}
	late := edit(t, base(t, ijw.Jeugdwet, 305), "Header/BerichtIdentificatie/Dagtekening=2026-06-04")
	if got := codes(Received(late, nil, history(ijw.Jeugdwet), planet{})); !slices.Equal(got, []string{"TR135"}) {
		t.Errorf("%v", got)
	}
}

func TestSafetyForbidsEveryMessage(t *testing.T) {
	for _, r := range []struct {
		s    Safety
		want int
	}{{Safety{}, 0}, {Safety{Danger: true}, 1}, {Safety{true, today}, 1}, {Safety{true, today.AddDays(-1)}, 0}} {
		if got := OP003(r.s, today); len(got) != r.want {
			t.Errorf("%+v: %+v", r.s, got)
		}
	}
}
