package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// Money is what claims come to, in cents. Granted less Credited is what is paid.
type Money struct {
	Claimed  int64 // debits
	Granted  int64 // debits that were not refused
	Rejected int64 // debits that were
	Credited int64 // credits that stand
}

// bill is a claim as the other software keeps it.
type bill struct {
	Number, From, Until string
	Care                string // number of the allocation
	Lines               []billLine
	Answered            bool
	Granted             int64             // as the answer says
	Refused             map[string]string // codes by reference of the line
}

// billLine is one line; a credit names the line that it takes back.
type billLine struct {
	Ref, Earlier          string
	Volume, Tariff, Cents int64
}

func (b bill) total() int64 {
	var sum int64
	for _, l := range b.Lines {
		if l.Earlier != "" {
			sum -= l.Cents
		} else {
			sum += l.Cents
		}
	}
	return sum
}

// reference numbers a message or a line.
func reference(n int, letter string) string { return fmt.Sprintf("%s%011d", letter, n) }

// newBill keeps a claim of the month before this one.
func (s *software) newBill(t *thread, p *slip, line billLine) bill {
	b := bill{Number: "D" + p.Ref[1:], From: s.month[0], Until: s.month[1], Care: t.care.Number, Lines: []billLine{line}, Refused: map[string]string{}}
	s.purse[b.Number], t.bill = &b, b.Number
	return b
}

// paid hears the answer to a claim. What it grants must be what it does not refuse.
func (s *software) paid(g granted) {
	b := s.purse[g.Paid.Number]
	if b == nil || b.Answered {
		s.flawed = append(s.flawed, fault.New(fault.Invalid, "sim.paid", "", "claim", g.Paid.Number))
		return
	}
	b.Answered, b.Granted = true, g.Paid.Cents
	if g.Paid.Sign == "C" {
		b.Granted = -b.Granted
	}
	for _, l := range g.Paid.Lines {
		b.Refused[l.Ref] = strings.Join(l.Codes, " ")
	}
	if own := b.stands(); own != b.Granted {
		s.flawed = append(s.flawed, fault.New(fault.Invalid, "sim.paid", "", "claim", b.Number, "own", fmt.Sprint(own), "told", fmt.Sprint(b.Granted)))
	}
}

// stands gives what is not refused.
func (b bill) stands() int64 {
	left := bill{}
	for _, l := range b.Lines {
		if _, no := b.Refused[l.Ref]; !no {
			left.Lines = append(left.Lines, l)
		}
	}
	return left.total()
}

// add counts a claim.
func (m *Money) add(b bill) {
	for _, l := range b.Lines {
		_, no := b.Refused[l.Ref]
		switch {
		case l.Earlier != "" && !no:
			m.Credited += l.Cents
		case l.Earlier != "":
		case no:
			m.Claimed, m.Rejected = m.Claimed+l.Cents, m.Rejected+l.Cents
		default:
			m.Claimed, m.Granted = m.Claimed+l.Cents, m.Granted+l.Cents
		}
	}
}

// billOf writes a claim of the dossier as the other side keeps its own.
func billOf(c dossier.Claim) bill {
	b := bill{Number: c.Number, From: c.From.String(), Until: c.Until.String(), Answered: !c.Answered.IsZero(), Granted: c.Granted, Refused: map[string]string{}}
	for _, l := range c.Lines {
		b.Care = l.Number
		b.Lines = append(b.Lines, billLine{l.Ref, l.Earlier, l.Volume, l.Tariff, l.Amount})
		if why, no := c.Refusal(l.Ref); no {
			b.Refused[l.Ref] = strings.Join(why.Codes, " ")
		}
	}
	return b
}

// comparePurses finds where the two sides do not agree about money: claim by
// claim, and what stands on each allocation.
func (r *Result) comparePurses(theirs map[string]*bill, ours map[string]bill, used map[string]int64) {
	stands := map[string]int64{}
	for _, n := range slices.Sorted(maps.Keys(theirs)) {
		their := *theirs[n]
		r.Theirs.add(their)
		stands[their.Care] += their.stands()
		if our, have := ours[n]; !have || fmt.Sprint(our) != fmt.Sprint(their) {
			r.Differ = append(r.Differ, fmt.Sprintf("claim %s: theirs %+v, ours %t %+v", n, their, have, our))
		}
	}
	for _, n := range slices.Sorted(maps.Keys(ours)) {
		r.Ours.add(ours[n])
		if theirs[n] == nil {
			r.Differ = append(r.Differ, "claim "+n+": ours alone")
		}
	}
	for number, cents := range used {
		if cents != stands[number] {
			r.Differ = append(r.Differ, fmt.Sprintf("%s: used %d, theirs %d", number, cents, stands[number]))
		}
	}
	if r.Ours != r.Theirs {
		r.Differ = append(r.Differ, fmt.Sprintf("money: ours %+v, theirs %+v", r.Ours, r.Theirs))
	}
}
