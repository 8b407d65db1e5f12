package region

import (
	"fmt"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/nl"
)

// care is the way of allocated care by official messages: a provider asks for
// it (315), the municipality decides (301), the provider tells of the start
// (305) and, at the end of the plan, of the end (307). Messages need a BSN.
func (l *life) care() {
	m := messages{life: l, law: ijw.Wmo, client: l.f.Client}
	kind, wanted := kindWmo, l.f.Needs.Wmo > 0 && l.chance(0.7)
	if len(l.f.Needs.Youth) > 0 {
		m.law, kind, wanted = ijw.Jeugdwet, kindYouth, l.likely(0.85)
	}
	if !wanted || l.f.Persons[m.client].BSN == "" || l.persons[m.client] == "" {
		return
	}
	providers := l.region.OrgsOf(kind, l.f.Municipality)
	m.org = one(l.dice, providers)
	if l.bench() {
		m.org = providers[0]
	}
	m.by = l.staff(one(l.dice, l.region.StaffOf(m.org, rolePlanner)), "allocation")
	l.pass(2, 15)
	m.from = l.day(l.between(10, 28))
	m.until = m.from.AddDays(l.between(120, 300))
	if l.bench() {
		m.until = l.region.Today.AddDays(200)
	}
	m.request()
	l.pass(1, 6)
	if !m.decide(l.likely(0.93)) {
		return
	}
	if !l.likely(0.94) {
		l.unbegun = true
		return
	}
	l.until(m.from.Midnight().Add(time.Duration(l.between(9*60, 17*60)) * time.Minute))
	m.start()
	m.money = throw(l.region.Seed, "claims", uint64(l.f.Number))
	l.exchange = &m
}

// messages is the exchange about one allocation.
type messages struct {
	*life
	law         ijw.Law
	org         dossier.ID
	by          casework.Caller
	client      int
	from, until nl.Date
	product     ijw.Product
	task        dossier.ID // in which the request waits for a decision
	number      int64      // of the allocation
	weekly      int64      // hours
	begun       nl.Date
	billed      nl.Date // last day of the last month that was claimed
	stopped     nl.Date
	money       dice // chances of claims: a stream of their own
}

// products per law: a kind of support, with a code that the provider may use.
var products = map[ijw.Law][]ijw.Product{
	ijw.Jeugdwet: {{Category: "45", Code: "45A04"}, {Category: "54", Code: "54001"}, {Category: "50", Code: "50A01"}},
	ijw.Wmo:      {{Category: "01", Code: "01A01"}, {Category: "02", Code: "02A03"}, {Category: "07", Code: "07A02"}},
}

// hours is the unit of all care of the region: so many hours a week.
const (
	hours  = "04"
	weekly = "2"
)

func (m *messages) header(date nl.Date) ijw.Header {
	id := ownMessage + firstNumber(m.f.Number, m.step)
	return ijw.Header{Law: m.law, Sender: m.region.byOrg[m.org].AGB, Receiver: m.f.Municipality, ID: fmt.Sprintf("%012d", id), Date: date}
}

// about gives the client as a provider's message names one.
func (m *messages) about() ijw.Client {
	p := m.f.Persons[m.client]
	c := ijw.Client{
		BSN: p.BSN, Birth: ijw.BirthOn(p.Birth), Sex: map[string]string{man: "1", woman: "2"}[p.Sex],
		Name: ijw.Name{Last: p.Name.Family, Prefix: p.Name.Prefix, First: p.Name.Given},
	}
	return c
}

func (m *messages) request() {
	m.product = one(m.dice, products[m.law])
	reference := fmt.Sprintf("%s-%d", m.region.byOrg[m.org].AGB, m.f.Number+1)
	m.weekly = int64(m.between(1, 4))
	c := m.about()
	if m.law == ijw.Jeugdwet {
		known := true
		c.GuardianKnown = &known
	}
	receipt := m.send(ijw.New315(m.header(m.day(0)), c, []ijw.Request{{
		Reference: reference, Product: &m.product, From: m.from, Until: m.until,
		Volume: &ijw.Volume{Amount: m.weekly, Unit: hours, Per: weekly}, Referrer: ijw.Referrer{Kind: one(m.dice, []string{"01", "02"}), Name: "verwijzer"},
	}}))
	if len(receipt.Changed) > 0 && len(receipt.Changed[0].New) > 1 {
		m.task = receipt.Changed[0].New[1] // after the message itself
	}
}

// decide decides on the request for the municipality; true when it was granted.
func (m *messages) decide(grant bool) bool {
	said := words().phrases
	r := desk.Ruling{Dossier: m.id, Task: m.task, Outcome: "refused", Words: one(m.dice, said.Refused), Key: m.key()}
	if grant {
		r.Outcome, r.Words = "granted", one(m.dice, said.Granted)
	}
	decider := one(m.dice, m.region.StaffOf(m.f.Team, roleDecider))
	if m.over() {
		return false
	}
	m.number = allocationNumber(m.f.Number, m.step)
	var done casework.Done
	err := m.maker.patiently(func() (err error) {
		done, err = m.maker.desk.Decide(m.context(m.staff(decider, "decision")), r)
		return err
	})
	m.settle("decide", done.Again, err)
	m.stale = true
	return m.err == nil && grant
}

func (m *messages) start() {
	m.begun = m.day(0)
	m.send(ijw.New305(m.header(m.begun), m.about(), []ijw.Start{{
		Number: &m.number, Product: &m.product, AllocationFrom: m.from, From: m.begun, Status: ijw.StatusFirst,
	}}))
}

// stop tells that the care ended as planned.
func (m *messages) stop() {
	m.stopped = m.day(0)
	reason := map[ijw.Law]string{ijw.Jeugdwet: "31", ijw.Wmo: "19"}[m.law]
	m.send(ijw.New307(m.header(m.day(0)), m.about(), []ijw.Stop{{
		Number: &m.number, Product: &m.product, AllocationFrom: m.from, From: m.begun, Reason: reason, Until: m.day(0), Status: ijw.StatusFirst,
	}}))
}

// send lets the provider send a message and the municipality take it in.
func (m *messages) send(message ijw.Message) desk.Receipt {
	if m.over() {
		return desk.Receipt{}
	}
	content, err := message.Bytes()
	var receipt desk.Receipt
	if err == nil {
		receipt, err = m.deliver(content)
	}
	m.settle(message.Kind.String(), receipt.Again, err)
	m.stale = true
	return receipt
}
