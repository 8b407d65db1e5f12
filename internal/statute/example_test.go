package statute_test

import (
	"fmt"

	"eendracht/internal/nl"
	"eendracht/internal/statute"
)

// A request for help at night starts the investigation; the application may follow
// when it is done or when its six weeks have lapsed.
func Example() {
	law, err := statute.Load()
	if err != nil {
		fmt.Println(err)
		return
	}
	asked := nl.MustDate("2026-11-23")
	investigation, err := law.Term("wmo.investigation", asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	due := investigation.Due(asked)
	fmt.Println("investigated by", due, "on", investigation.Source.Ref)

	decision, err := law.Term("wmo.decision", asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("may apply the day after:", decision.Open(due.AddDays(1), nl.Date{}, due))
	fmt.Println("decided by", decision.Due(due.AddDays(1)))
	// Output:
	// investigated by 2027-01-04 on Wmo 2015 (BWBR0035362), 2.3.2 lid 1
	// may apply the day after: true
	// decided by 2027-01-19
}
