package statute

import (
	"io"
	"slices"

	"eendracht/internal/fault"
)

// maxUpload is the size in bytes that a scale or local file may have.
const maxUpload = 1 << 20

// Scale is a way of scoring how a life domain goes. Eendracht ships one neutral
// scale; other scales, such as the ZRM, are data that a municipality adds under
// its own licence.
type Scale struct {
	Code     string            // "eendracht5"
	LabelKey string            // text key of the name; empty for a municipality's scale
	Labels   map[string]string // name per language for a municipality's scale ("nl" at least)
	Licence  string            // on what terms the municipality may use it; empty for the shipped scale
	Levels   []Level           // from worst to best
	Domains  []ScaleDomain     // what the scale scores; empty: the shipped life domains
}

// Level is one step of a scale.
type Level struct {
	Value    int               // ascending
	LabelKey string            // text key; empty for a municipality's scale
	Labels   map[string]string // text per language for a municipality's scale ("nl" at least)
}

// ScaleDomain is a domain of a municipality's scale and the life domain that it lies in.
type ScaleDomain struct {
	Code   string
	Domain string // code of a shipped Domain
	Labels map[string]string
}

// Scales gives the known scales, the shipped ones first.
func (s *Set) Scales() []Scale { return slices.Clone(s.scales) }

// Scale gives a scale by its code; fault.NotFound when there is none.
func (s *Set) Scale(code string) (Scale, error) {
	return pick(s.scales, "statute.Scale", code, func(c Scale) string { return c.Code })
}

// LoadScale reads and validates a scale in JSON, at most 1 MiB. What is wrong
// comes back as fault.Invalid with a finding per field. Whether its domains exist
// is checked by WithScale.
func LoadScale(r io.Reader) (Scale, error) {
	const op = "statute.LoadScale"
	var scale Scale
	if err := decodeUpload(op, r, &scale); err != nil {
		return Scale{}, err
	}
	var found []fault.Field
	add := func(bad bool, name, key string) {
		if bad {
			found = append(found, fault.Field{Name: name, Key: key})
		}
	}
	add(!validCode(scale.Code), "code", "statute.fault.code")
	add(scale.Labels["nl"] == "", "labels.nl", "statute.fault.label")
	add(scale.Licence == "", "licence", "statute.fault.licence")
	add(len(scale.Levels) < 2 || len(scale.Levels) > 20, "levels", "statute.fault.levels")
	for i, level := range scale.Levels {
		add(i > 0 && level.Value <= scale.Levels[i-1].Value, "levels.value", "statute.fault.ascending")
		add(level.Labels["nl"] == "", "levels.labels.nl", "statute.fault.label")
	}
	for _, d := range scale.Domains {
		add(!validCode(d.Code) || d.Domain == "", "domains.code", "statute.fault.code")
		add(d.Labels["nl"] == "", "domains.labels.nl", "statute.fault.label")
	}
	if len(found) > 0 {
		return Scale{}, fault.In(op, found...)
	}
	return scale, nil
}

// WithScale gives a set that also knows this scale. It refuses (fault.Invalid) a
// code that exists and a domain that does not, or that stands twice.
func (s *Set) WithScale(scale Scale) (*Set, error) {
	const op = "statute.WithScale"
	var found []fault.Field
	if _, err := s.Scale(scale.Code); err == nil {
		found = append(found, fault.Field{Name: "code", Key: "statute.fault.twice"})
	}
	seen := map[string]bool{}
	for _, d := range scale.Domains {
		if _, err := s.Domain(d.Domain); err != nil {
			found = append(found, fault.Field{Name: "domains.domain", Key: "statute.fault.domain"})
		}
		if seen[d.Code] {
			found = append(found, fault.Field{Name: "domains.code", Key: "statute.fault.twice"})
		}
		seen[d.Code] = true
	}
	if len(found) > 0 {
		return nil, fault.In(op, found...)
	}
	more := *s
	more.scales = append(s.Scales(), scale)
	return &more, nil
}
