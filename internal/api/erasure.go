package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/dossier"
	"eendracht/internal/inspect"
)

// CopyIn asks for a copy.
type CopyIn struct {
	OneDossier
	Lang string `query:"lang" enum:"nl,en" default:"nl" doc:"Language of the page to read."`
}

// Kept is a closed dossier of which a term of keeping is over.
type Kept struct {
	Dossier string `json:"dossier"`
	Terms   []Term `json:"terms"`
}

// Term is how long one retention class of a dossier is kept.
type Term struct {
	Class   string `json:"class"`
	Law     string `json:"law"`
	Article string `json:"article"`
	Entries int    `json:"entries"`
	Last    string `json:"last" doc:"Last day of keeping."`
	Due     bool   `json:"due"`
}

// erasure registers the copy of a dossier, requests to erase and decisions on them.
func (d *door) erasure() {
	op := operation("copy-dossier", http.MethodGet, "/dossiers/{dossier}/copy", "dossiers", "A copy to take away",
		"Gives one archive with a page to read and the same as JSON: what the caller may see. The look says export.")
	op.Responses = map[string]*huma.Response{"200": {Description: "The archive", Content: map[string]*huma.MediaType{
		"application/zip": {Schema: &huma.Schema{Type: "string", Format: "binary"}},
	}}}
	huma.Register(d.api, op, d.copyOf)
	huma.Register(d.api, operation("list-kept", http.MethodGet, "/kept", "dossiers", "Terms of keeping that are over",
		"Gives the privacy officer the closed dossiers of which a term of keeping is over."), d.kept)
	huma.Register(d.api, operation("ask-erasure", http.MethodPost, "/dossiers/{dossier}/ask-erasure", "commands", "Ask to erase",
		"Asks the privacy officer to erase what is kept about a person. They have a month to answer."), d.askErasure)
	command[dossier.DecideErasure](d)
}

func (d *door) copyOf(ctx context.Context, in *CopyIn) (*Raw, error) {
	view, err := d.Office.Inspect(ctx, dossier.ID(in.ID))
	if err != nil {
		return nil, d.problem(ctx, "copy-dossier", err)
	}
	body, err := inspect.Zip(view, d.Texts.In(in.Lang))
	if err != nil {
		return nil, d.problem(ctx, "copy-dossier", err)
	}
	return raw("application/zip", body), nil
}

// ErasureIn asks to erase what is kept about a person.
type ErasureIn struct {
	OneDossier
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
	IfMatch string `header:"If-Match" doc:"The seen of the view that the caller acted on; 409 when it has changed since."`
	Body    struct {
		Person string `json:"person" maxLength:"64" doc:"Whom it is about."`
		Words  string `json:"words" maxLength:"1000" doc:"Why."`
	}
}

func (d *door) askErasure(ctx context.Context, in *ErasureIn) (*ResultOut, error) {
	expect, err := seen(in.IfMatch)
	if err != nil {
		return nil, d.problem(ctx, "ask-erasure", err)
	}
	done, err := d.Office.AskErasure(ctx, dossier.ID(in.ID), dossier.ID(in.Body.Person), in.Body.Words, in.Key, expect)
	if err != nil {
		return nil, d.problem(ctx, "ask-erasure", err)
	}
	return resultOut(done), nil
}

func (d *door) kept(ctx context.Context, _ *Stated) (*PageOut[Kept], error) {
	list, err := d.Office.DueForErasure(ctx)
	if err != nil {
		return nil, d.problem(ctx, "list-kept", err)
	}
	out := &PageOut[Kept]{Body: Page[Kept]{Items: []Kept{}}}
	for _, k := range list {
		one := Kept{Dossier: string(k.Dossier), Terms: []Term{}}
		for _, t := range k.Terms {
			one.Terms = append(one.Terms, Term{t.Class, t.Law, t.Article, t.Entries, t.Last.String(), t.Due})
		}
		out.Body.Items = append(out.Body.Items, one)
	}
	return out, nil
}
