// Package web is the door for people: server-rendered pages, one file per user
// action. A page turns a form into a command and a view into words and
// pictures, and nothing else; casework decides.
package web

import (
	"embed"
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
	"eendracht/internal/signin"
	"eendracht/internal/signin/demoidp"
	"eendracht/internal/statute"
	"eendracht/internal/text"
	"eendracht/internal/upload"
	"eendracht/internal/web/look"
)

//go:embed pages/*.html
var pageFiles embed.FS

// Parts are what the pages are made of.
type Parts struct {
	Office   *casework.Office
	Messages *desk.Desk
	Signin   *signin.Desk
	Demo     *signin.Demo          // nil outside demo mode: then nobody signs in by choosing a person
	Door     *signin.Door          // by which people sign in; nil: nobody can. In demo mode it makes itself
	BSN      map[dossier.ID]string // in demo mode: by what its provider knows residents
	Limits   *signin.Limiter       // nil: nobody is limited
	Uploads  *upload.Checker       // nil: kind and size are looked at, no scanner is asked
	Registry casework.Registry
	Law      *statute.Set
	Texts    *text.Catalogue
	Now      func() time.Time
	NewID    func() dossier.ID
	Log      *slog.Logger
	Theme    []byte // a municipality's own tokens; nil for ours
	Logo     []byte // a municipality's own, PNG; nil for ours
	Version  string
	LogKey   string // public line of the key that signs the log
	Mailing  bool   // mail is set up: notices go out
	// Outbox gives the newest mails that the demonstration did not send; nil outside it.
	Outbox func(most int) ([]string, error)
	Picks  []Pick // whom one may choose in the demonstration
}

// Pick is a person that one may choose in the demonstration.
type Pick struct {
	User  dossier.ID
	Group string // text key of the group: family, team, partner, direction
	Story string // text key of the sentence about this person
}

// maxForm is the most that a form may send, in bytes; messages have their own limit.
const maxForm = 256 << 10

type house struct {
	Parts
	pages   *look.Templates
	assets  *look.Assets
	cookies look.Cookies
	demo    *demoidp.Provider // nil outside demo mode
	law     sync.Map          // language → the tables of the law, as markup
}

// New makes the handler of all pages.
func New(p Parts) (http.Handler, error) {
	const op = "web.New"
	assets, err := look.NewAssets(look.Options{Theme: p.Theme, Logo: p.Logo})
	if err != nil {
		return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "web.theme", Err: err}
	}
	files, err := fs.Sub(pageFiles, "pages")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	pages, err := look.Parse(assets, p.Texts, files)
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	h := &house{Parts: p, pages: pages, assets: assets, cookies: look.Cookies{Secure: p.Signin.Secure}}
	if err := h.demoDoor(); err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", assets)
	mux.HandleFunc("GET "+look.WorkerPath, assets.ServeWorker)
	mux.HandleFunc("POST "+look.PreferencesPath, h.cookies.ServePreferences)
	for _, rt := range h.routes() {
		mux.Handle(rt.pattern, h.serve(rt))
	}
	mux.Handle("/", h.serve(route{handle: func(*house, *visit) error { return fault.New(fault.NotFound, "web", "") }, open: true}))
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(h.serve(route{handle: func(*house, *visit) error { return fault.New(fault.Forbidden, "web.guard", "web.otherorigin") }, open: true}))
	return look.Secure(guard.Handler(mux)), nil
}

// routes are all pages and actions, room by room.
func (h *house) routes() []route {
	return slices.Concat( // one a line, so that two changes do not meet
		h.frontDoor(),
		h.signRoutes(),
		h.familyRoutes(),
		h.workRoutes(),
		h.caseRoutes(),
		h.planRoutes(),
		h.meetRoutes(),
		h.talkRoutes(),
		h.tableRoutes(),
		h.noticeRoutes(),
		h.chainRoutes(),
		h.lawRoutes(),
		h.trustRoutes(),
		h.eraseRoutes(),
		h.paperRoutes(),
		h.postRoutes(),
		h.adminRoutes(),
		h.settingRoutes(),
	)
}
