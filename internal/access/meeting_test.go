package access

import (
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

// meet holds a meeting with mother, De Linde and the purse, who was not there,
// on one thing of Zoë's, one of Ruud's, and one that everyone may know.
func (s *story) meet() {
	table := []dossier.Holder{
		{Kind: dossier.HolderFamily, Person: s.who["mila"], Name: "Mila"},
		{Kind: dossier.HolderOrganisation, Org: linde, Name: "De Linde"},
		{Kind: dossier.HolderOrganisation, Org: purse, Name: "De Beurs"},
	}
	s.do(dossier.PlanMeeting{On: day("2027-01-12"), At: "14:30", Minutes: 45, Place: "¤meeting-place", Why: "¤meeting-why", Guests: table})
	s.do(dossier.HoldMeeting{Meeting: s.d.Meetings[0].Meeting, Present: table[:2], Read: "¤meeting-read", Outcomes: []dossier.Agreed{
		{Part: s.part("zoe", "mind"), Words: "¤meeting-zoe"}, {Part: s.part("ruud", "addiction"), Words: "¤meeting-ruud"}, {Words: "¤meeting-all"},
	}})
}

func TestOfAMeetingEachReadsWhatTheyMay(t *testing.T) {
	s := tell(t)
	e := engine(t)
	for name, want := range map[string]string{
		"lead":  "¤meeting-why ¤meeting-zoe ¤meeting-ruud ¤meeting-all",
		"linde": "¤meeting-why ¤meeting-zoe ¤meeting-all",
		"purse": "¤meeting-why ¤meeting-all",
		"mila":  "¤meeting-why ¤meeting-zoe ¤meeting-all",
		"homes": "", "ruud": "", "dirk": "", "oma": "", "zoe": "", "director": "", "privacy": "",
	} {
		ask, ok := viewers()[name]
		if !ok {
			t.Errorf("nobody is called %s", name)
			continue
		}
		view, err := e.View(s.d, ask)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var read []string
		for _, m := range view.Dossier.Meetings {
			read = append(read, m.Why)
			for _, o := range m.Outcomes {
				read = append(read, o.Words)
			}
		}
		if got := strings.Join(read, " "); got != want {
			t.Errorf("%s reads %q, not %q", name, got, want)
		}
	}
}
