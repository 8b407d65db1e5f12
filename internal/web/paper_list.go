package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
	"eendracht/internal/web/look"
)

// tabPapers is the page of a case with its documents.
const tabPapers = "documents"

// paperListBody is what paper-list.html shows.
type paperListBody struct {
	caseFrame
	Rows  []paperRow
	Gone  []paperRow // withdrawn
	Empty *look.Empty
}

// paperRow is one document in the list.
type paperRow struct {
	Title string
	URL   string
	Kind  string // "foto", "pdf", "tekst", "brief": what it is, in one word
	Where string
	Added string
	Chip  *look.Chip
}

// papers names a page of documents by the door through which the visitor came.
func (v *visit) papers(more ...string) string {
	base, _, _ := strings.Cut(v.URL.Path, "/documents")
	return strings.Join(append([]string{base, "documents"}, more...), "/")
}

// ownDoor tells whether the visitor came as a citizen, to their own plan.
func (v *visit) ownDoor() bool { return strings.HasPrefix(v.URL.Path, "/plan/") }

func (v *visit) caseDoor() bool { return strings.HasPrefix(v.URL.Path, "/case/") }

// openPapers opens the dossier as the door of the visitor does.
func (h *house) openPapers(v *visit) (*access.View, error) {
	if v.caseDoor() {
		return h.openCase(v)
	}
	return h.Office.Open(v.ctx, v.dossier())
}

// paperFrame begins a page about documents within what stands around such pages.
func (h *house) paperFrame(v *visit, view *access.View, here string) caseFrame {
	last := look.Link{Text: v.say.Say("paper.title")}
	if here != "" {
		last.URL = v.papers()
	}
	frame := caseFrame{Head: look.PageHead{Title: v.say.Say("paper.title"), Text: v.say.Say("paper.text")}}
	switch {
	case v.caseDoor():
		frame = h.caseFrame(v, view, tabPapers)
		frame.Trail = frame.Trail[:len(frame.Trail)-1]
	case v.ownDoor():
		frame.Head = paperHead(frame.Head, here)
		frame.Head.Kicker = v.familyTitle(view.Dossier)
		frame.Trail = []look.Link{{Text: v.say.Say("web.nav.plan"), URL: planURL(view.Dossier.ID)}}
	default:
		frame.Head = paperHead(frame.Head, here)
		frame.Trail = []look.Link{{Text: view.Dossier.Name, URL: "/partner/" + string(view.Dossier.ID)}}
	}
	frame.Trail = append(frame.Trail, last)
	if here != "" {
		frame.Trail = append(frame.Trail, look.Link{Text: here})
	}
	return frame
}

// paperHead is the head of a page about one document: its own name. A page of a
// case has the head of the case, and the name below it.
func paperHead(list look.PageHead, here string) look.PageHead {
	if here != "" {
		return look.PageHead{Title: here}
	}
	return list
}

// paperTitled gives the name that stands below the head, where that is the case's.
func (v *visit) paperTitled(title string) string {
	if v.caseDoor() {
		return title
	}
	return ""
}

// paperPage puts a body in the frame of the visitor's door.
func (h *house) paperPage(v *visit, view *access.View, title string, body any) look.Page {
	if v.ownDoor() {
		return h.planFrame(v, view, title, body)
	}
	return h.page(v, title, body)
}

// paperList shows the documents that the visitor may read.
func (h *house) paperList(v *visit) error {
	view, err := h.openPapers(v)
	if err != nil {
		return err
	}
	body := h.paperListBody(v, view)
	return h.show(v, http.StatusOK, "paper-list", h.paperPage(v, view, v.say.Say("paper.title"), body))
}

func (h *house) paperListBody(v *visit, view *access.View) paperListBody {
	body := paperListBody{caseFrame: h.paperFrame(v, view, "")}
	add := v.mayAddPaper(view)
	if add && len(view.Dossier.Documents) > 0 {
		body.Head.Button = &look.Button{Text: v.say.Say("paper.add"), URL: v.papers("new")}
	}
	for _, x := range slices.Backward(view.Dossier.Documents) {
		row := v.paperRow(view, x)
		if x.Withdrawn {
			body.Gone = append(body.Gone, row)
			continue
		}
		body.Rows = append(body.Rows, row)
	}
	if len(view.Dossier.Documents) == 0 {
		body.Empty = &look.Empty{Title: v.say.Say("paper.none"), Text: v.say.Say("paper.none.text")}
		if add {
			body.Empty.Button = &look.Button{Text: v.say.Say("paper.add"), URL: v.papers("new")}
		}
	}
	return body
}

func (v *visit) mayAddPaper(view *access.View) bool {
	return view.May[dossier.ActFile].Allow && view.Dossier.Closed == nil
}

func (v *visit) paperRow(view *access.View, x dossier.Document) paperRow {
	newest, n := x.Newest()
	row := paperRow{Title: x.Title, URL: v.papers(string(x.Document)), Kind: v.paperKind(x), Where: v.paperWhere(view, x)}
	row.Added = v.say.Say("paper.by", "who", v.paperBy(view, newest.By), "when", v.days.Since(nl.On(newest.At), v.today))
	if n > 1 {
		row.Added += " · " + v.say.Say("paper.version", "n", strconv.Itoa(n))
	}
	row.Chip = v.paperChip(x, newest)
	return row
}

// paperChip says what is special about a document; nil for nothing.
func (v *visit) paperChip(x dossier.Document, newest dossier.Version) *look.Chip {
	switch {
	case x.Withdrawn:
		return &look.Chip{Tone: look.Shut, Text: v.say.Say("paper.withdrawn")}
	case newest.Scan == dossier.ScanHeld:
		return &look.Chip{Tone: look.Soon, Text: v.say.Say("paper.held.chip")}
	case newest.Scan == dossier.ScanHarmful:
		return &look.Chip{Tone: look.Late, Text: v.say.Say("paper.harmful.chip")}
	}
	return nil
}

// paperKind says in one word what a document is.
func (v *visit) paperKind(x dossier.Document) string {
	if x.Letter != "" {
		return v.say.Say("paper.kind.letter")
	}
	newest, _ := x.Newest()
	return v.mediaWord(newest.Media)
}

func (v *visit) mediaWord(media string) string {
	switch media {
	case "application/pdf":
		return v.say.Say("paper.kind.pdf")
	case "image/jpeg", "image/png":
		return v.say.Say("paper.kind.photo")
	}
	return v.say.Say("paper.kind.text")
}

// paperBy names who added something, as this visitor says it.
func (v *visit) paperBy(view *access.View, by dossier.Actor) string {
	switch {
	case by.User == v.signed.User.ID:
		return v.say.Say("webfamily.you")
	case by.Person != "":
		return v.firstName(view, by.Person)
	}
	return by.Name
}

// paperWhere says in which parts a document lies.
func (v *visit) paperWhere(view *access.View, x dossier.Document) string {
	var words []string
	for _, p := range x.Parts {
		words = append(words, v.fullPart(view, p))
	}
	switch {
	case len(words) > 0:
		return v.familyList(words)
	case x.To != "":
		return v.say.Say("paper.to", "who", v.firstName(view, x.To))
	}
	return v.say.Say("paper.where.none")
}
