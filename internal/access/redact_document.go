package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// documents copies the documents that may be read: those whose parts all may be
// read, those that the asker added (of a compartment only while it is open), and
// letters to the asker. Of one's own document in parts that are shut the versions
// of others stay out.
func (r *redaction) documents() {
	for i := range r.d.Documents {
		x := r.d.Documents[i]
		if x.Versions = r.versions(&r.d.Documents[i]); len(x.Versions) == 0 {
			continue
		}
		if x.To != "" && !r.knows(x.To) {
			x.To = ""
		}
		r.out.Documents = append(r.out.Documents, x)
		r.shown[x.Document] = true
	}
}

// versions gives the versions of a document that may be read, nil for none.
func (r *redaction) versions(x *dossier.Document) []dossier.Version {
	readable := r.documentReadable(x)
	addressed := x.To != "" && x.To == r.me && x.Compartment == ""
	if readable || addressed {
		if !r.record("document", when(isReadable, readable)|when(isMine, addressed)) {
			return nil
		}
		return x.Versions
	}
	if x.Compartment != "" || !r.record("document", isMine) {
		return nil
	}
	var own []dossier.Version
	for _, v := range x.Versions {
		if r.added(v) {
			own = append(own, v)
		}
	}
	return own
}

func (r *redaction) added(v dossier.Version) bool {
	return v.By.User != "" && v.By.User == r.ask.Who.User && v.By.Org == r.ask.Who.Org
}

// documentReadable tells whether all parts of a document may be read; one that
// lies in none is for who carries the case.
func (r *redaction) documentReadable(x *dossier.Document) bool {
	if len(x.Parts) == 0 {
		return r.gov()
	}
	return r.readsAll(x.Parts, x.Compartment)
}

// documentEntry tells whether an entry about a document is shown, and whether it is one.
func (r *redaction) documentEntry(e *dossier.Entry) (shown, is bool) {
	version := func(document, content dossier.ID) bool {
		x, ok := r.out.Document(document)
		return ok && slices.ContainsFunc(x.Versions, func(v dossier.Version) bool { return v.ID == content })
	}
	switch b := e.Body.(type) {
	case dossier.DocumentAdded:
		return version(b.Document, b.Content.ID), true
	case dossier.DocumentRevised:
		return version(b.Document, b.Content.ID), true
	case dossier.DocumentScanned:
		return version(b.Document, b.Content), true
	case dossier.DocumentWithdrawn:
		return r.shown[b.Document], true
	}
	return false, false
}
