package look

import (
	"net/http"

	"eendracht/internal/text"
)

// Page is the frame around one body. Lang, Theme and Path come from the request
// (NewPage); the rest is said by the page.
type Page struct {
	Lang   string // ISO 639-1, "nl" when empty
	Theme  string // "", "light" or "dark": what the person chose
	Path   string // path and query of this page, to come back to after a change of language or theme
	Title  string // short; the name of the house follows it
	Nav    []NavItem
	Person *Person // who is signed in; nil when nobody is
	Family bool    // a page for residents: shows "leave quickly"
	Narrow bool    // one column of reading width; family pages are narrow too
	Wide   bool    // the full width, also for a family page
	Flash  *Flash  // what just happened, told once
	Asked  string  // the language that the person chose and that this page does not speak; told once, "" for nothing to tell
	Demo   *Demo   // set in demo mode only
	Guide  string  // address of the page that explains this one; "/guide" when empty
	Live   string  // address of server-sent events for this page; empty for none
	Body   any     // the page's own typed struct, the dot of "main"
}

// NavItem is one item of the main menu.
type NavItem struct {
	Text    string
	URL     string
	Current bool
	Count   int    // shown beside the text when above 0, e.g. late tasks
	About   string // what the count means, for screen readers ("te laat")
}

// Person is who is signed in, as the header and footer say it.
type Person struct {
	Face         Face
	Name         string
	Role         string // "wijkteammedewerker"
	Organisation string
	SignOutURL   string // takes a POST
	Links        []Link // the person's own pages
}

// Demo is the bar that tells that all people here are invented.
type Demo struct {
	SwitchURL string // choose another person
}

// Link is text that leads somewhere.
type Link struct {
	Text string
	URL  string
}

// NewPage begins a page for a request: language, theme and path are filled in.
func NewPage(r *http.Request, title string, body any) Page {
	chosen := Preferred(r)
	return Page{Lang: chosen.Lang, Theme: chosen.Theme, Path: r.URL.RequestURI(), Title: title, Body: body}
}

// Dir gives the direction of writing of the page's language.
func (p Page) Dir() string { return dirOf(p.Lang) }

func dirOf(lang string) string {
	if text.RightToLeft(lang) {
		return "rtl"
	}
	return "ltr"
}

// Reading tells whether the page stands in one narrow column.
func (p Page) Reading() bool { return p.Narrow || p.Family && !p.Wide }

// Help gives the address of the page that explains this one.
func (p Page) Help() string {
	if p.Guide == "" {
		return GuidePath
	}
	return p.Guide
}

// GuidePath is where the explanations of pages stand; GuidePath/{screen} explains one.
const GuidePath = "/guide"

// LeaveURL is where "leave quickly" goes: the weather, which nobody wonders about.
func (p Page) LeaveURL() string { return "https://www.knmi.nl/nederland-nu/weer" }

// Dark tells whether the person chose the dark theme.
func (p Page) Dark() bool { return p.Theme == "dark" }
