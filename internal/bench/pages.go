package bench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/region"
)

// PagesPlan says how to measure the pages that people open.
type PagesPlan struct {
	Program     string        // this program: the server is a process of it
	Data        string        // a folder for its data; a region that is there is used
	Families    int           // of the region that is served
	Connections int           // that ask at once
	Measured    time.Duration // per page
	Profile     string        // a file for a processor profile of the server; "" none
	Errs        io.Writer     // for what the server says
}

// PageRow is one page as one role sees it.
type PageRow struct {
	Role string `json:"role"`
	Page string `json:"page"` // its path, an identifier shown as "…"
	URLs int    `json:"urls"` // different ones that were asked in turn
	Cell
}

// MostPageTime is the promise: 95 of 100 pages are made within this time, at 16 connections.
const MostPageTime = 25 * time.Millisecond

const (
	pagesEach   = 6   // different URLs per page at most
	visitsMost  = 250 // pages that a crawl opens per role at most
	pageRetries = 3   // a page that changes while it is opened is opened again
)

// Pages opens the house as several roles, follows every link that they are
// shown, and measures each kind of page that was found.
func Pages(ctx context.Context, p PagesPlan) (rows []PageRow, err error) {
	const op = "bench.Pages"
	s, err := Start(ctx, p.Errs, p.Program, "bench", "house", "--addr", "127.0.0.1:0", "--data", filepath.Join(p.Data, "pages"),
		"--seed", strconv.Itoa(seed), "--families", strconv.Itoa(p.Families), "--profile", p.Profile)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	defer func() { err = errors.Join(err, s.Stop()) }()
	for _, v := range visitors(region.Plan(seed, p.Families, nl.On(time.Now()))) {
		c, err := signIn(ctx, s.Addr, string(v.user), "")
		if err != nil {
			return nil, err
		}
		w := walk{client: c, found: map[string][]string{}, seen: map[string]bool{}}
		if err := w.crawl(ctx, v.from); err != nil {
			return nil, fmt.Errorf("%s: %w", v.role, err)
		}
		for _, page := range w.pages() {
			cell, err := Load(ctx, s, Engine{}, w.requests(page), p.Connections, p.Measured/warmPart, p.Measured)
			if err != nil {
				return nil, fmt.Errorf("%s as %s: %w", page, v.role, err)
			}
			rows = append(rows, PageRow{Role: v.role, Page: page, URLs: len(w.found[page]), Cell: cell})
		}
	}
	return rows, nil
}

// visitor is someone who opens pages, beginning at some of them.
type visitor struct {
	role string
	user dossier.ID
	from []string
}

// visitors are one person per role, around the family with the longest history.
func visitors(r *region.Region) []visitor {
	var all []visitor
	for _, b := range r.Bench()[:1] {
		f := r.Family(b.Family)
		at := "/case/" + string(b.Dossier)
		all = append(all,
			visitor{"family", f.Persons[0].Account, []string{"/"}},
			visitor{"lead", b.Lead.Who.User, []string{"/", at, at + "/plan"}},
			visitor{"partner", b.Partner.Who.User, []string{"/", "/partner/" + string(b.Dossier)}},
		)
	}
	return append(all,
		visitor{"director", r.Story.Ingrid, []string{"/"}},
		visitor{"privacy", r.Story.Privacy, []string{"/"}},
		visitor{"administrator", r.Story.Admin, []string{"/"}},
	)
}

// walk is a crawl by one person.
type walk struct {
	client
	found map[string][]string // page → its URLs
	seen  map[string]bool
}

var links = regexp.MustCompile(`href="(/[^"]*)"`)

// crawl opens pages in the order in which they are shown, until nothing new is found.
func (w *walk) crawl(ctx context.Context, from []string) error {
	next := slices.Clone(from)
	for opened := 0; len(next) > 0 && opened < visitsMost; {
		at := next[0]
		next = next[1:]
		if page := pageOf(at); w.seen[at] || len(w.found[page]) >= pagesEach {
			continue
		}
		w.seen[at] = true
		opened++
		path, body, err := w.open(ctx, at)
		if err != nil {
			return err
		}
		if body == nil {
			continue
		}
		if page := pageOf(path); !slices.Contains(w.found[page], path) && len(w.found[page]) < pagesEach {
			w.found[page] = append(w.found[page], path)
		}
		for _, link := range links.FindAllSubmatch(body, -1) {
			if to := strings.ReplaceAll(string(link[1]), "&amp;", "&"); crawled(to) {
				next = append(next, to)
			}
		}
	}
	return nil
}

// crawled tells whether a link leads to a page of the person, and not to a
// file, to the API or out.
func crawled(to string) bool {
	for _, not := range []string{"//", "/static/", "/api/", "/look/", "/signin", "/signout", "/lang", "/metrics", "/access/"} {
		if strings.HasPrefix(to, not) {
			return false
		}
	}
	return true
}

// open gives the page at a path and where it was found in the end; no body when
// it is not a page that answers 200.
func (w *walk) open(ctx context.Context, at string) (path string, body []byte, err error) {
	const op = "bench.open"
	for range pageRetries {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.addr+at, nil)
		if err != nil {
			return "", nil, fault.Wrap(fault.Internal, op, err)
		}
		r.Header.Set("Authorization", "Bearer "+w.token)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return "", nil, fault.Wrap(fault.Unavailable, op, err)
		}
		body, err := io.ReadAll(answer.Body)
		if err = errors.Join(err, answer.Body.Close()); err != nil {
			return "", nil, fault.Wrap(fault.Unavailable, op, err)
		}
		if answer.StatusCode >= http.StatusInternalServerError {
			continue
		}
		if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
			return "", nil, nil
		}
		return answer.Request.URL.RequestURI(), body, nil
	}
	return "", nil, fault.New(fault.Unavailable, op, "bench.silent")
}

// pages gives the pages that were found, by name.
func (w *walk) pages() []string {
	names := make([]string, 0, len(w.found))
	for name := range w.found {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (w *walk) requests(page string) []Request {
	all := make([]Request, 0, len(w.found[page]))
	for _, path := range w.found[page] {
		all = append(all, NewRequest(http.MethodGet, path, nil, "Authorization", "Bearer "+w.token))
	}
	return all
}

// pageOf names the page of a path: identifiers in it become "…".
func pageOf(path string) string {
	u, err := url.Parse(path)
	if err != nil {
		return path
	}
	parts := strings.Split(u.Path, "/")
	for i, part := range parts {
		if len(part) > 16 || strings.ContainsAny(part, ".0123456789") {
			parts[i] = "…"
		}
	}
	return strings.Join(parts, "/")
}

// WritePages writes the pages as a table, the slowest first, and whether each
// keeps the promise.
func WritePages(w io.Writer, rows []PageRow, say Say) error {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b PageRow) int { return cmp.Compare(b.P95, a.P95) })
	t := table(w, say, "role", "page", "rate", "p50", "p95", "p99", "cpu", "kept")
	line(t, "---", "---", "--:", "--:", "--:", "--:", "--:", "---")
	for _, r := range rows {
		line(t, r.Role, r.Page, fmt.Sprintf("%.0f", r.Rate), milliseconds(r.P50), milliseconds(r.P95), milliseconds(r.P99),
			optional("%.3f", r.CPU), say("bench.kept."+strconv.FormatBool(r.P95 <= MostPageTime)))
	}
	return t.Flush()
}
