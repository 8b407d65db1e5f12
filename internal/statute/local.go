package statute

import (
	"io"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// localFile is what a municipality brings: its own lengths for terms that the law
// or the partners leave to it, such as the decision on debt help (Wgs 4a lid 3).
type localFile struct {
	Municipality string
	Terms        []localRow
}

type localRow struct {
	Code    string
	Article string // of the ordinance or agreement, in Dutch
	Length  Length
	Valid   nl.Span
	Note    string
}

// WithLocal gives a set in which a municipality's own lengths take the place of the
// shipped ones, on the days on which they are valid. The JSON names the municipality
// and per term its code, article, length and valid days:
//
//	{"municipality": "GM9999", "terms": [{"code": "wgs.decision",
//	  "article": "Verordening beslistermijn art. 2", "length": {"n": 4, "unit": "week"},
//	  "valid": {"from": "2026-01-01"}}]}
//
// It refuses (fault.Invalid) unknown terms, terms that are not left to the
// municipality, and lengths over the legal maximum.
func (s *Set) WithLocal(r io.Reader) (*Set, error) {
	const op = "statute.WithLocal"
	var f localFile
	if err := decodeUpload(op, r, &f); err != nil {
		return nil, err
	}
	var found []fault.Field
	if f.Municipality == "" {
		found = append(found, fault.Field{Name: "municipality", Key: "statute.fault.municipality"})
	}
	list := append([]Term(nil), s.local.list...)
	for _, row := range f.Terms {
		t, key := s.localTerm(row, f.Municipality)
		if key != "" {
			found = append(found, fault.Field{Name: row.Code, Key: key})
			continue
		}
		list = append(list, t)
	}
	if len(found) > 0 {
		return nil, fault.In(op, found...)
	}
	more := *s
	more.local = newRows(list)
	if findings := more.check(); len(findings) > 0 {
		return nil, &fault.Error{Code: fault.Invalid, Op: op, Key: "statute.fault.local", Err: findings[0]}
	}
	return &more, nil
}

// localTerm makes the municipality's version of a term, or gives the text key of
// what is wrong with it.
func (s *Set) localTerm(row localRow, municipality string) (Term, string) {
	base, err := s.terms.at("statute.WithLocal", row.Code, row.Valid.From)
	switch {
	case err != nil:
		return Term{}, "statute.fault.term"
	case !base.Local:
		return Term{}, "statute.fault.notlocal"
	case row.Article == "":
		return Term{}, "statute.fault.article"
	}
	law, err := s.Law(base.Law)
	if err != nil {
		return Term{}, "statute.fault.term"
	}
	longer := row.Length.Unit != base.Length.Unit || row.Length.N > base.Length.N
	if law.Kind == KindLaw && longer {
		return Term{}, "statute.fault.longer"
	}
	base.Length, base.Valid, base.Municipality = row.Length, row.Valid, municipality
	note := row.Note
	if note == "" {
		note = "Opgegeven door de gemeente; niet door ons vergeleken."
	}
	base.Source = Source{Ref: municipality + ", " + row.Article, Note: note}
	return base, ""
}
