// Package api is the door for programs: JSON over HTTP under /api/v1, described
// by its own OpenAPI 3.1 document. It turns a request into a command or a
// question and nothing else; casework decides.
package api

import (
	"context"
	"log/slog"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/signin"
	"eendracht/internal/statute"
	"eendracht/internal/text"
	"eendracht/internal/upload"
)

// Parts are what the API is made of.
type Parts struct {
	Office   *casework.Office
	Messages *desk.Desk
	Signin   *signin.Desk
	Demo     *signin.Demo     // nil outside demo mode: then there is no session by choosing a person
	Door     *signin.Door     // nil: people do not sign in here
	Machines *signin.Machines // nil: no machine clients
	Limits   *signin.Limiter  // nil: nobody is limited
	Uploads  *upload.Checker  // nil: kind and size are looked at, no scanner is asked
	Base     string           // address of the installation, https://…; "" unknown
	Registry casework.Registry
	Law      *statute.Set
	Texts    *text.Catalogue
	Now      func() time.Time
	NewID    func() dossier.ID
	Log      *slog.Logger
	Version  string
	Ready    func(context.Context) error
	LogKey   string          // public line of the key that signs the log
	Closing  <-chan struct{} // closed when the server stops, so that streams end; nil: never
}

// Base is the path of this version of the API.
const Base = "/api/v1"

type door struct {
	Parts
	api huma.API
}

// New makes the handler of the API with /healthz, /readyz and /metrics.
func New(p Parts) (http.Handler, error) {
	plainProblems()
	mux := http.NewServeMux()
	d := &door{Parts: p}
	d.api = humago.New(mux, config(p.Version))
	d.api.UseMiddleware(d.recognise)
	d.reading()
	d.lists()
	d.proofs()
	d.commands()
	d.erasure()
	d.papers()
	d.chain()
	d.allocations()
	d.traffic()
	d.sessions()
	d.events(mux)
	d.machines(mux)
	d.authzenDoor(mux)
	d.document(mux)
	meters := d.health(mux)
	guard := http.NewCrossOriginProtection()
	return secure(meters(guard.Handler(mux))), nil
}

func config(version string) huma.Config {
	c := huma.DefaultConfig("Eendracht", apiVersion)
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.OpenAPI.Info.Description = "One family, one plan, one dossier. Every request states its purpose; every answer is what this caller may see for that purpose now, and leaves a look that the family can read. Build " + version + "."
	c.OpenAPI.Info.License = &huma.License{Name: "EUPL-1.2", Identifier: "EUPL-1.2"}
	c.OpenAPI.Info.Contact = &huma.Contact{Name: "Eendracht", URL: "https://eendracht.example", Email: "beheer@eendracht.example"}
	c.OpenAPI.Servers = []*huma.Server{{URL: "/", Description: "This installation"}}
	c.OpenAPIPath = "" // document.go serves it
	c.SchemasPath = Base + "/schemas"
	c.DocsPath = "" // a page of documentation would fetch scripts from elsewhere
	c.CreateHooks = nil
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer": {Type: "http", Scheme: "bearer", Description: "The token of a session."},
	}
	c.Security = []map[string][]string{{"bearer": {}}}
	return c
}

// schemaName names a type in the document. What a command says has its own
// names, so that it does not clash with what an answer says.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if strings.HasSuffix(t.PkgPath(), "internal/dossier") {
		return "Say" + name
	}
	return name
}

// secure sets the headers that every answer of the API carries.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		header.Set("Cache-Control", "no-store")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		header.Set("API-Version", apiVersion)
		next.ServeHTTP(w, r)
	})
}

type signedKey struct{}

// recognise looks up who calls and states the purpose; operations that are
// open to all carry an empty security requirement and are let through.
func (d *door) recognise(ctx huma.Context, next func(huma.Context)) {
	r, _ := humago.Unwrap(ctx)
	signed, err := d.know(ctx, r)
	if err != nil {
		if open(ctx.Operation()) {
			next(ctx)
			return
		}
		d.refuse(ctx, err)
		return
	}
	purpose := ctx.Header("Purpose")
	if purpose == "" {
		purpose = defaultPurpose(signed)
	}
	inner := casework.As(ctx.Context(), d.Signin.Caller(signed, purpose, "api"))
	next(huma.WithContext(ctx, context.WithValue(inner, signedKey{}, signed)))
}

// know looks up who calls. A read, a search and a command on a dossier may use
// a lookup of seconds ago: the look that they leave, or the row that they
// write, confirms its epoch. For all else the store is asked now.
func (d *door) know(ctx huma.Context, r *http.Request) (signin.Signed, error) {
	op := ctx.Operation()
	confirmed := op.Method == http.MethodGet || op.OperationID == searchID || slices.Contains(op.Tags, tagCommands)
	if d.Machines != nil {
		return d.limited(d.Machines.Know(ctx.Context(), r, !confirmed))
	}
	return d.limited(d.Signin.Know(ctx.Context(), r, !confirmed))
}

// tagCommands marks what goes through casework.Do, which has the store confirm
// that no account, organisation or session has changed.
const tagCommands = "commands"

func open(op *huma.Operation) bool { return op.Security != nil && len(op.Security) == 0 }

// defaultPurpose is that of the family itself; everyone else must say theirs.
func defaultPurpose(s signin.Signed) string {
	if s.User.Kind == "citizen" {
		return "own"
	}
	return ""
}

func signedIn(ctx context.Context) signin.Signed {
	s, _ := ctx.Value(signedKey{}).(signin.Signed)
	return s
}
