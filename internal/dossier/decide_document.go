package dossier

import (
	"slices"
)

// AddDocument adds a document to parts of the dossier, or to none: then only who
// carries the case, who added it and to whom it goes read it. The corridor fills
// in the content, after it sealed it.
type AddDocument struct {
	Title   string  `json:"title,omitempty"`
	Parts   []Part  `json:"parts,omitempty"`
	Content Content `json:"content,omitzero"`
	Letter  string  `json:"letter,omitempty"`
	Subject ID      `json:"subject,omitempty"`
	To      ID      `json:"to,omitempty"`
}

// ReviseDocument gives a document a new version.
type ReviseDocument struct {
	Document ID      `json:"document,omitempty"`
	Content  Content `json:"content,omitzero"`
	Why      string  `json:"why,omitempty"`
}

// ScanDocument says what the scanner found when it looked anew at what was held.
type ScanDocument struct {
	Document ID     `json:"document,omitempty"`
	Content  ID     `json:"content,omitempty"`
	Scan     string `json:"scan,omitempty"`
}

// WithdrawDocument takes a document out of use.
type WithdrawDocument struct {
	Document ID     `json:"document,omitempty"`
	Reason   string `json:"reason,omitempty"`
}

// The kinds of letter.
const (
	LetterConfirmation = "confirmation" // of a request for help (Awb 4:3a, Wmo 2.3.2)
	LetterPlan         = "plan"         // the plan of the family
	LetterDecision     = "decision"     // beschikking (Awb 1:3, 3:41, 3:45)
)

// Letters gives the kinds of letter.
func Letters() []string { return []string{LetterConfirmation, LetterPlan, LetterDecision} }

// mostContent is the largest file that a document may hold, in bytes.
const mostContent = 25 << 20

// Name is stable.
func (c AddDocument) Name() string { return "add-document" }

// Need asks to read every part that it lies in; a letter asks to plan.
func (c AddDocument) Need(*Dossier) Need {
	if c.Letter != "" {
		return planNeed(ActPlan, c.Parts...)
	}
	return planNeed(ActFile, c.Parts...)
}

// Decide wants a title, parts that were opened, and a content.
func (c AddDocument) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("AddDocument", d, m)
	title := v.words("title", c.Title, mostTitle, "dossier.document.title")
	for _, p := range c.Parts {
		v.opened("parts", p)
	}
	v.content(c.Content)
	if c.Letter != "" {
		v.oneOf("letter", c.Letter, "dossier.document.letter", Letters()...)
		v.person("to", c.To)
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	body := DocumentAdded{Document: m.NewID(), Title: title, Content: c.Content, Letter: c.Letter, Subject: c.Subject, To: c.To}
	added := m.write(body, lies(c.Parts...))
	added.About = partsAbout(c.Parts)
	if c.To != "" && !slices.Contains(added.About, c.To) {
		added.About = append(added.About, c.To)
	}
	return []Entry{added}, nil
}

// partsAbout gives the persons of parts, each once.
func partsAbout(parts []Part) []ID {
	var about []ID
	for _, p := range parts {
		if p.Person != "" && !slices.Contains(about, p.Person) {
			about = append(about, p.Person)
		}
	}
	return about
}

// content wants a content that was sealed.
func (c *check) content(x Content) {
	c.field(x.ID == "" || x.Bytes == 0, "file", "dossier.document.file")
	c.field(x.Bytes > mostContent, "file", "dossier.document.large")
}

// stands wants a document that was not withdrawn.
func (c *check) stands(id ID) Document {
	x, ok := c.d.Document(id)
	c.missing(!ok, "dossier.document.none")
	c.conflict(x.Withdrawn, "dossier.document.gone")
	return x
}

// beside writes an entry that lies where its document lies.
func (m Moment) beside(x Document, body Body) Entry {
	e := m.write(body)
	e.Parts, e.Compartment, e.About = slices.Clone(x.Parts), x.Compartment, partsAbout(x.Parts)
	if x.To != "" && !slices.Contains(e.About, x.To) {
		e.About = append(e.About, x.To)
	}
	return e
}

func (d *Dossier) documentNeed(id ID, action string) Need {
	x, _ := d.Document(id) // one that is not there touches nothing; Decide says so
	return Need{Action: action, Parts: x.Parts, Compartment: x.Compartment}
}

// Name is stable.
func (c ReviseDocument) Name() string { return "revise-document" }

// Need asks to read every part that the document lies in.
func (c ReviseDocument) Need(d *Dossier) Need { return d.documentNeed(c.Document, ActFile) }

// Decide takes a new version from who added the document, or who carries the
// case. A letter stays as it was sent.
func (c ReviseDocument) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ReviseDocument", d, m)
	x := v.stands(c.Document)
	v.conflict(x.Letter != "", "dossier.document.sent")
	v.conflict(!x.handledBy(m.By), "dossier.document.other")
	v.content(c.Content)
	why := v.short("why", c.Why, mostReason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.beside(x, DocumentRevised{c.Document, c.Content, why})}, nil
}

// handledBy tells whether someone may change what stands of a document: who
// added it, and who carries the case.
func (x Document) handledBy(by Actor) bool {
	return x.By.User == by.User || by.Role == "lead" || by.Role == "worker"
}

// Name is stable.
func (c WithdrawDocument) Name() string { return "withdraw-document" }

// Need asks to read every part that the document lies in.
func (c WithdrawDocument) Need(d *Dossier) Need { return d.documentNeed(c.Document, ActFile) }

// Decide wants a reason. A letter that was sent cannot be unsent.
func (c WithdrawDocument) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("WithdrawDocument", d, m)
	x := v.stands(c.Document)
	v.conflict(x.Letter != "", "dossier.document.sent")
	v.conflict(!x.handledBy(m.By), "dossier.document.other")
	reason := v.reason(c.Reason)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.beside(x, DocumentWithdrawn{c.Document, reason})}, nil
}

// Name is stable.
func (c ScanDocument) Name() string { return "scan-document" }

// Need asks to take in what comes: who carries the case lets it out of quarantine.
func (c ScanDocument) Need(d *Dossier) Need { return d.documentNeed(c.Document, ActIntake) }

// Decide takes a verdict of the scanner on a content that was held.
func (c ScanDocument) Decide(d *Dossier, m Moment) ([]Entry, error) {
	v := examine("ScanDocument", d, m)
	x := v.stands(c.Document)
	held := find(x.Versions, func(one *Version) bool { return one.ID == c.Content })
	v.missing(held == nil, "dossier.document.none")
	v.conflict(held != nil && held.Scan != ScanHeld, "dossier.document.scanned")
	v.oneOf("scan", c.Scan, "dossier.document.verdict", ScanClean, ScanHarmful)
	if err := v.err(); err != nil {
		return nil, err
	}
	return []Entry{m.beside(x, DocumentScanned{c.Document, c.Content, c.Scan})}, nil
}
