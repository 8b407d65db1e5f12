// Package store keeps entries, index rows, looks and timers, on SQLite or
// PostgreSQL. It knows no content: bodies and labels come in sealed.
package store

import (
	"context"
	"time"

	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Store is what casework needs of an archive. Both engines pass one
// conformance suite. Methods return faults: Conflict, NotFound, Unavailable.
type Store interface {
	Dossiers
	Pieces
	Index
	Looks
	Timers
	Parcels
	Drafts
	Notices
	Directory
	Changing
	Sessions
	Subjects
	Keys
	Meters
	Desktop
	Trust
	Ledger
	Erasing
	// Ready tells whether the archive answers and its settings are safe.
	Ready(ctx context.Context) error
	Close() error
}

// Dossiers is the log of entries.
type Dossiers interface {
	// Append writes entries, index rows, timers and the look of one command in
	// one durable transaction, or nothing. When Key was used before by this
	// actor it changes nothing and returns the stamp and result of then with
	// Again set. It faults with Conflict when Expect is not the version
	// (text key "store.stale") or the lead is taken (text key "store.lead").
	Append(ctx context.Context, a Append) (Stamp, error)
	// Used gives the stamp and result that Append kept with an actor's key
	// before (Again set); NotFound when the key is new.
	Used(ctx context.Context, actor dossier.ID, key string) (Stamp, error)
	// Load gives the sealed entries after a position and the head, in order.
	Load(ctx context.Context, id dossier.ID, after int64) (Head, []Sealed, error)
	// Heads gives the heads of dossiers; unknown ones are left out.
	Heads(ctx context.Context, ids []dossier.ID) ([]Head, error)
}

// Sealed is an entry with its body encrypted; the rest is what Load orders by.
type Sealed struct {
	Dossier dossier.ID
	Seq     int64
	ID      dossier.ID
	At      time.Time
	Kind    string
	Body    []byte // sealed encoding of the whole entry
}

// Head is the version of a dossier.
type Head struct {
	Dossier dossier.ID
	Version int64
	Epoch   int64 // of the directory: changes when any account or policy changes
}

// Stamp is what a durable write or look answers.
type Stamp struct {
	Version int64  // of the dossier, as of the transaction
	Epoch   int64  // of the directory
	Again   bool   // the idempotency key was used before
	Result  []byte // what was stored with the key
}

// Append is one command's outcome.
type Append struct {
	Dossier dossier.ID
	Expect  int64      // version that the decision was based on; 0 creates the dossier
	Epoch   int64      // of the directory that the decision was based on; 0: any. Not asked when Expect is 0
	Actor   dossier.ID // user, for the idempotency key
	Key     string     // idempotency key; "" for none
	Result  []byte     // kept with the key, sealed by the caller
	Entries []Sealed
	Family  *FamilyRow // replaces the family's index row
	Put     Changes
	Look    *Look // of the command's own reading
}

// Changes are the index rows to write and remove.
type Changes struct {
	Lead         *LeadRow // takes the lead: fails when another holds it
	FreeLead     bool     // gives the lead up
	Involvements []InvolvementRow
	Work         []WorkRow
	Done         []dossier.ID // items of Work to remove
	Tokens       []TokenRow   // person search; replaces those of the same person
	Timers       []Timer
	Cancel       []string       // timers to remove
	Parcels      []Parcel       // official messages that begin their way
	Answered     []ParcelAnswer // return messages among the entries
}

// LeadRow is the one accepted lead of a family: the dossier is its key.
type LeadRow struct {
	User dossier.ID
	Org  dossier.ID
}

// FamilyRow is what lists need of a family; Label is sealed.
type FamilyRow struct {
	Dossier      dossier.ID
	Municipality string
	Team         dossier.ID
	Phase        string
	Safety       int // 0 not weighed, 1 safe, 2 watch, 3 unsafe, 4 acute
	Lead         dossier.ID
	LeadOrg      dossier.ID
	GapSince     time.Time // zero: no gap in the lead
	Changed      time.Time
	NextDue      nl.Date // earliest last day of a running clock
	Late         int     // lapsed clocks
	Returned     int     // tasks handed back
	Open         int     // open tasks
	Keep         nl.Date // retention, when closed
	Label        []byte
}

// InvolvementRow is why a user or organisation may be in a dossier.
type InvolvementRow struct {
	Dossier     dossier.ID
	Involvement dossier.ID
	User        dossier.ID // one of User and Org is set
	Org         dossier.ID
	Person      dossier.ID
	Role        string
	Purpose     string
	Ground      string
	Scope       string
	Valid       nl.Span
}

// WorkRow is one thing that waits for someone; Label is sealed.
type WorkRow struct {
	Dossier dossier.ID
	Item    dossier.ID // task, melding, offer, question or clock
	Kind    string     // melding, safety, offer, question, task, decision, evaluation, watch
	State   string
	User    dossier.ID // who must act; with Org only: anyone of that organisation
	Org     dossier.ID
	Rank    int     // 0 acute … 9 calm: safety first
	Start   nl.Date // of the clock
	Due     nl.Date // last day; zero: none
	Term    string
	Late    bool
	Since   time.Time
	Label   []byte
}

// TokenRow is a keyed hash by which a person is found; it holds no content.
type TokenRow struct {
	Token  []byte // 32 bytes
	Kind   string // bsn, name_birth, address
	Person dossier.ID
}

// Index answers lists.
type Index interface {
	// Work gives what waits for the user or their organisation, most urgent
	// first (Rank, then Due, then Since). Only dossiers with an involvement
	// of the user or organisation that is valid on Day, or with User set on the row itself.
	Work(ctx context.Context, q WorkQuery) ([]Listed[WorkRow], error)
	// WorkCount counts the same per filter.
	WorkCount(ctx context.Context, q WorkQuery) (WorkCounts, error)
	// Families gives the families in which the user or organisation is involved.
	Families(ctx context.Context, q FamilyQuery) ([]Listed[FamilyRow], error)
	// Direction gives the families of a municipality that are stuck, worst first.
	Direction(ctx context.Context, q DirectionQuery) ([]Stuck, error)
	// Find gives the dossiers and persons that carry one of the tokens.
	Find(ctx context.Context, tokens [][]byte, limit int) ([]Found, error)
}

// Listed is a row with the involvement that carries it.
type Listed[R any] struct {
	Row    R
	By     InvolvementRow
	Cursor string // opaque: asks for what comes after this row
}

// Stuck is a family row in the process director's list.
type Stuck struct {
	FamilyRow
	Cursor string
}

// WorkQuery asks for work.
type WorkQuery struct {
	User, Org dossier.ID
	Day       nl.Date
	Purpose   string     // of the reader: an involvement for it is preferred as By
	Kinds     []string   // empty: all
	Filter    string     // "", late, week (due within 7 days), safety (rank ≤ 3)
	Dossier   dossier.ID // "" all
	After     string     // cursor of the last row
	Limit     int
}

// WorkCounts counts work.
type WorkCounts struct{ All, Late, Week, Safety int }

// FamilyQuery asks for families.
type FamilyQuery struct {
	User, Org dossier.ID
	Day       nl.Date
	Purpose   string     // of the reader: an involvement for it is preferred as By
	Lead      dossier.ID // only those that this user leads
	Phase     string
	After     string
	Limit     int
}

// DirectionQuery asks for stuck families: no lead, lapsed clocks, returned tasks, silence.
type DirectionQuery struct {
	Municipality string
	Now          time.Time
	Why          string        // "", gap, late, returned, silent
	Silence      time.Duration // no entry for longer than this is silence
	After        string
	Limit        int
}

// Found is a hit of a search: that there is a dossier, no more.
type Found struct {
	Dossier dossier.ID
	Person  dossier.ID
	Kind    string
}

// Look is a durable record of one reading: who, when, why, what.
type Look struct {
	ID          dossier.ID
	Dossier     dossier.ID // "" for lists and searches
	At          time.Time
	User        dossier.ID
	Org         dossier.ID
	Person      dossier.ID // the family member who looked, if one
	Name        string     // of who looked, as the family reads it
	OrgName     string
	Role        string
	Purpose     string
	Ground      string
	Policy      string
	Involvement dossier.ID
	Action      string // open, list, search, export, message, command
	Parts       string // read parts, compact: "person/domain …"
	Version     int64
	Set         string // version of the policy set that decided
	As          string // as what the asker stood there: kind, kind of organisation, municipality, roles
	Facts       string // digest of what was decided, to compare a replay with
	Need        string // of a command: what it asked of access, as JSON
}

// Looks is the log of readings.
type Looks interface {
	// Look makes the row durable and only then returns the version of the
	// dossier and the epoch as of that moment. Rows of many callers share a
	// commit. Rows without a dossier give a zero version.
	Look(ctx context.Context, l Look) (Stamp, error)
	// LooksOf gives the looks into a dossier, newest first, before a cursor ("" the newest).
	LooksOf(ctx context.Context, id dossier.ID, before string, limit int) ([]Look, string, error)
	// LooksBy gives the looks of a user, newest first.
	LooksBy(ctx context.Context, user dossier.ID, before string, limit int) ([]Look, string, error)
}

// Timer is something to do at a moment, exactly once in effect: the doer is idempotent.
type Timer struct {
	ID      string
	Dossier dossier.ID
	Kind    string
	Due     time.Time
}

// Leased is a timer that this process may act on until Lease.
type Leased struct {
	Timer
	Lease time.Time
	Tries int
}

// Timers is the durable agenda.
type Timers interface {
	// Lease takes up to n due timers for a while; another process takes them when the lease ends.
	Lease(ctx context.Context, now time.Time, n int, hold time.Duration, owner string) ([]Leased, error)
	// Finish removes a leased timer, or puts it off to a later moment when again is not zero.
	Finish(ctx context.Context, id string, owner string, again time.Time) error
	// RewindTimers lets timers go that are due, and that a lease or a later try
	// put off much further than either lasts: the clock ran ahead then. It tells how many.
	RewindTimers(ctx context.Context, now time.Time) (int64, error)
	SetTimer(ctx context.Context, t Timer) error
}

// Org is an organisation of the chain.
type Org struct {
	ID           dossier.ID
	Name         string
	Kind         string // package statute
	Municipality string // CBS code of the municipality it is or serves; "" many
	AGB          string
	OIN          string
	Phone        string
	Email        string
	Active       bool
}

// User is an account: staff of an organisation, or a citizen.
type User struct {
	ID      dossier.ID
	Org     dossier.ID // "" for a citizen
	Kind    string     // citizen, staff, machine
	Roles   []string
	Name    string
	Phone   string
	Email   string
	Active  bool
	Profile []byte // sealed: what the sign-in provider told about a citizen
	veiled  []byte // sealed: what names a resident, between writing or reading and the row
}

// Directory holds organisations and accounts. Every write raises the epoch.
type Directory interface {
	PutOrgs(ctx context.Context, orgs []Org) error
	PutUsers(ctx context.Context, users []User) error
	// SetVeil says what seals the names of residents, before the archive is used.
	SetVeil(v Veil)
	// CoverNames seals the names of residents that stand in the open from before
	// they were sealed, and tells how many there were.
	CoverNames(ctx context.Context) (int, error)
	Org(ctx context.Context, id dossier.ID) (Org, error)
	OrgByCode(ctx context.Context, code string) (Org, error) // AGB, OIN, or municipality code
	Orgs(ctx context.Context, kind, municipality string) ([]Org, error)
	User(ctx context.Context, id dossier.ID) (User, error)
	UsersOf(ctx context.Context, org dossier.ID) ([]User, error)
	UsersLike(ctx context.Context, kind string, limit int) ([]User, error) // for the demo sign-in
	Epoch(ctx context.Context) (int64, error)
	// Next gives the next number of a series, starting at 1 (toewijzingnummer per municipality).
	Next(ctx context.Context, series string) (int64, error)
	// Fact keeps a small named fact of the installation (demo seed, policy version).
	Fact(ctx context.Context, name string) (string, error)
	SetFact(ctx context.Context, name, value string) error
}

// Session is a signed-in browser or client.
type Session struct {
	Hash    []byte // of the token
	User    dossier.ID
	Started time.Time
	Seen    time.Time
	Until   time.Time // absolute end
	Lang    string

	Level    int        // how surely the person was recognised: 1 low … 4 high; 0 unknown
	AuthAt   time.Time  // when the person last proved who they are
	Provider string     // id of the sign-in provider, or of the way in; "" unknown
	SID      []byte     // keyed hash of the session at the provider; empty when it has none
	Subject  []byte     // keyed hash of the subject at the provider
	Client   string     // coarse name of the browser or client, for the person's own list
	Behalf   dossier.ID // account of whoever the person acts for (machtiging); "" themselves
}

// Sessions holds sessions, so that they can be ended centrally. Ending one
// raises the epoch of the directory, so that no replica goes on trusting it.
type Sessions interface {
	StartSession(ctx context.Context, s Session) error
	Session(ctx context.Context, hash []byte, now time.Time) (Session, error)
	TouchSession(ctx context.Context, hash []byte, now time.Time, lang string) error
	EndSession(ctx context.Context, hash []byte) error
	EndSessionsOf(ctx context.Context, user dossier.ID) error
	SessionsOf(ctx context.Context, user dossier.ID, now time.Time) ([]Session, error)
	// EndOutside ends sessions that came from a provider, by its subject or its
	// own session (one of them must be given), and tells how many.
	EndOutside(ctx context.Context, provider string, subject, sid []byte) (int64, error)
}

// Keys holds wrapped data keys. They are kept apart from entries, so that a
// backup of the one holds nothing of the other.
type Keys interface {
	PutKey(ctx context.Context, owner string, wrapped []byte) error // Conflict when it exists
	Key(ctx context.Context, owner string) ([]byte, error)
	DropKey(ctx context.Context, owner string) error
}

// Meter counts values per organisation and flow: the retype meter.
type Meter struct {
	Org                                        dossier.ID
	Flow                                       string
	Day                                        nl.Date
	New, Reused, Confirmed, Corrected, Retyped int64
}

// Meters keeps the counts.
type Meters interface {
	Count(ctx context.Context, m Meter) error
	Meters(ctx context.Context, org dossier.ID, since nl.Date) ([]Meter, error) // "" all organisations
}
