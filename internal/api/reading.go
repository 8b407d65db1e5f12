package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Stated is what every request on dossiers carries.
type Stated struct {
	Purpose string `header:"Purpose" doc:"What the caller needs this for: a purpose code. A family member may leave it out: own." example:"help"`
}

// OneDossier names a dossier in the path.
type OneDossier struct {
	Stated
	ID string `path:"dossier" doc:"The dossier." maxLength:"64"`
}

// Raw is an answer that was rendered once and is kept while it holds.
// Its length is said: an answer of unknown length goes out in chunks, at the
// cost of a write more and of reading the chunks at the other end.
type Raw struct {
	ContentType string `header:"Content-Type"`
	Length      int    `header:"Content-Length"`
	Body        []byte
}

func raw(contentType string, body []byte) *Raw {
	return &Raw{ContentType: contentType, Length: len(body), Body: body}
}

func operation(id, method, path, tag, summary, description string) huma.Operation {
	return huma.Operation{
		OperationID: id, Method: method, Path: Base + path, Tags: []string{tag}, Summary: summary, Description: description,
		Errors: []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusUnprocessableEntity, http.StatusServiceUnavailable},
	}
}

// reading registers what opens a dossier.
func (d *door) reading() {
	op := operation("open-dossier", http.MethodGet, "/dossiers/{dossier}", "dossiers", "Open a dossier",
		"Gives what the caller may see for the stated purpose now. The look is durable before the first byte leaves.")
	op.Responses = map[string]*huma.Response{"200": {Description: "The view", Content: map[string]*huma.MediaType{
		"application/json": {Schema: huma.SchemaFromType(d.api.OpenAPI().Components.Schemas, typeOf[View]())},
	}}}
	huma.Register(d.api, op, d.open)
	huma.Register(d.api, operation("list-looks", http.MethodGet, "/dossiers/{dossier}/looks", "dossiers", "Who looked",
		"Gives who looked into the dossier, newest first: for the family and the privacy officer."), d.looks)
}

func (d *door) open(ctx context.Context, in *OneDossier) (*Raw, error) {
	body, err := d.Office.OpenAs(ctx, dossier.ID(in.ID), "api.v1", func(v *access.View) ([]byte, error) {
		return json.Marshal(viewOf(v, nl.On(d.Now())))
	})
	if err != nil {
		return nil, d.problem(ctx, "open-dossier", err)
	}
	return raw("application/json", body), nil
}

// Paged asks for a page.
type Paged struct {
	After string `query:"after" doc:"The cursor of the last page."`
	Limit int    `query:"limit" minimum:"0" maximum:"200" doc:"At most this many; 0 is 50."`
}

// LooksIn asks for looks.
type LooksIn struct {
	OneDossier
	Paged
}

// Look is one reading of the dossier.
type Look struct {
	ID           string `json:"id"`
	At           string `json:"at" format:"date-time"`
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"`
	Role         string `json:"role"`
	Purpose      string `json:"purpose"`
	Ground       string `json:"ground,omitempty"`
	Action       string `json:"action"`
	Parts        []Part `json:"parts,omitempty"`
	Command      string `json:"command,omitempty"`
}

// Page is a page of a list with the cursor of the next.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"Cursor of the next page; absent at the end."`
}

// PageOut is a page as an answer.
type PageOut[T any] struct{ Body Page[T] }

func (d *door) looks(ctx context.Context, in *LooksIn) (*PageOut[Look], error) {
	list, err := d.Office.LooksOf(ctx, dossier.ID(in.ID), in.After, in.Limit)
	if err != nil {
		return nil, d.problem(ctx, "list-looks", err)
	}
	out := &PageOut[Look]{Body: Page[Look]{Items: []Look{}, Next: list.Next}}
	for _, l := range list.Items {
		row := Look{
			ID: string(l.ID), At: stamp(l.At), Name: l.Name, Organisation: l.OrgName, Role: l.Role,
			Purpose: l.Purpose, Ground: l.Ground, Action: l.Action,
		}
		if l.Action == "command" {
			row.Command = l.Parts
		} else {
			row.Parts = parts(casework.ReadParts(l.Parts))
		}
		out.Body.Items = append(out.Body.Items, row)
	}
	return out, nil
}
