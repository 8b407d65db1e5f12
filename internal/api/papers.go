package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/upload"
)

// Paper is a document that the caller may read.
type Paper struct {
	ID        string         `json:"id"`
	Title     string         `json:"title"`
	Letter    string         `json:"letter,omitempty" doc:"Kind of letter: confirmation, plan, decision."`
	To        string         `json:"to,omitempty" doc:"Person to whom a letter went."`
	Parts     []Part         `json:"parts" doc:"That it lies in; none: the dossier as a whole."`
	Withdrawn bool           `json:"withdrawn,omitempty"`
	Reason    string         `json:"reason,omitempty" doc:"Why it was withdrawn."`
	Versions  []PaperVersion `json:"versions"`
}

// PaperVersion is one content of a document.
type PaperVersion struct {
	Number int    `json:"number" doc:"From 1; the last is the newest."`
	Media  string `json:"media"`
	Bytes  int64  `json:"bytes"`
	Scan   string `json:"scan" doc:"clean, none (no scanner is connected), held (nobody reads it yet), harmful (nobody reads it)."`
	By     string `json:"by"`
	At     string `json:"at" format:"date-time"`
	Why    string `json:"why,omitempty"`
}

func paper(x dossier.Document) Paper {
	p := Paper{ID: string(x.Document), Title: x.Title, Letter: x.Letter, To: string(x.To), Parts: parts(x.Parts), Withdrawn: x.Withdrawn, Reason: x.Reason}
	for i, v := range x.Versions {
		p.Versions = append(p.Versions, PaperVersion{Number: i + 1, Media: v.Media, Bytes: v.Bytes, Scan: v.Scan, By: v.By.Name, At: stamp(v.At), Why: v.Why})
	}
	return p
}

// PaperIn sends a document in.
type PaperIn struct {
	OneDossier
	Key     string   `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
	IfMatch string   `header:"If-Match" doc:"The seen of the view that the caller acted on; 409 when it has changed since."`
	Title   string   `query:"title" maxLength:"200" doc:"What it is called."`
	Part    []string `query:"part,explode" maxItems:"20" doc:"A part that it lies in, as person/domain; /domain is the whole family. None: the dossier as a whole."`
	RawBody []byte   `contentType:"application/octet-stream"`
}

// RevisionIn sends a new version in.
type RevisionIn struct {
	OneDossier
	Document string `path:"document" maxLength:"64"`
	Key      string `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
	IfMatch  string `header:"If-Match" doc:"The seen of the view that the caller acted on; 409 when it has changed since."`
	Why      string `query:"why" maxLength:"1000" doc:"What is different."`
	RawBody  []byte `contentType:"application/octet-stream"`
}

// OnePaper names a document.
type OnePaper struct {
	OneDossier
	Document string `path:"document" maxLength:"64"`
	Version  int    `query:"version" minimum:"0" doc:"Number of the version; 0 the newest."`
}

// RescanIn asks to look anew at what the scanner held.
type RescanIn struct {
	OneDossier
	Document string `path:"document" maxLength:"64"`
	Key      string `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
}

// papers registers what one can do with documents; the list is in the view.
func (d *door) papers() {
	const base = "/dossiers/{dossier}/documents"
	add := operation("add-document", http.MethodPost, base, "documents", "Add a document",
		"Takes in a photo (JPEG, PNG), a PDF or a text of at most 25 MB. A photo is drawn anew: what is hidden in it goes.")
	add.MaxBodyBytes = upload.DocumentMost + 1
	huma.Register(d.api, add, d.addPaper)
	revise := operation("revise-document", http.MethodPost, base+"/{document}/versions", "documents", "Add a version", "Gives a document a new version; earlier ones stay.")
	revise.MaxBodyBytes = upload.DocumentMost + 1
	huma.Register(d.api, revise, d.revisePaper)
	huma.Register(d.api, operation("scan-document", http.MethodPost, base+"/{document}/rescan", "documents", "Let out of quarantine",
		"Has the scanner look anew at what it could not look at when it came in. Without a verdict it stays shut."), d.rescanPaper)
	read := operation("read-document", http.MethodGet, base+"/{document}/content", "documents", "Read a document", "Gives the content of a version. The look is durable before the first byte.")
	read.Responses = map[string]*huma.Response{"200": {Description: "The content", Content: map[string]*huma.MediaType{
		"application/octet-stream": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
	}}}
	huma.Register(d.api, read, d.readPaper)
}

func (d *door) addPaper(ctx context.Context, in *PaperIn) (*ResultOut, error) {
	command := dossier.AddDocument{Title: in.Title}
	for _, word := range in.Part {
		person, domain, ok := strings.Cut(word, "/")
		if !ok {
			return nil, d.problem(ctx, "add-document", invalid("part", "dossier.domain.unknown"))
		}
		command.Parts = append(command.Parts, dossier.Part{Person: dossier.ID(person), Domain: domain})
	}
	return d.layPaper(ctx, in.IfMatch, casework.Wish{Dossier: dossier.ID(in.ID), Command: command, Key: in.Key}, in.RawBody)
}

func (d *door) revisePaper(ctx context.Context, in *RevisionIn) (*ResultOut, error) {
	command := dossier.ReviseDocument{Document: dossier.ID(in.Document), Why: in.Why}
	return d.layPaper(ctx, in.IfMatch, casework.Wish{Dossier: dossier.ID(in.ID), Command: command, Key: in.Key}, in.RawBody)
}

// layPaper looks at what was sent and lays it away.
func (d *door) layPaper(ctx context.Context, match string, w casework.Wish, body []byte) (*ResultOut, error) {
	name := w.Command.Name()
	var err error
	if w.Expect, err = seen(match); err != nil {
		return nil, d.problem(ctx, name, err)
	}
	found, err := d.Uploads.Document(ctx, body)
	if err != nil {
		return nil, d.problem(ctx, name, err)
	}
	scan := dossier.ScanNone
	switch {
	case found.Held:
		scan = dossier.ScanHeld
	case found.Scanned:
		scan = dossier.ScanClean
	}
	done, err := d.Office.AddDocument(ctx, w, casework.File{Media: string(found.Kind), Scan: scan, Body: found.Body})
	if err != nil {
		return nil, d.problem(ctx, name, err)
	}
	return resultOut(done), nil
}

func (d *door) rescanPaper(ctx context.Context, in *RescanIn) (*struct{}, error) {
	err := d.Office.Rescan(ctx, casework.Wish{Dossier: dossier.ID(in.ID), Key: in.Key}, dossier.ID(in.Document), d.Uploads.Rescan)
	if err != nil {
		return nil, d.problem(ctx, "scan-document", err)
	}
	return nil, nil
}

func (d *door) readPaper(ctx context.Context, in *OnePaper) (*huma.StreamResponse, error) {
	r, err := d.Office.ReadDocument(ctx, dossier.ID(in.ID), dossier.ID(in.Document), in.Version)
	if err != nil {
		return nil, d.problem(ctx, "read-document", err)
	}
	first, err := r.First(ctx)
	if err != nil {
		return nil, d.problem(ctx, "read-document", err)
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", r.Version.Media)
		hc.SetHeader("Content-Length", strconv.FormatInt(r.Version.Bytes, 10))
		hc.SetHeader("Content-Disposition", "attachment")
		hc.SetHeader("Content-Security-Policy", "default-src 'none'; sandbox")
		if err := r.WriteTo(ctx, hc.BodyWriter(), first); err != nil {
			d.Log.WarnContext(ctx, "a document was cut off", "err", err)
			panic(http.ErrAbortHandler) // the reader must not take what it got for the whole
		}
	}}, nil
}
