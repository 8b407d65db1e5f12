package casework

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Depot is where the content of documents lies, in sealed pieces. It knows no
// key: whoever owns the place reads nothing.
type Depot interface {
	// Put keeps a piece durably; it never replaces another one.
	Put(ctx context.Context, id, content dossier.ID, n int, sealed []byte) error
	// Get gives a piece; NotFound when it is not there.
	Get(ctx context.Context, id, content dossier.ID, n int) ([]byte, error)
	// Drop takes all pieces of a content away; none is no fault.
	Drop(ctx context.Context, id, content dossier.ID, pieces int) error
}

// inStore is the depot in the archive itself.
type inStore struct{ store.Pieces }

func (s inStore) Put(ctx context.Context, id, content dossier.ID, n int, sealed []byte) error {
	return s.PutPiece(ctx, id, content, n, sealed)
}

func (s inStore) Get(ctx context.Context, id, content dossier.ID, n int) ([]byte, error) {
	return s.Piece(ctx, id, content, n)
}

func (s inStore) Drop(ctx context.Context, id, content dossier.ID, pieces int) error {
	return s.DropPieces(ctx, id, content, pieces)
}

const (
	// pieceBytes is how much of a file one piece seals: small enough for one
	// commit among others, large enough for few of them.
	pieceBytes = 512 << 10
	// looseFor is how long a content waits for the entry that names it.
	looseFor = time.Hour
	// timerLoose begins the kind of the timer that takes away what no entry
	// names; the number of pieces, a colon and the content follow.
	timerLoose = "loose:"
	// lookDocument is the action of a look at one document.
	lookDocument = "document"
)

// File is what someone sends in, looked at and cleaned (package upload).
type File struct {
	Media string // what it is by its first bytes
	Scan  string // what the scanner said: a Scan… of package dossier
	Body  []byte
}

func looseID(id, content dossier.ID) string { return string(id) + "/content/" + string(content) }

// AddDocument carries out a wish whose command is AddDocument or ReviseDocument
// with a file: the content is sealed and laid away first, and counts from the
// moment that the entry with its hash is durable. What no entry names within the
// hour is taken away.
func (o *Office) AddDocument(ctx context.Context, w Wish, f File) (Done, error) {
	const op = "casework.AddDocument"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return Done{}, fault.Wrap(fault.SignIn, op, err)
	}
	plain := dossier.Content{Media: f.Media, Bytes: int64(len(f.Body)), Scan: f.Scan}
	slot, err := o.slotFor(ctx, ask, w, plain)
	if err != nil {
		return Done{}, err
	}
	w.mark = documentMark(w, f)
	content, err := o.lay(ctx, w.Dossier, slot, plain, f.Body)
	if err != nil {
		return Done{}, fault.Wrap(fault.Unavailable, op, err)
	}
	if w.Command, err = withContent(w.Command, content); err != nil {
		return Done{}, err
	}
	done, err := o.Do(ctx, w)
	if done.Again || definite(err) { // else the agenda finds out whether an entry names it
		o.dropLoose(ctx, w.Dossier, content)
	}
	return done, err
}

// definite tells whether a fault means that nothing was written.
func definite(err error) bool {
	for _, code := range []fault.Code{fault.Invalid, fault.Forbidden, fault.NotFound, fault.Conflict} {
		if fault.Is(err, code) {
			return true
		}
	}
	return false
}

// slotFor lets the command decide with the content as it will be, so that what
// would be refused is refused before anything is kept, and gives the slot of the
// key that seals its entry.
func (o *Office) slotFor(ctx context.Context, ask access.Ask, w Wish, plain dossier.Content) (string, error) {
	d, err := o.load(ctx, w.Dossier)
	if err != nil {
		return "", err
	}
	plain.ID = "?"
	command, err := withContent(w.Command, plain)
	if err != nil {
		return "", err
	}
	_, _, entries, err := o.decide(ctx, ask, d, command, &saying{sure: true})
	if err != nil {
		return "", err
	}
	return slotOf(entries[0]), nil
}

func withContent(c dossier.Command, content dossier.Content) (dossier.Command, error) {
	switch c := c.(type) {
	case dossier.AddDocument:
		c.Content = content
		return c, nil
	case dossier.ReviseDocument:
		c.Content = content
		return c, nil
	}
	return nil, fault.New(fault.Internal, "casework.withContent", "")
}

// documentMark is what the key of a wish with a file stands for: the command and
// the file, not the names that were drawn for it.
func documentMark(w Wish, f File) []byte {
	body, err := json.Marshal(w.Command)
	if err != nil {
		return nil
	}
	file := sha256.Sum256(f.Body)
	sum := sha256.Sum256(slices.Concat([]byte(w.Command.Name()+"\x00"), body, file[:]))
	return sum[:16]
}

// lay seals a file in pieces and lays them away. A timer that takes them away
// again stands before the first piece does.
func (o *Office) lay(ctx context.Context, id dossier.ID, slot string, c dossier.Content, body []byte) (dossier.Content, error) {
	c.ID, c.Slot, c.Pieces = o.NewID(ctx), slot, (len(body)+pieceBytes-1)/pieceBytes
	kind := timerLoose + strconv.Itoa(c.Pieces) + ":" + string(c.ID)
	timer := store.Timer{ID: looseID(id, c.ID), Dossier: id, Kind: kind, Due: o.Now(ctx).Add(looseFor)}
	if err := o.Store.SetTimer(ctx, timer); err != nil {
		return c, err
	}
	sum := sha256.New()
	for n := range c.Pieces {
		piece := body[n*pieceBytes : min((n+1)*pieceBytes, len(body))]
		sealed, err := o.sealAs(ctx, id, slot, pieceContext(c, n), piece)
		if err != nil {
			return c, err
		}
		sum.Write(sealed) //nolint:errcheck // a hash takes all
		if err := o.Documents.Put(ctx, id, c.ID, n, sealed); err != nil {
			return c, err
		}
	}
	c.Hash = sum.Sum(nil)
	return c, nil
}

// pieceContext binds a piece to its content, its place and how many there are.
func pieceContext(c dossier.Content, n int) string {
	return "document/" + string(c.ID) + "/" + strconv.Itoa(n) + "/" + strconv.Itoa(c.Pieces)
}

// heldOf is what the sealed entry tells of its content in clear.
func heldOf(c dossier.Content) store.Held {
	h := store.Held{Content: c.ID, Pieces: c.Pieces}
	copy(h.Hash[:], c.Hash)
	return h
}

func (o *Office) dropLoose(ctx context.Context, id dossier.ID, c dossier.Content) {
	ctx = context.WithoutCancel(ctx) // the caller may be gone; the content must go too
	if err := o.Documents.Drop(ctx, id, c.ID, c.Pieces); err != nil {
		o.Log.WarnContext(ctx, "a content that no entry names waits for the agenda", "err", err)
	}
}

// dropContents takes away what documents held of entries that were erased. Their
// keys are gone already; what cannot be reached now goes by the agenda.
func (o *Office) dropContents(ctx context.Context, s store.Shred) {
	for _, c := range s.Contents {
		err := o.Documents.Drop(ctx, s.Dossier, c.ID, c.Pieces)
		if err == nil {
			continue
		}
		o.Log.WarnContext(ctx, "a content that was erased waits for the agenda", "err", err)
		kind := timerLoose + strconv.Itoa(c.Pieces) + ":" + string(c.ID)
		if err := o.Store.SetTimer(ctx, store.Timer{ID: looseID(s.Dossier, c.ID), Dossier: s.Dossier, Kind: kind, Due: o.Now(ctx)}); err != nil {
			o.Log.ErrorContext(ctx, "a content that was erased stays behind, without its key", "content", string(c.ID), "err", err)
		}
	}
}

// laid gives the timers of contents that are named by an entry now.
func laid(before, after *dossier.Dossier) []string {
	if shared(before.Documents, after.Documents) {
		return nil
	}
	var cancel []string
	for _, x := range after.Documents {
		was, _ := before.Document(x.Document)
		for _, v := range x.Versions[len(was.Versions):] {
			cancel = append(cancel, looseID(after.ID, v.ID))
		}
	}
	return cancel
}

// sweep takes a content away that no entry names.
func (o *Office) sweep(ctx context.Context, id dossier.ID, what string) error {
	count, name, _ := strings.Cut(what, ":")
	pieces, err := strconv.Atoi(count)
	if err != nil {
		return fault.Wrap(fault.Internal, "casework.sweep", err)
	}
	d, err := o.load(ctx, id)
	if err != nil {
		return err
	}
	for _, e := range d.Entries {
		if c, ok := dossier.ContentOf(e.Body); ok && c.ID == dossier.ID(name) {
			return nil
		}
	}
	return o.Documents.Drop(ctx, id, dossier.ID(name), pieces)
}

// Reading is one version of a document, ready to be read piece by piece.
type Reading struct {
	Document dossier.Document
	Version  dossier.Version
	Number   int // of the version, from 1
	office   *Office
	dossier  dossier.ID
}

// ReadDocument gives a version of a document (0: the newest) to who may read it
// for their purpose. The look is durable before it returns. It faults with
// NotFound when there is none that they may know of, and with Conflict when it
// was withdrawn or the scanner held it.
func (o *Office) ReadDocument(ctx context.Context, id, document dossier.ID, number int) (*Reading, error) {
	var r *Reading
	_, err := o.open(ctx, id, lookDocument, func(view *access.View) (parts []dossier.Part, err error) {
		r, err = reading(view.Dossier, document, number)
		if err != nil {
			return nil, err
		}
		return r.Document.Parts, nil
	})
	if err != nil {
		return nil, err
	}
	r.office, r.dossier = o, id
	return r, nil
}

func reading(d *dossier.Dossier, document dossier.ID, number int) (*Reading, error) {
	const op = "casework.ReadDocument"
	x, ok := d.Document(document)
	if !ok {
		return nil, fault.New(fault.NotFound, op, "dossier.document.none")
	}
	if number == 0 {
		number = len(x.Versions)
	}
	switch {
	case number < 1 || number > len(x.Versions):
		return nil, fault.New(fault.NotFound, op, "dossier.document.none")
	case x.Withdrawn:
		return nil, fault.New(fault.Conflict, op, "dossier.document.gone")
	}
	v := x.Versions[number-1]
	switch v.Scan {
	case dossier.ScanHeld:
		return nil, fault.New(fault.Conflict, op, "paper.held")
	case dossier.ScanHarmful:
		return nil, fault.New(fault.Conflict, op, "paper.harmful")
	}
	return &Reading{Document: x, Version: v, Number: number}, nil
}

// First gives the beginning of the content. It proves that the place for
// documents answers, and that the key is there, before a page promises anything.
func (r *Reading) First(ctx context.Context) ([]byte, error) { return r.piece(ctx, 0) }

// WriteTo writes the content; first is what First gave. Each piece was proved to
// be the one that was laid away before any of it is written.
func (r *Reading) WriteTo(ctx context.Context, w io.Writer, first []byte) error {
	piece := first
	for n := 0; ; {
		if _, err := w.Write(piece); err != nil {
			return fault.Wrap(fault.Unavailable, "casework.Reading.WriteTo", err)
		}
		if n++; n >= r.Version.Pieces {
			return nil
		}
		var err error
		if piece, err = r.piece(ctx, n); err != nil {
			return err
		}
	}
}

// All gives the whole content, for what needs it at once.
func (r *Reading) All(ctx context.Context) ([]byte, error) {
	return r.office.gather(ctx, r.dossier, r.Version.Content)
}

func (r *Reading) piece(ctx context.Context, n int) ([]byte, error) {
	return r.office.piece(ctx, r.dossier, r.Version.Content, n)
}

func (o *Office) piece(ctx context.Context, id dossier.ID, c dossier.Content, n int) ([]byte, error) {
	const op = "casework.piece"
	sealed, err := o.Documents.Get(ctx, id, c.ID, n)
	if err != nil {
		return nil, &fault.Error{Code: fault.Unavailable, Op: op, Key: "paper.away", Err: err}
	}
	plain, err := o.openAs(ctx, id, pieceContext(c, n), sealed)
	if err != nil {
		return nil, &fault.Error{Code: fault.Unavailable, Op: op, Key: "paper.away", Err: err}
	}
	return plain, nil
}

// gather gives a whole content.
func (o *Office) gather(ctx context.Context, id dossier.ID, c dossier.Content) ([]byte, error) {
	body := make([]byte, 0, c.Bytes)
	for n := range c.Pieces {
		piece, err := o.piece(ctx, id, c, n)
		if err != nil {
			return nil, err
		}
		body = append(body, piece...)
	}
	return body, nil
}

// Rescan has the scanner look anew at what it could not look at when it came in,
// for who carries the case. It faults with Unavailable when the scanner still
// cannot look: without a verdict nothing comes out.
func (o *Office) Rescan(ctx context.Context, w Wish, document dossier.ID, scan func(context.Context, []byte) (clean bool, err error)) error {
	const op = "casework.Rescan"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return fault.Wrap(fault.SignIn, op, err)
	}
	d, err := o.load(ctx, w.Dossier)
	if err != nil {
		return err
	}
	x, _ := d.Document(document) // none: the command says so
	held := []dossier.Version{{}}
	if waits := slices.DeleteFunc(slices.Clone(x.Versions), func(v dossier.Version) bool { return v.Scan != dossier.ScanHeld }); len(waits) > 0 {
		held = waits
	}
	for i, v := range held {
		command := dossier.ScanDocument{Document: document, Content: v.ID, Scan: dossier.ScanClean}
		if _, _, _, err := o.decide(ctx, ask, d, command, &saying{sure: true}); err != nil {
			return err
		}
		body, err := o.gather(ctx, w.Dossier, v.Content)
		if err != nil {
			return err
		}
		clean, err := scan(ctx, body)
		if err != nil {
			return err
		}
		if !clean {
			command.Scan = dossier.ScanHarmful
		}
		one := w
		one.Command = command
		if i > 0 {
			one.Key, one.Expect = "", 0
		}
		if _, err := o.Do(ctx, one); err != nil {
			return err
		}
	}
	return nil
}
