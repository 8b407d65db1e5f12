package access

import (
	"slices"
	"strings"
	"testing"

	"eendracht/internal/dossier"
)

func paper(id dossier.ID) dossier.Content {
	return dossier.Content{ID: id, Media: "image/png", Bytes: 10, Pieces: 1, Hash: []byte{1}, Slot: "-/wmo", Scan: dossier.ScanClean}
}

// papers adds a document to parts of several people, one to none, one to a
// compartment, a letter to mother, and one that De Linde added and the team revised.
func (s *story) papers() {
	s.as("u-noor", team)
	s.do(dossier.AddDocument{Title: "¤paper-zoe", Parts: []dossier.Part{s.part("zoe", "mind")}, Content: paper("x-zoe")})
	s.do(dossier.AddDocument{Title: "¤paper-ruud", Parts: []dossier.Part{s.part("ruud", "addiction")}, Content: paper("x-ruud")})
	s.do(dossier.AddDocument{Title: "¤paper-both", Parts: []dossier.Part{s.part("zoe", "mind"), s.part("ruud", "addiction")}, Content: paper("x-both")})
	s.do(dossier.AddDocument{Title: "¤paper-none", Content: paper("x-none")})
	s.do(dossier.AddDocument{Title: "¤paper-safety", Parts: []dossier.Part{s.part("zoe", "safety")}, Content: paper("x-safety")})
	s.do(dossier.AddDocument{Title: "¤paper-letter", Letter: dossier.LetterPlan, To: s.who["mila"], Content: paper("x-letter")})
	s.as("u-ilse", linde).by.Role = "partner"
	s.do(dossier.AddDocument{Title: "¤paper-linde", Content: paper("x-linde")})
	last := s.d.Documents[len(s.d.Documents)-1].Document
	s.as("u-noor", team).by.Role = "worker"
	s.do(dossier.ReviseDocument{Document: last, Content: paper("x-team"), Why: "¤paper-why"})
	s.do(dossier.WithdrawDocument{Document: s.d.Documents[3].Document, Reason: "¤paper-gone"})
}

func TestOfDocumentsEachReadsWhatTheyMay(t *testing.T) {
	s := tell(t)
	s.papers()
	e := engine(t)
	everything := "x-zoe x-ruud x-both x-none x-letter x-linde x-team"
	for name, want := range map[string]string{
		"lead": everything + " x-safety", "worker": everything + " x-safety", "worker plan": everything, "lead safety": everything + " x-safety",
		"mila": "x-zoe x-letter", "ruud": "x-zoe x-ruud x-both", "zoe": "x-zoe", "dirk": "", "sem": "", "oma": "",
		"linde": "x-zoe x-linde", "linde machine": "x-zoe", "purse": "", "homes": "", "watch": "x-safety", "director": "", "privacy": "",
	} {
		view, err := e.View(s.d, viewers()[name])
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var read, logged []string
		for _, x := range view.Dossier.Documents {
			for _, v := range x.Versions {
				read = append(read, string(v.ID))
			}
		}
		for _, entry := range view.Dossier.Entries {
			if c, ok := dossier.ContentOf(entry.Body); ok {
				logged = append(logged, string(c.ID))
			}
		}
		wanted := strings.Fields(want)
		slices.Sort(read)
		slices.Sort(logged)
		slices.Sort(wanted)
		if !slices.Equal(read, wanted) {
			t.Errorf("%s reads %q, not %q", name, read, wanted)
		}
		if entries := name != "director" && name != "privacy"; entries && !slices.Equal(logged, wanted) {
			t.Errorf("%s finds in the log %q, not %q", name, logged, wanted)
		}
	}
}

// Of a document of one's own that another revised one reads no more than one
// wrote, and the words of the other stay out.
func TestAnotherVersionOfOnesOwnDocumentIsNotOnesOwn(t *testing.T) {
	s := tell(t)
	s.papers()
	view, err := engine(t).View(s.d, viewers()["linde"])
	if err != nil {
		t.Fatal(err)
	}
	if found := marks(view); slices.Contains(found, "paper-why") || slices.Contains(found, "paper-gone") || !slices.Contains(found, "paper-linde") {
		t.Errorf("De Linde finds %q", found)
	}
}

func TestAWeakSignInReadsNoDocumentOfACompartment(t *testing.T) {
	s := tell(t)
	s.papers()
	ask := viewers()["worker"]
	ask.Who.Weak = true
	view, err := engine(t).View(s.d, ask)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range view.Dossier.Documents {
		if x.Compartment != "" {
			t.Errorf("%s is shown", x.Title)
		}
	}
}
