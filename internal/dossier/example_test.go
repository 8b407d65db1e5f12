package dossier_test

import (
	"fmt"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// moment is who does something, when and why; identifiers count up here, so
// that the examples say the same each time.
func moment(by dossier.Actor) (dossier.Moment, error) {
	law, err := statute.Shipped()
	n := 0
	return dossier.Moment{
		Now: time.Date(2026, 11, 23, 22, 10, 0, 0, time.UTC), By: by, Purpose: "own", Law: law,
		NewID: func() dossier.ID { n++; return dossier.ID(fmt.Sprint("id-", n)) },
	}, err
}

// A mother asks for help at ten past eleven at night. The command decides
// entries, the fold derives the dossier from them.
func Example() {
	m, err := moment(dossier.Actor{User: "u-mila", Role: "family"})
	if err != nil {
		fmt.Println(err)
		return
	}
	call := dossier.AskHelp{
		Municipality: "9001", Team: "o-team", TeamName: "Wijkteam Noord", Words: "Het lukt mij niet meer alleen.",
		Me: dossier.NewPerson{Name: nl.Name{Given: "Mila", Prefix: "de", Family: "Vries"}},
	}
	empty := dossier.New("d-1")
	entries, err := call.Decide(empty, m)
	if err != nil {
		fmt.Println(err)
		return
	}
	d := dossier.Fold(empty, entries...)
	fmt.Println("family", d.Name, "in phase", d.Phase())
	for _, c := range d.Clocks {
		fmt.Println(c.Term, "by", c.Due)
	}
	fmt.Println("the base is still empty:", empty.Version == 0)
	// Output:
	// family De Vries in phase melding
	// safety.check by 2026-11-24
	// wmo.investigation by 2027-01-04
	// jw.decision by 2027-01-18
	// the base is still empty: true
}

// What is wrong comes back as a fault: beside its field, with the key of the
// sentence that says how to mend it.
func ExampleCommand() {
	m, err := moment(dossier.Actor{User: "u-mila", Role: "family"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = dossier.AskHelp{Municipality: "9001", Team: "o-team"}.Decide(dossier.New("d-1"), m)
	fmt.Println(fault.Of(err))
	for _, f := range fault.Fields(err) {
		fmt.Println(f.Name, f.Key)
	}
	// Output:
	// invalid
	// words dossier.melding.words
	// me.family dossier.person.family
}

// An entry is stored as JSON with its kind; what a newer program wrote is kept
// as it is.
func ExampleDecode() {
	newer := `{"k":"dream.told","v":3,"id":"e-1","n":1,"at":"2026-11-23T22:10:00Z","by":{},"pu":"own","b":{"of":"sea"}}`
	entry, err := dossier.Decode([]byte(newer))
	if err != nil {
		fmt.Println(err)
		return
	}
	again, err := dossier.Encode(entry)
	fmt.Println(entry.Body.Kind(), string(again) == newer, err)
	// Output: dream.told true <nil>
}

// The retype meter compares what people type with what the dossier holds.
func ExampleHeld() {
	d := dossier.Fold(dossier.New("d-1"), dossier.Entry{
		ID: "e-1", Body: dossier.PersonStated{Person: "p-1", Name: nl.Name{Given: "İpek", Family: "Yıldız"}, Birth: nl.MustDate("2014-06-01")},
	})
	for _, item := range dossier.Held(d) {
		fmt.Println(item.Name, item.Value)
	}
	fmt.Println(dossier.NormaliseItem("person.family", " YILDIZ ") == dossier.Held(d)[0].Value)
	// Output:
	// person.family yildiz
	// person.given ipek
	// person.birth 2014-06-01
	// true
}
