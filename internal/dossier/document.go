package dossier

import "time"

// Content is what a document holds, as it lies in the place for documents: only
// sealed pieces. What it says in clear text (its kind, its size) is of the file.
type Content struct {
	ID     ID     `json:"id"`     // names the sealed pieces
	Media  string `json:"media"`  // what it is by its first bytes: image/jpeg, image/png, application/pdf, text/plain
	Bytes  int64  `json:"bytes"`  // of the file, not sealed
	Pieces int    `json:"pieces"` // sealed pieces
	Hash   []byte `json:"hash"`   // SHA-256 of the sealed pieces, one after the other
	Slot   string `json:"slot"`   // of the data key that seals it
	Scan   string `json:"scan"`   // what the virus scanner said when it came in
}

// What the virus scanner said of a content.
const (
	ScanClean   = "clean"   // nothing found
	ScanNone    = "none"    // no scanner is connected: only kind and size were looked at
	ScanHeld    = "held"    // the scanner could not look: nobody reads it until it did
	ScanHarmful = "harmful" // it does harm: nobody reads it
)

// DocumentAdded adds a document. A letter that was sent is one too.
type DocumentAdded struct {
	Document ID      `json:"document"`
	Title    string  `json:"title"`
	Content  Content `json:"content"`
	Letter   string  `json:"letter,omitempty"`  // kind of letter: confirmation, plan, decision; "" none
	Subject  ID      `json:"subject,omitempty"` // what the letter is about: melding, decision
	To       ID      `json:"to,omitempty"`      // person to whom the letter goes
}

// DocumentRevised gives a document a new version; earlier ones stay.
type DocumentRevised struct {
	Document ID      `json:"document"`
	Content  Content `json:"content"`
	Why      string  `json:"why,omitempty"`
}

// DocumentScanned says what the scanner found when it looked anew at a content that was held.
type DocumentScanned struct {
	Document ID     `json:"document"`
	Content  ID     `json:"content"`
	Scan     string `json:"scan"` // clean, harmful
}

// DocumentWithdrawn takes a document out of use. Its content is kept for as long
// as the law says, and nobody reads it any more.
type DocumentWithdrawn struct {
	Document ID     `json:"document"`
	Reason   string `json:"reason"`
}

// Kind names the entry.
func (DocumentAdded) Kind() string { return "document.added" }

// Kind names the entry.
func (DocumentRevised) Kind() string { return "document.revised" }

// Kind names the entry.
func (DocumentScanned) Kind() string { return "document.scanned" }

// Kind names the entry.
func (DocumentWithdrawn) Kind() string { return "document.withdrawn" }

// Document is a document as it stands.
type Document struct {
	Document    ID
	Title       string
	Letter      string
	Subject     ID
	To          ID
	Parts       []Part // that it lies in; none: the dossier as a whole
	Compartment string
	Versions    []Version // oldest first, at least one
	Withdrawn   bool
	Reason      string
	By          Actor // who added it
}

// Version is one content of a document.
type Version struct {
	Content
	Why   string
	At    time.Time
	By    Actor
	Entry ID
}

// Readable tells whether anyone may read this content: it was not held back by the scanner.
func (v Version) Readable() bool { return v.Scan == ScanClean || v.Scan == ScanNone }

// Newest gives the last version, and its number from 1.
func (x Document) Newest() (Version, int) { return x.Versions[len(x.Versions)-1], len(x.Versions) }

// Document gives a document by its identifier.
func (d *Dossier) Document(id ID) (Document, bool) {
	return deref(find(d.Documents, func(x *Document) bool { return x.Document == id }))
}

// ContentOf gives the content that an entry brings in.
func ContentOf(b Body) (Content, bool) {
	switch b := b.(type) {
	case DocumentAdded:
		return b.Content, true
	case DocumentRevised:
		return b.Content, true
	}
	return Content{}, false
}

func (b DocumentAdded) apply(f *folding, e Entry) {
	x := Document{
		Document: b.Document, Title: b.Title, Letter: b.Letter, Subject: b.Subject, To: b.To, Parts: e.Parts, Compartment: e.Compartment, By: e.By,
		Versions: []Version{{Content: b.Content, At: e.At, By: e.By, Entry: e.ID}},
	}
	place(own(f, slotDocuments, &f.d.Documents), x, func(o *Document) bool { return o.Document == b.Document })
}

func (f *folding) document(id ID, do func(*Document)) {
	change(own(f, slotDocuments, &f.d.Documents), func(x *Document) bool { return x.Document == id }, do)
}

func (b DocumentRevised) apply(f *folding, e Entry) {
	f.document(b.Document, func(x *Document) {
		x.Versions = longer(x.Versions, Version{Content: b.Content, Why: b.Why, At: e.At, By: e.By, Entry: e.ID})
	})
}

func (b DocumentScanned) apply(f *folding, _ Entry) {
	f.document(b.Document, func(x *Document) {
		versions := append([]Version(nil), x.Versions...)
		for i := range versions {
			if versions[i].ID == b.Content {
				versions[i].Scan = b.Scan
			}
		}
		x.Versions = versions
	})
}

func (b DocumentWithdrawn) apply(f *folding, _ Entry) {
	f.document(b.Document, func(x *Document) { x.Withdrawn, x.Reason = true, b.Reason })
}
