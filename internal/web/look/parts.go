package look

import "eendracht/internal/web/picture"

// Face is a round tag with initials.
type Face = picture.Face

// Level is how something goes, on a scale of (usually) five.
type Level = picture.Level

// Button sends a form, or leads to a page when URL is set. Template "button".
type Button struct {
	Text  string
	Style ButtonStyle
	URL   string // a link that looks like a button
	Name  string // name and value of a submit button, for forms with several
	Value string
	About string // said by screen readers after the text ("taak 'brieven zoeken'")
	Post  string // address: the button is a small form of its own that posts there
}

// ButtonStyle is how loud a button is. A page has at most one Primary.
type ButtonStyle string

// The styles of buttons.
const (
	Primary ButtonStyle = ""        // the one thing to do
	Quiet   ButtonStyle = "quiet"   // another way
	Danger  ButtonStyle = "danger"  // cannot be undone
	OnDark  ButtonStyle = "on-dark" // on the dark card
)

// Chip is a word in a colour. Template "chip".
type Chip struct {
	Tone    Tone
	Text    string
	URL     string // makes it a link, e.g. a filter
	Current bool   // the filter that is on
}

// Alert is a message in the page. Template "alert".
type Alert struct {
	Tone  Tone // Plain = information
	Title string
	Text  string
	Links []Link
	Items []string
	Loud  bool // role=alert: read out at once; for what the person just caused
}

// PageHead is the heading of the page with what stands above and beside it. Template "page-head".
type PageHead struct {
	Kicker string // small line above
	Title  string
	Text   string // one sentence below
	Chips  []Chip
	Button *Button
}

// CardHead is the heading of a card. Template "card-head".
type CardHead struct {
	ID    string // for aria-labelledby
	Title string
	Note  string
	Link  *Link
}

// Card is a plain card with words and a way on. Template "card".
type Card struct {
	Head    CardHead
	Text    string
	Facts   []Fact
	Buttons []Button
}

// NextCard is the dark card: the one next thing. Template "next-card".
type NextCard struct {
	Kicker  string   // "Het eerste dat gebeurt"
	Title   []string // lines
	Voice   string   // the family's own words, instead of or above the title
	Text    string
	Buttons []Button // OnDark
	Links   []Link
}

// Voice is what the family says in its own words, in the serif. Template "voice".
type Voice struct {
	Text string
	Who  string // who said it and when; may be empty
	Lang string // language of the words when it is not the page's
}

// ClockBar is how much of a term is used. Template "clock-bar".
type ClockBar struct {
	Percent int // 0–100 of the term
	Tone    Tone
	Paused  bool
	Met     bool
	Text    string // "nog 5 van 42 dagen": the bar never stands without it
	Law     string // "Awb 4:13"; may be empty
}

// TaskRow is one task in a list. Template "task-row".
type TaskRow struct {
	Face   Face
	Who    string
	What   string
	When   string
	URL    string
	Chip   *Chip
	Button *Button
}

// GoalCard is one goal in the family's words with its tasks. Template "goal-card".
type GoalCard struct {
	ID      string
	Words   string // the goal itself
	State   GoalState
	Chip    Chip
	Where   string // "Geld · hele gezin"
	Percent int    // share of the tasks done
	Done    string // "2 van 5 stappen klaar"; empty hides the bar
	Tasks   []TaskRow
	Sorry   string // told plainly when it takes too long
	Links   []Link
	Buttons []Button
}

// GoalState is the colour of a goal's edge.
type GoalState string

// The states of a goal.
const (
	GoalRunning GoalState = ""
	GoalWaiting GoalState = "waiting"
	GoalStuck   GoalState = "stuck"
	GoalMet     GoalState = "met"
)

// SeenRow is one look at the dossier, as the family reads it. Template "seen-row".
type SeenRow struct {
	Day   string
	Time  string
	Face  Face
	Who   string // "Noor Bakker"
	Role  string // "wijkteam Zuid"
	What  string // "las 'Geld' om het gesprek voor te bereiden"
	Links []Link
}

// Contact is someone involved. Template "contact".
type Contact struct {
	Face Face
	Name string
	Note string
	URL  string
	Tel  string // shown as a link to call; may be empty
}

// PersonChoice is a person to be, or to give something to, with one click.
// Template "person-choices" takes a []PersonChoice.
type PersonChoice struct {
	Face  Face
	Who   string
	Role  string
	Post  string // address
	Name  string // of the value that is sent
	Value string
}

// Empty tells that there is nothing here, and what one can do. Template "empty-state".
type Empty struct {
	Title  string
	Text   string
	Button *Button
}

// Pager leads to the pages before and after. Template "pager".
type Pager struct {
	Previous string // address; empty for none
	Next     string
	Text     string // "1–25 van 310"
}

// Fact is a term with what is known. Template "facts" takes a []Fact.
type Fact struct {
	Term string
	Text string
	Note string // where it comes from, since when
	URL  string // change it, or read more
	Link string // the words of that link
}

// Disclosure hides the rest until asked for. Template "disclosure".
type Disclosure struct {
	Summary string
	Text    []string // paragraphs
	Facts   []Fact
	Open    bool
}

// Stat is one big number with its meaning. Template "stat".
type Stat struct {
	Number string
	Lines  []string
}

// Step is one phase of the way. Template "steps" takes a []Step.
type Step struct {
	Text string
	Done bool
	Now  bool
}

// Table is a table that folds to cards on a phone. Template "table".
type Table struct {
	Caption string
	Hidden  bool // the caption is for screen readers only
	Columns []Column
	Rows    []TableRow
	Empty   string // said when there are no rows
}

// Column is the head of a column.
type Column struct {
	Text   string
	Number bool // figures, at the end side
}

// TableRow is a row; its first cell is its heading.
type TableRow struct {
	ID    string
	Cells []Cell
}

// Tick is a box in front of a cell, by which rows are chosen for a form around the table.
type Tick struct {
	Name  string
	Value string
	Label string // said by screen readers
	On    bool
}

// Cell holds what is set, in this order: tick, face, text or link, note, chip, clock, level, button.
type Cell struct {
	Tick   *Tick
	Face   *Face
	Text   string
	URL    string
	Note   string
	Voice  bool // the text is the family's own
	Chip   *Chip
	Clock  *ClockBar
	Level  *Level
	Button *Button
}
