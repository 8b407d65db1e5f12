package web

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// paperBody is what paper-show.html shows.
type paperBody struct {
	caseFrame
	Title    string
	Chips    []look.Chip
	Alert    *look.Alert
	Image    *paperImage
	Text     string // the beginning of a text
	Open     *look.Button
	Download *look.Button
	Facts    []look.Fact
	Versions []paperVersion
	Actions  []actionForm
}

// paperImage is a picture in the page.
type paperImage struct{ URL, Alt string }

// paperVersion is one version in the list of them.
type paperVersion struct {
	Title, Note, URL string
	Chip             *look.Chip
}

// previewMost is how much of a text stands in the page, in bytes.
const previewMost = 64 << 10

// paper shows a document with what it holds.
func (h *house) paper(v *visit) error {
	view, err := h.openPapers(v)
	if err != nil {
		return err
	}
	return h.showPaper(v, view, nil)
}

func (h *house) showPaper(v *visit, view *access.View, failed error) error {
	x, ok := view.Dossier.Document(dossier.ID(v.PathValue("document")))
	if !ok {
		return fault.New(fault.NotFound, "web.showPaper", "dossier.document.none")
	}
	body := paperBody{caseFrame: h.paperFrame(v, view, x.Title), Title: v.paperTitled(x.Title)}
	if err := h.preview(v, x, &body); err != nil {
		return err
	}
	body.Facts = v.paperFacts(view, x)
	body.Versions = v.paperVersions(view, x)
	body.Actions = h.paperActions(v, view, x, failed)
	return h.show(v, formStatus(failed), "paper-show", h.paperPage(v, view, x.Title, body))
}

// preview puts what the newest version holds in the page, as far as it may be read.
func (h *house) preview(v *visit, x dossier.Document, body *paperBody) error {
	newest, n := x.Newest()
	if chip := v.paperChip(x, newest); chip != nil {
		body.Chips = []look.Chip{*chip}
	}
	switch {
	case x.Withdrawn:
		body.Alert = &look.Alert{Tone: look.Shut, Title: v.say.Say("paper.withdrawn"), Text: x.Reason}
		return nil
	case newest.Scan == dossier.ScanHeld:
		body.Alert = &look.Alert{Tone: look.Soon, Title: v.say.Say("paper.held.chip"), Text: v.say.Say("paper.held")}
		return nil
	case newest.Scan == dossier.ScanHarmful:
		body.Alert = &look.Alert{Tone: look.Late, Title: v.say.Say("paper.harmful.chip"), Text: v.say.Say("paper.harmful")}
		return nil
	}
	file := v.papers(string(x.Document), "file") + "?version=" + strconv.Itoa(n)
	body.Download = &look.Button{Text: v.say.Say("paper.download"), Style: look.Quiet, URL: file + "&download=1"}
	switch newest.Media {
	case "image/jpeg", "image/png":
		body.Image = &paperImage{file, x.Title}
	case "application/pdf":
		body.Open = &look.Button{Text: v.say.Say("paper.open.pdf"), URL: file}
	default:
		r, err := h.readPaper(v, n)
		if err != nil {
			return err
		}
		first, err := r.First(v.ctx)
		if err != nil {
			return err
		}
		body.Text = beginning(first, previewMost)
	}
	return nil
}

// beginning gives at most n bytes of a text, cut between two characters.
func beginning(text []byte, n int) string {
	if len(text) <= n {
		return string(text)
	}
	text = text[:n]
	for cut := 0; cut < utf8.UTFMax && !utf8.Valid(text); cut++ {
		text = text[:len(text)-1]
	}
	return string(text) + " …"
}

func (v *visit) paperFacts(view *access.View, x dossier.Document) []look.Fact {
	newest, _ := x.Newest()
	facts := []look.Fact{
		{Term: v.say.Say("paper.fact.kind"), Text: v.paperKind(x), Note: v.size(newest.Bytes)},
		{Term: v.say.Say("paper.fact.where"), Text: v.paperWhere(view, x), Note: v.readersNote(x)},
		{Term: v.say.Say("paper.fact.added"), Text: v.say.Say("paper.by", "who", v.paperBy(view, x.By), "when", v.days.Since(nl.On(x.Versions[0].At), v.today))},
	}
	if newest.Scan == dossier.ScanNone && governs(view) {
		facts = append(facts, look.Fact{Term: v.say.Say("paper.fact.scan"), Text: v.say.Say("paper.scan.none")})
	}
	return facts
}

// readersNote says who reads along.
func (v *visit) readersNote(x dossier.Document) string {
	switch {
	case x.Letter != "":
		return ""
	case len(x.Parts) == 0:
		return v.say.Say("paper.readers.none")
	}
	return v.say.Say("paper.readers.part")
}

// size says how large a file is.
func (v *visit) size(bytes int64) string {
	if bytes < 1<<20 {
		return v.say.Say("paper.size.kb", "n", strconv.FormatInt(max(1, bytes>>10), 10))
	}
	return v.say.Say("paper.size.mb", "n", strconv.FormatInt((bytes+1<<19)>>20, 10))
}

// paperVersions lists the versions when there are several, the newest first.
func (v *visit) paperVersions(view *access.View, x dossier.Document) []paperVersion {
	if len(x.Versions) < 2 {
		return nil
	}
	var list []paperVersion
	for i, one := range x.Versions {
		row := paperVersion{
			Title: v.say.Say("paper.version", "n", strconv.Itoa(i+1)),
			Note:  v.say.Say("paper.by", "who", v.paperBy(view, one.By), "when", v.days.Since(nl.On(one.At), v.today)),
			Chip:  v.paperChip(dossier.Document{}, one),
		}
		if one.Why != "" {
			row.Note += " · " + one.Why
		}
		if one.Readable() && !x.Withdrawn {
			row.URL = v.papers(string(x.Document), "file") + "?version=" + strconv.Itoa(i+1)
		}
		list = append(list, row)
	}
	slices.Reverse(list)
	return list
}
