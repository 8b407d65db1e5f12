package rules

import (
	"strconv"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// The scene: one municipality, one provider, two clients. What was exchanged
// before stands in history; base gives a message of each kind that is right
// after it, on the day of the scene.
const (
	town  = "0384"
	carer = "65656055"
	noor  = "999900006"
	sam   = "999900018"
)

var (
	today = nl.MustDate("2026-06-03")
	here  = Place{ijw.Jeugdwet, town, carer}
)

func span(from, until string) nl.Span {
	s := nl.Span{From: nl.MustDate(from)}
	if until != "" {
		s.Until = nl.MustDate(until)
	}
	return s
}

func head(law ijw.Law, kind ijw.Kind, id string) ijw.Header {
	h := ijw.Header{Law: law, Sender: carer, Receiver: town, ID: id, Date: today}
	if kind == ijw.Kind301 || kind == ijw.Kind319 || kind == ijw.Kind325 {
		h.Sender, h.Receiver = town, carer
	}
	return h
}

func person(bsn string) ijw.Client {
	home := &ijw.Address{House: &ijw.House{Number: 12}, Postcode: "2712AB", Street: "Verzonnenlaan", Town: "Zoetermeer", Country: "NL"}
	c := ijw.Client{BSN: bsn, Birth: ijw.BirthOn(nl.MustDate("2012-04-05")), Sex: "2",
		Name:     ijw.Name{Last: "Verzonnen", First: "Noor", Initials: "N", Use: "1"},
		Contacts: []ijw.Contact{{Kind: "01", Address: home}}}
	c.Relations = []ijw.Relation{{Number: "1", Kind: "14", Name: ijw.Name{Last: "Verzonnen", Use: "1"},
		Birth: ijw.BirthOn(nl.MustDate("1980-01-02")), Sex: "2", Contact: ijw.Contact{Kind: "01", Address: home}}}
	return c
}

// categories that differ, so that nothing is allocated twice; the first two
// stand in the list of that law.
func categories(law ijw.Law) [3]string {
	if law == ijw.Wmo {
		return [3]string{"02", "04", "03"}
	}
	return [3]string{"45", "46", "43"}
}

func allocations(law ijw.Law) []ijw.Allocation {
	cat := categories(law)
	return []ijw.Allocation{
		{Number: 1001, Reference: "V1", Product: &ijw.Product{Category: cat[0], Code: "45A03"}, DecidedOn: nl.MustDate("2026-02-20"),
			DecidedAt: "10:00:00", From: nl.MustDate("2026-03-01"), Until: nl.MustDate("2026-12-31"), Volume: &ijw.Volume{Amount: 10, Unit: "04", Per: "4"}},
		{Number: 1002, Product: &ijw.Product{Category: cat[1]}, DecidedOn: nl.MustDate("2026-02-20"), DecidedAt: "10:00:00",
			From: nl.MustDate("2026-03-01"), Until: nl.MustDate("2026-12-31"), BudgetCents: cents(500000)},
	}
}

func cents(n int64) *int64 { return &n }

func claimLine(law ijw.Law) ijw.ClaimLine {
	return ijw.ClaimLine{Reference: "R1", Number: 1001, Category: categories(law)[0], Code: "45A03", Period: span("2026-04-01", "2026-04-30"),
		Volume: 8, Unit: "04", TariffCents: cents(6000), Amount: ijw.Amount{Cents: 48000, Sign: "D"}}
}

// history is what was exchanged before: a request that became two allocations, a
// start, a claim that was granted, another client with an allocation in euros per
// week, and a request of that client that waits.
func history(law ijw.Law) *Memory {
	m := NewMemory()
	cat := categories(law)
	m.Add(ijw.New315(head(law, 315, "H1"), person(noor), []ijw.Request{{Reference: "V1"}}))
	m.Add(ijw.New301(head(law, 301, "H2"), person(noor), allocations(law)))
	m.Add(ijw.New305(head(law, 305, "H3"), person(noor), []ijw.Start{{Number: cents(1001), From: nl.MustDate("2026-03-01"), Status: "1"}}))
	m.Add(ijw.New301(head(law, 301, "H4"), person(sam), []ijw.Allocation{{Number: 2001, Product: &ijw.Product{Category: cat[0], Code: "45A04"},
		DecidedOn: nl.MustDate("2026-02-20"), DecidedAt: "10:00:00", From: nl.MustDate("2026-05-04"), Until: nl.MustDate("2026-12-30"),
		Volume: &ijw.Volume{Amount: 30000, Unit: "83", Per: "2"}}}))
	m.Add(ijw.New315(head(law, 315, "H5"), person(sam), []ijw.Request{{Reference: "V9"}}))
	m.Add(ijw.New323(head(law, 323, "C1"), ijw.Claim{Number: "D1", Period: span("2026-04-01", "2026-04-30"), Date: nl.MustDate("2026-05-02"),
		Total: ijw.Amount{Cents: 48000, Sign: "D"}, Clients: []ijw.ClaimClient{{BSN: noor, Lines: []ijw.ClaimLine{claimLine(law)}}}}))
	m.Add(ijw.Message325{Header: ijw.ClaimHeader{Header: head(law, 325, "A1"), ClaimID: "C1", ClaimDate: today, Codes: []string{"0200"}},
		Answer: &ijw.ClaimAnswer{Number: "D1", Claimed: ijw.Amount{Cents: 48000, Sign: "D"}, Granted: ijw.Amount{Cents: 48000, Sign: "D"}, Codes: []string{"8001"}}}.Message())
	m.Agree(Place{law, town, carer}, cat[0], "45A03", Tariff{6000, "04"})
	return m
}

// base gives a message that is right at every level after history.
func base(t testing.TB, law ijw.Law, kind ijw.Kind) ijw.Message {
	t.Helper()
	h, cat := head(law, kind, "N1"), categories(law)
	switch kind {
	case ijw.Kind301:
		list := allocations(law)
		list[0].Until, list[0].Change, list[0].DecidedOn = nl.MustDate("2026-10-31"), "05", nl.MustDate("2026-06-01")
		return ijw.New301(h, person(noor), list)
	case ijw.Kind305:
		return ijw.New305(h, person(noor), []ijw.Start{{Number: cents(1002), From: nl.MustDate("2026-04-15"), Status: "1"}})
	case ijw.Kind307:
		return ijw.New307(h, person(noor), []ijw.Stop{{Number: cents(1001), From: nl.MustDate("2026-03-01"), Until: nl.MustDate("2026-06-01"), Reason: "02", Status: "1"}})
	case ijw.Kind315:
		return ijw.New315(h, person(noor), []ijw.Request{{Reference: "V2", DecisionNumber: cents(7), DecisionFrom: nl.MustDate("2026-06-01"),
			Product: &ijw.Product{Category: cat[2], Code: "43A01"}, From: nl.MustDate("2026-07-01"), Until: nl.MustDate("2026-12-31"),
			Volume: &ijw.Volume{Amount: 2, Unit: "16", Per: "2"}, Referrer: ijw.Referrer{Kind: "02", AGB: "01019999"}}})
	case ijw.Kind317:
		return ijw.New317(h, noor, ijw.Change{Reference: "V3", Reason: "1", Unchanged: []ijw.Unchanged{{Number: 1002}},
			Changed: []ijw.Changed{{Number: 1001, From: nl.MustDate("2026-07-01"), Until: nl.MustDate("2026-12-31"), Volume: &ijw.Volume{Amount: 12, Unit: "04", Per: "4"}}},
			New:     []ijw.NewProduct{{Product: &ijw.Product{Category: cat[2]}, From: nl.MustDate("2026-07-01"), Until: nl.MustDate("2026-12-31"), BudgetCents: cents(90000)}}})
	case ijw.Kind319:
		return ijw.New319(h, ijw.Answer{Reference: "V9", Decision: "2"})
	case ijw.Kind323:
		return baseClaim(law, h)
	case ijw.Kind325:
		line := claimLine(law)
		line.Codes = []string{"9321"}
		return ijw.Message325{Header: ijw.ClaimHeader{Header: h, ClaimID: "C1", ClaimDate: nl.MustDate("2026-06-03"), ClaimBaseVersion: version(law),
			ClaimMessageVersion: version(law), Codes: []string{"0200"}}, Answer: &ijw.ClaimAnswer{Number: "D1",
			Claimed: ijw.Amount{Cents: 48000, Sign: "D"}, Granted: ijw.Amount{Sign: "D"}, Codes: []string{"0200"},
			Clients: []ijw.ClaimClient{{BSN: noor, Codes: []string{"0200"}, Lines: []ijw.ClaimLine{line}}}}}.Message()
	}
	t.Fatalf("no message %s in the scene", kind)
	return ijw.Message{}
}

func baseClaim(law ijw.Law, h ijw.Header) ijw.Message {
	one, two := claimLine(law), claimLine(law)
	one.Reference, one.Period, one.Volume, one.Amount.Cents = "R2", span("2026-05-01", "2026-05-31"), 9, 54000
	two.Reference, two.Number, two.Code, two.Period = "R3", 2001, "45A04", span("2026-05-04", "2026-05-31")
	two.Unit, two.Volume, two.Amount.Cents, two.TariffCents = "83", 90000, 90000, nil
	return ijw.New323(h, ijw.Claim{Number: "D2", Period: span("2026-05-01", "2026-05-31"), Date: today, Total: ijw.Amount{Cents: 144000, Sign: "D"},
		Clients: []ijw.ClaimClient{{BSN: noor, Lines: []ijw.ClaimLine{one}}, {BSN: sam, Lines: []ijw.ClaimLine{two}}}})
}

// version is what a schema of the law states of itself.
func version(law ijw.Law) string {
	return ijw.New305(head(law, 305, "x"), person(noor), nil).Header().BaseVersion
}

// edit changes a message: "a/b[2]=value" writes an element, making what is not
// there; "-a/b" takes one out; "+a/b" puts a copy after the last of its kind;
// "a/b=@c/d" is not known: values are written out.
func edit(t testing.TB, m ijw.Message, edits ...string) ijw.Message {
	t.Helper()
	for _, e := range edits {
		switch e[0] {
		case '-':
			n := at(m.Root, e[1:], false)
			if n == nil {
				t.Fatalf("nothing to take out at %s", e)
			}
			for i, c := range n.Parent.Children {
				if c == n {
					n.Parent.Children = append(n.Parent.Children[:i:i], n.Parent.Children[i+1:]...)
				}
			}
		case '+':
			n := at(m.Root, e[1:], false)
			if n == nil {
				t.Fatalf("nothing to copy at %s", e)
			}
			n.Parent.Children = append(n.Parent.Children, clone(n, n.Parent))
		default:
			path, v, _ := strings.Cut(e, "=")
			at(m.Root, path, true).Text = v
		}
	}
	return m
}

func clone(n, parent *ijw.Node) *ijw.Node {
	c := *n
	c.Parent, c.Children = parent, nil
	for _, child := range n.Children {
		c.Children = append(c.Children, clone(child, &c))
	}
	return &c
}

func at(n *ijw.Node, path string, add bool) *ijw.Node {
	for _, step := range strings.Split(path, "/") {
		name, index, _ := strings.Cut(strings.TrimSuffix(step, "]"), "[")
		want, _ := strconv.Atoi(index)
		var next *ijw.Node
		for _, c := range n.Children {
			if c.Name == name {
				if want--; want <= 0 {
					next = c
					break
				}
			}
		}
		if next == nil && !add {
			return nil
		}
		if next == nil {
			next = &ijw.Node{Name: name, Parent: n, Space: n.Space}
			n.Children = append(n.Children, next)
		}
		n = next
	}
	return n
}

func codes(found []ijw.Finding) (list []string) {
	for _, f := range found {
		list = append(list, f.Code)
	}
	return list
}

// planet is a World for the scene.
type planet struct{}

func (planet) Today() nl.Date                           { return today }
func (planet) Municipality(code string, _ nl.Date) bool { return code == town || code == "0518" }
func (planet) Fits(_ ijw.Law, category, code string) (bool, bool) {
	return !strings.HasPrefix(code, "99"), category != ""
}
func (planet) Tariff(p Place, category, code string, on nl.Date) (Tariff, bool) {
	return history(p.Law).Tariff(p, category, code, on)
}
