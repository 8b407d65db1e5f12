package statute

import (
	"slices"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// What an exception does (Exception.Effect).
const (
	EffectShare    = "share"    // may or must be told to others without the consent of whom it is about
	EffectWithhold = "withhold" // may or must be kept from someone who could otherwise read it
	EffectDelay    = "delay"    // need not be told yet that someone looked or that data came in
	EffectStand    = "stand"    // someone else stands in the place of whom it is about
)

// Exception is one version of an exception to the duty of secrecy or to the right
// to see one's own file (Jeugdwet par. 7.3, Wmo 2015 par. 5.2 and 5.3).
type Exception struct {
	Code         string
	Law, Article string
	LabelKey     string // text key of the sentence that says it
	Effect       string // one of the Effect constants
	Valid        nl.Span
	Source       Source
}

type exceptionRow struct {
	Code, Law, Article, Effect string
	Valid                      nl.Span
	Source                     sourceRow
}

func (e Exception) key() string                  { return e.Code }
func (e Exception) span() nl.Span                { return e.Valid }
func (e Exception) source() Source               { return e.Source }
func (e Exception) cites() (law, article string) { return e.Law, e.Article }

// Exception gives the version valid on a day; fault.NotFound otherwise.
func (s *Set) Exception(code string, on nl.Date) (Exception, error) {
	return s.exceptions.at("statute.Exception", code, on)
}

// Exceptions gives all versions, sorted by code and first valid day.
func (s *Set) Exceptions() []Exception { return slices.Clone(s.exceptions.list) }

// ExceptionsTo gives those of an effect that are valid on a day. It faults with
// Invalid on an effect that is none of the constants.
func (s *Set) ExceptionsTo(effect string, on nl.Date) ([]Exception, error) {
	if !slices.Contains(effects, effect) {
		return nil, fault.New(fault.Invalid, "statute.ExceptionsTo", "")
	}
	var found []Exception
	for _, e := range s.exceptions.list {
		if e.Effect == effect && e.Valid.Holds(on) {
			found = append(found, e)
		}
	}
	return found, nil
}

var effects = []string{EffectShare, EffectWithhold, EffectDelay, EffectStand}

func (s shelf) addExceptions(rows []exceptionRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.exceptions = append(s.exceptions, Exception{
			Code: r.Code, Law: law.Code, Article: r.Article, LabelKey: "statute.exception." + r.Code, Effect: r.Effect,
			Valid: r.Valid, Source: s.source(r.Source, r.Code, law, r.Article),
		})
	}
}
