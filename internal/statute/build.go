package statute

import (
	"fmt"
	"strings"
)

// builder collects the rows of all files before they become a Set.
type builder struct {
	set        Set
	terms      []Term
	defaults   []Default
	grounds    []Ground
	retentions []Retention
	exceptions []Exception
	findings   []error
}

func (b *builder) finish() *Set {
	b.set.terms = newRows(b.terms)
	b.set.local = newRows[Term](nil)
	b.set.defaults = newRows(b.defaults)
	b.set.grounds = newRows(b.grounds)
	b.set.retentions = newRows(b.retentions)
	b.set.exceptions = newRows(b.exceptions)
	return &b.set
}

// addLaws takes over the sources of all files before any row, so that a row may
// cite a law of another file.
func (b *builder) addLaws(f file) {
	for _, l := range f.Laws {
		b.set.laws = append(b.set.laws, Law{l.Code, l.Kind, l.Ref, "statute.law." + l.Code})
	}
}

// addRows takes over the rows and vocabularies of a file.
func (b *builder) addRows(f file) {
	at := shelf{builder: b, texts: f.Texts}
	if len(f.Laws) > 0 {
		at.home = f.Laws[0].Code
	}
	at.addTerms(f.Terms)
	at.addDefaults(f.Defaults)
	at.addGrounds(f.Grounds)
	at.addRetentions(f.Retentions)
	at.addConsents(f.Consents)
	at.addExceptions(f.Exceptions)
	at.addPauses(f.Pauses)
	b.set.addWords(f)
}

// addWords takes over the vocabularies of a file.
func (s *Set) addWords(f file) {
	for _, code := range f.Purposes {
		s.purposes = append(s.purposes, Purpose{code, "statute.purpose." + code})
	}
	for _, code := range f.Triggers {
		s.triggers = append(s.triggers, Trigger{code, "statute.trigger." + code})
	}
	for _, code := range f.Threats {
		s.threats = append(s.threats, Threat{code, "statute.threat." + code})
	}
	for _, code := range f.Roles {
		s.roles = append(s.roles, Role{code, "statute.role." + code})
	}
	for _, c := range f.Categories {
		s.categories = append(s.categories, Category{c.Code, "statute.category." + c.Code, c.Special})
	}
	for _, k := range f.Kinds {
		s.kinds = append(s.kinds, OrganisationKind{k.Code, "statute.kind." + k.Code, k.People})
	}
	for _, d := range f.Domains {
		key := "statute.domain." + d.Code
		s.domains = append(s.domains, Domain{d.Code, key, key + ".short", key + ".hint", d.Compartment})
	}
	for _, c := range f.Scales {
		key := "statute.scale." + c.Code
		scale := Scale{Code: c.Code, LabelKey: key}
		for _, value := range c.Levels {
			scale.Levels = append(scale.Levels, Level{Value: value, LabelKey: fmt.Sprintf("%s.%d", key, value)})
		}
		s.scales = append(s.scales, scale)
	}
}

// shelf is one file while its rows are taken over: rows that name no law are of
// the file's first law.
type shelf struct {
	*builder
	home  string
	texts map[string]textRow
}

// law gives the source of a row. An unknown code gives an empty Law with that
// code, which check reports.
func (s shelf) law(code string) Law {
	if code == "" {
		code = s.home
	}
	law, err := s.set.Law(code)
	if err != nil {
		return Law{Code: code}
	}
	return law
}

// source turns a stored source into a Source; a row is checked or says why not.
func (s shelf) source(row sourceRow, code string, law Law, article string) Source {
	out := Source{Ref: law.Ref + ", " + article, Note: row.Note}
	text, known := s.texts[row.Text]
	switch {
	case row.Text != "" && row.Unchecked != "":
		s.wrong(code, "is both checked and unchecked")
	case row.Unchecked != "":
		out.Note = strings.TrimSpace(row.Unchecked + " " + row.Note)
	case known:
		out.Checked, out.CheckedOn, out.Against = true, text.On, text.Against
	default:
		s.wrong(code, fmt.Sprintf("names no known text: %q", row.Text))
	}
	return out
}

func (s shelf) wrong(code, what string) {
	s.findings = append(s.findings, fmt.Errorf("%s %s", code, what))
}

func (s shelf) addTerms(rows []termRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		t := Term{
			Code: r.Code, Law: law.Code, Article: r.Article, LabelKey: "statute.term." + r.Code,
			Trigger: r.Trigger, After: r.After, AfterArticle: r.AfterArticle,
			Length: r.Length, Roll: r.Roll, Pause: r.Pause, Extension: r.Extension, DefaultCode: r.Default, Local: r.Local,
			Valid: r.Valid, Source: s.source(r.Source, r.Code, law, r.Article),
		}
		if r.Roll {
			t.RollRule = rollRule(law.Kind)
		}
		s.terms = append(s.terms, t)
	}
}

// rollRule gives the rule that moves the end of a term for each kind of law.
func rollRule(kind string) string {
	switch kind {
	case KindLaw:
		return RollAtw
	case KindEU:
		return RollEU
	default:
		return RollAgreed
	}
}

func (s shelf) addDefaults(rows []defaultRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.defaults = append(s.defaults, Default{
			Code: r.Code, Law: law.Code, Article: r.Article, LabelKey: "statute.penalty." + r.Code,
			Grace: r.Grace, MaxDays: r.MaxDays, Steps: r.Steps,
			Valid: r.Valid, Source: s.source(r.Source, r.Code, law, r.Article),
		})
	}
}

func (s shelf) addGrounds(rows []groundRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.grounds = append(s.grounds, Ground{
			Code: r.Code, Law: law.Code, Article: r.Article,
			LabelKey: "statute.ground." + r.Code, NecessityKey: "statute.need." + r.Code,
			Purposes: r.Purposes, Parties: r.Parties, Givers: r.Givers, Categories: r.Categories,
			NeedsConsent: r.NeedsConsent, Emergency: r.Emergency, Active: !r.Inactive,
			Valid: r.Valid, Source: s.source(r.Source, r.Code, law, r.Article),
		})
	}
}

func (s shelf) addRetentions(rows []retentionRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.retentions = append(s.retentions, Retention{
			Code: r.Code, Law: law.Code, Article: r.Article, LabelKey: "statute.retention." + r.Code,
			Years: r.Years, From: r.From,
			Valid: r.Valid, Source: s.source(r.Source, r.Code, law, r.Article),
		})
	}
}

func (s shelf) addConsents(rows []consentRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.set.consents = append(s.set.consents, ConsentRule{
			Law: law.Code, Article: r.Article, Matter: r.Matter,
			FromAge: r.FromAge, ToAge: r.ToAge, Who: r.Who, Unable: r.Unable,
			Valid: r.Valid, Source: s.source(r.Source, law.Code+"/"+r.Matter, law, r.Article),
		})
	}
}

func (s shelf) addPauses(rows []pauseRow) {
	for _, r := range rows {
		law := s.law(r.Law)
		s.set.pauses = append(s.set.pauses, PauseReason{
			Code: r.Code, LabelKey: "statute.pause." + r.Code, Law: law.Code, Article: r.Article,
			Notice: r.Notice, Source: s.source(r.Source, r.Code, law, r.Article),
		})
	}
}
