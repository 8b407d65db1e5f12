package dossier

import (
	"testing"

	"eendracht/internal/nl"
)

func TestStatePerson(t *testing.T) {
	w := asked(t).as(noor)
	opa := StatePerson{NewPerson: NewPerson{Name: nl.Name{Given: "Jan", Family: "Smit"}, Network: true, Phone: "0500123456", Address: Address{Street: "Dorpsweg", Number: "1"}}}
	same(t, "new", w.do(opa), "person.stated contact.stated stay.stated")
	p := w.d.Persons[1]
	equal(t, "network", p.Network, true)
	equal(t, "source", p.Source, "worker")
	opa.Person, opa.Deceased, opa.Birth = p.ID, w.today(), day("1950-00-00")
	opa.Phone, opa.Email, opa.Address = "", "", Address{}
	same(t, "restated", w.days(1).do(opa), "person.stated")
	again, _ := w.d.Person(p.ID)
	equal(t, "phone kept", again.Phone, "0500123456")
	equal(t, "since kept", again.Since, p.Since)
	equal(t, "deceased", again.Deceased.IsZero(), false)
	equal(t, "the first statement is corrected", w.d.Struck(p.Entry), true)
	opa.Address = Address{Street: "Dorpsweg", Number: "1"}
	same(t, "same address", w.do(opa), "person.stated")
	opa.Address.Number = "2"
	same(t, "moved", w.do(opa), "person.stated stay.stated stay.stated")
	me := StatePerson{Person: w.named("Mila"), NewPerson: helpCall().Me}
	same(t, "her own number again", w.do(me), "person.stated contact.stated")
	w.refuses(
		invalid("unknown", StatePerson{Person: "p-x", NewPerson: opa.NewPerson}, "person", "dossier.person.unknown"),
		invalid("no name", StatePerson{}, "family", "dossier.person.family"),
		invalid("someone's number", StatePerson{NewPerson: NewPerson{Name: nl.Name{Family: "X"}, BSN: "999990019"}}, "bsn", "dossier.person.twice"),
		invalid("dead before born", StatePerson{NewPerson: NewPerson{Name: nl.Name{Family: "X"}, Birth: day("2000-01-01")}, Deceased: day("1999-01-01")}, "deceased", "dossier.period"))
}

func TestStateContact(t *testing.T) {
	w := asked(t)
	me := w.named("Mila")
	same(t, "stated", w.do(StateContact{Person: me, Email: "mila@post.example"}), "contact.stated")
	p, _ := w.d.Person(me)
	equal(t, "replaced", p.Phone+p.Email, "mila@post.example")
	w.refuses(
		invalid("nothing", StateContact{Person: me}, "phone", "dossier.contact.none"),
		invalid("stranger", StateContact{Person: "p-x", Phone: "0612345678"}, "person", "dossier.person.unknown"),
		invalid("no mail", StateContact{Person: me, Email: "a b@c.nl"}, "email", "dossier.contact.email"))
}

func TestStateRelation(t *testing.T) {
	w := family(t)
	mila, zoe, tom := w.named("Mila"), w.named("Zoë"), w.named("Tom")
	same(t, "new", w.do(StateRelation{From: mila, To: zoe, Type: "parent"}), "relation.stated")
	same(t, "the same again", w.do(StateRelation{From: mila, To: zoe, Type: "parent"}), "")
	n := len(w.d.Relations)
	same(t, "relabelled", w.do(StateRelation{From: mila, To: zoe, Type: "parent", Label: "mama"}), "relation.stated")
	equal(t, "restated in place", len(w.d.Relations), n)
	w.do(StateRelation{From: mila, To: tom, Type: "partner", Valid: nl.Span{Until: day("2020-01-01")}})
	same(t, "ended partner, other way round", w.do(StateRelation{From: tom, To: mila, Type: "partner", Valid: nl.Span{Until: day("2020-01-01")}}), "relation.stated")
	same(t, "by id", w.do(StateRelation{Relation: w.d.Relations[0].Relation, From: tom, To: zoe, Type: "parent", Valid: nl.Span{From: day("2014-06-01")}}), "relation.stated")
	w.refuses(
		missing("unknown", StateRelation{Relation: "r-x", From: mila, To: zoe, Type: "parent"}, "dossier.relation.none"),
		invalid("self", StateRelation{From: mila, To: mila, Type: "partner"}, "to", "dossier.relation.self"),
		invalid("type", StateRelation{From: mila, To: zoe, Type: "boss"}, "type", "dossier.relation.type"),
		invalid("stranger", StateRelation{From: mila, To: "p-x", Type: "other"}, "to", "dossier.person.unknown"),
		invalid("younger parent", StateRelation{From: zoe, To: tom, Type: "parent"}, "from", "dossier.relation.older"),
		invalid("circle", StateRelation{From: zoe, To: mila, Type: "parent"}, "from", "dossier.relation.circle"),
		invalid("backwards", StateRelation{From: mila, To: zoe, Type: "other", Valid: nl.Span{From: day("2020-02-01"), Until: day("2020-01-01")}}, "until", "dossier.period"))
}

func TestStateCustody(t *testing.T) {
	w := family(t)
	mila, zoe, tom := w.named("Mila"), w.named("Zoë"), w.named("Tom")
	both := w.d.CustodyOf(zoe, w.today())
	equal(t, "both parents", len(both), 2)
	same(t, "the same again", w.do(StateCustody{Child: zoe, Code: "12", Parent1: mila, Parent2: tom, Valid: nl.Span{From: day("2014-06-01")}}), "")
	same(t, "one parent from today", w.do(StateCustody{Child: zoe, Code: "1", Parent1: mila, Valid: nl.Span{From: w.today()}}), "custody.stated custody.stated")
	equal(t, "now", w.d.CustodyOf(zoe, w.today())[0], mila)
	equal(t, "now one", len(w.d.CustodyOf(zoe, w.today())), 1)
	equal(t, "yesterday two", len(w.d.CustodyOf(zoe, w.today().AddDays(-1))), 2)
	same(t, "same day corrected", w.do(StateCustody{Child: zoe, Code: "2D", Parent2: tom, Third: []ID{mila}, Valid: nl.Span{From: w.today()}}), "custody.stated")
	equal(t, "spells", len(w.d.Custody), 2)
	w.refuses(
		invalid("code", StateCustody{Child: zoe, Code: "9"}, "code", "dossier.custody.code"),
		invalid("child", StateCustody{Child: "p-x", Code: "1"}, "child", "dossier.person.unknown"),
		invalid("stranger", StateCustody{Child: zoe, Code: "1", Parent1: "p-x"}, "parent1", "dossier.person.unknown"),
		invalid("third", StateCustody{Child: zoe, Code: "D", Third: []ID{"p-x"}}, "third", "dossier.person.unknown"),
		invalid("self", StateCustody{Child: zoe, Code: "1", Parent1: zoe}, "parent1", "dossier.custody.self"),
		invalid("twice", StateCustody{Child: zoe, Code: "12", Parent1: mila, Parent2: mila}, "parent2", "dossier.custody.twice"))
}

func TestStateStay(t *testing.T) {
	w := asked(t)
	me := w.named("Mila")
	old := w.d.Stays[0]
	home := Address{Street: "Nieuwe Weg", Number: "3", Postcode: "9990AB"}
	same(t, "moved", w.do(StateStay{Person: me, Address: home, Valid: nl.Span{From: day("2027-01-01")}}), "stay.stated stay.stated")
	at, _ := w.d.StayOf(me, day("2027-01-01"))
	equal(t, "new home", at.Address.Street, "Nieuwe Weg")
	at, _ = w.d.StayOf(me, day("2026-12-31"))
	equal(t, "old home", at.Stay, old.Stay)
	equal(t, "old home stays secret", w.d.Entries[len(w.d.Entries)-2].Compartment, CompartmentAddress)
	same(t, "found out later", w.do(StateStay{Person: me, Address: Address{Lines: []string{"Rue 1"}, Country: "BE"}, Valid: nl.Span{From: day("2026-12-10")}}), "stay.stated stay.stated")
	last := w.d.Stays[len(w.d.Stays)-1]
	equal(t, "ends before the next", last.Valid.Until, day("2026-12-31"))
	same(t, "restated", w.do(StateStay{Stay: last.Stay, Address: home, Secret: true, Valid: last.Valid}), "stay.stated")
	equal(t, "stays", len(w.d.Stays), 3)
	equal(t, "need", StateStay{Person: me, Secret: true}.Need(w.d).Compartment, CompartmentAddress)
	w.refuses(
		missing("unknown", StateStay{Stay: "s-x", Person: me, Address: home}, "dossier.stay.none"),
		invalid("no address", StateStay{Person: me}, "street", "dossier.stay.address"),
		invalid("stranger", StateStay{Person: "p-x", Address: home}, "person", "dossier.person.unknown"),
		invalid("backwards", StateStay{Person: me, Address: home, Valid: nl.Span{From: day("2020-02-01"), Until: day("2020-01-01")}}, "until", "dossier.period"))
}

func TestHouseholdIsWhoLivesTogether(t *testing.T) {
	w := asked(t)
	me := w.named("Mila")
	kees := w.person("Kees", "2019-03-04")
	w.person("Tom", "1982-01-01")
	equal(t, "alone", len(w.d.Household(me, w.today())), 1)
	w.do(StateStay{Person: kees, Address: w.d.Stays[0].Address, Secret: true})
	equal(t, "together", len(w.d.Household(me, w.today())), 2)
}
