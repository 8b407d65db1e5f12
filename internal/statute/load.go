package statute

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

//go:embed data/*.json
var files embed.FS

// file is the stored form of one data file. Every part may be left out.
type file struct {
	Laws       []lawRow           // the sources that this file holds rows of
	Texts      map[string]textRow // texts that rows were compared with
	Terms      []termRow
	Defaults   []defaultRow
	Grounds    []groundRow
	Retentions []retentionRow
	Consents   []consentRow
	Exceptions []exceptionRow
	Pauses     []pauseRow
	Purposes   []string
	Triggers   []string
	Threats    []string
	Roles      []string
	Categories []categoryRow
	Kinds      []kindRow
	Domains    []domainRow
	Scales     []scaleRow
}

type (
	lawRow  struct{ Code, Kind, Ref string }
	textRow struct {
		Against string  // what the text is, in Dutch
		On      nl.Date // the day of the comparison
	}
	sourceRow struct {
		Text      string // key of Texts; empty when unchecked
		Note      string
		Unchecked string // the reason; empty when checked
	}
	termRow struct {
		Code, Law, Article, Trigger, After, AfterArticle string
		Length                                           Length
		Roll                                             bool
		Pause                                            []string
		Extension                                        *Extension
		Default                                          string
		Local                                            bool
		Valid                                            nl.Span
		Source                                           sourceRow
	}
	defaultRow struct {
		Code, Law, Article string
		Grace              Length
		MaxDays            int
		Steps              []PenaltyStep
		Valid              nl.Span
		Source             sourceRow
	}
	groundRow struct {
		Code, Law, Article                    string
		Purposes, Parties, Givers, Categories []string
		NeedsConsent, Emergency, Inactive     bool
		Valid                                 nl.Span
		Source                                sourceRow
	}
	retentionRow struct {
		Code, Law, Article string
		Years              int
		From               string
		Valid              nl.Span
		Source             sourceRow
	}
	consentRow struct {
		Law, Article, Matter string
		FromAge, ToAge       int
		Who, Unable          []string
		Valid                nl.Span
		Source               sourceRow
	}
	pauseRow struct {
		Code, Law, Article string
		Notice             bool
		Source             sourceRow
	}
	categoryRow struct {
		Code    string
		Special bool
	}
	kindRow struct {
		Code   string
		People bool
	}
	domainRow struct {
		Code        string
		Compartment bool
	}
	scaleRow struct {
		Code   string
		Levels []int
	}
)

// Load reads the embedded files and checks every row and cross reference. A
// mistake in the data is fault.Internal and lists all findings.
func Load() (*Set, error) { return load(files) }

func load(from fs.FS) (*Set, error) {
	const op = "statute.Load"
	names, err := fs.Glob(from, "data/*.json")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, op, err)
	}
	var all builder
	parsed := make([]file, len(names))
	for i, name := range names {
		raw, err := fs.ReadFile(from, name)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		if err := decode(raw, &parsed[i]); err != nil {
			return nil, fault.Wrap(fault.Internal, op, fmt.Errorf("%s: %w", path.Base(name), err))
		}
		all.addLaws(parsed[i])
	}
	for _, f := range parsed {
		all.addRows(f)
	}
	set := all.finish()
	if findings := append(all.findings, set.check()...); len(findings) > 0 {
		return nil, fault.Wrap(fault.Internal, op, errors.Join(findings...))
	}
	return set, nil
}

// decode reads one JSON value and nothing after it, and refuses unknown names:
// a misspelt name would otherwise be a fact that silently does not hold.
func decode(raw []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows the JSON value")
	}
	return nil
}

// decodeUpload is decode for what a municipality brings: limited in size, and a
// mistake is its own.
func decodeUpload(op string, r io.Reader, into any) error {
	raw, err := io.ReadAll(io.LimitReader(r, maxUpload+1))
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if len(raw) > maxUpload {
		return fault.New(fault.TooLarge, op, "")
	}
	if err := decode(raw, into); err != nil {
		bad := fault.New(fault.Invalid, op, "statute.fault.json")
		bad.Err = err
		return bad
	}
	return nil
}
