package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// trust registers emergency access, questions about looks, looks that stand out,
// and why something may or may not be read.
func (d *door) trust() {
	huma.Register(d.api, operation("break-glass", http.MethodPost, "/emergencies", "trust", "Emergency access",
		"Opens named parts of one person's dossier for some hours. Purpose: safety. The lead and the privacy officer are told at once; it is reviewed; the family is told."), d.breakGlass)
	huma.Register(d.api, operation("list-emergencies", http.MethodGet, "/dossiers/{dossier}/emergencies", "trust", "Emergency access to a dossier",
		"Who looked in an emergency, why, and what the review found, as far as the caller may know."), d.emergencies)
	huma.Register(d.api, operation("ask-about-look", http.MethodPost, "/dossiers/{dossier}/looks/{look}/questions", "trust", "Ask why someone looked",
		"Puts the question to the organisation that looked, with a term for the answer."), d.askAboutLook)
	huma.Register(d.api, operation("explain", http.MethodGet, "/dossiers/{dossier}/why", "trust", "Why may I (not) read this",
		"Names policy, ground and involvement, or the nearest rule that would permit and the condition that fails. It never tells that something exists."), d.why)
	huma.Register(d.api, operation("list-unusual", http.MethodGet, "/unusual-looks", "trust", "Looks that stand out",
		"For the privacy officer, with the reason. Purpose: privacy."), d.unusual)
	huma.Register(d.api, operation("judge-unusual", http.MethodPost, "/unusual-looks/{dossier}/{look}", "trust", "Judge a look that stood out",
		"Says whether there was a good explanation, with words."), d.judge)
}

// BreakGlassIn asks for emergency access.
type BreakGlassIn struct {
	Stated
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body struct {
		BSN     string   `json:"bsn,omitempty" doc:"Of whom it is about; else family name and birth date."`
		Family  string   `json:"family,omitempty"`
		Birth   string   `json:"birth,omitempty"`
		Domains []string `json:"domains" minItems:"1" doc:"Life domains to open."`
		Reason  string   `json:"reason" minLength:"1" maxLength:"1000"`
		Hush    string   `json:"hush,omitempty" maxLength:"1000" doc:"Why the family must not be told yet; empty tells them."`
	}
}

func (d *door) breakGlass(ctx context.Context, in *BreakGlassIn) (*ResultOut, error) {
	ask := casework.GlassAsk{Domains: in.Body.Domains, Reason: in.Body.Reason, Hush: in.Body.Hush, Key: in.Key}
	ask.BSN, ask.Family = in.Body.BSN, in.Body.Family
	if in.Body.Birth != "" {
		birth, err := nl.ParseDate(in.Body.Birth)
		if err != nil {
			return nil, d.problem(ctx, "break-glass", invalid("birth", "casework.find.birth"))
		}
		ask.Birth = birth
	}
	done, err := d.Office.BreakGlass(ctx, ask)
	if err != nil {
		return nil, d.problem(ctx, "break-glass", err)
	}
	return resultOut(done), nil
}

// Emergency is one emergency access.
type Emergency struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
	At           string `json:"at" format:"date-time"`
	Until        string `json:"until" format:"date-time"`
	Reason       string `json:"reason,omitempty" doc:"Absent when the caller may not read all that was opened."`
	Parts        []Part `json:"parts"`
	Outcome      string `json:"outcome,omitempty" enum:"justified,unjustified," doc:"Absent until it is reviewed."`
	Words        string `json:"words,omitempty"`
}

func (d *door) emergencies(ctx context.Context, in *OneDossier) (*PageOut[Emergency], error) {
	view, err := d.Office.Open(ctx, dossier.ID(in.ID))
	if err != nil {
		return nil, d.problem(ctx, "list-emergencies", err)
	}
	out := &PageOut[Emergency]{Body: Page[Emergency]{Items: []Emergency{}}}
	for _, g := range view.Dossier.Glasses {
		out.Body.Items = append(out.Body.Items, Emergency{
			ID: string(g.Glass), Name: g.By.Name, Organisation: g.OrgName, At: stamp(g.At), Until: stamp(g.Until), Reason: g.Reason,
			Parts: parts(g.Parts), Outcome: g.Outcome, Words: g.Words,
		})
	}
	return out, nil
}

// AskAboutLookIn asks about a look.
type AskAboutLookIn struct {
	OneDossier
	Look string `path:"look" maxLength:"64"`
	Key  string `header:"Idempotency-Key" maxLength:"200"`
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"5000"`
	}
}

func (d *door) askAboutLook(ctx context.Context, in *AskAboutLookIn) (*ResultOut, error) {
	done, err := d.Office.AskAboutLook(ctx, dossier.ID(in.ID), dossier.ID(in.Look), in.Body.Words, in.Key)
	if err != nil {
		return nil, d.problem(ctx, "ask-about-look", err)
	}
	return resultOut(done), nil
}

// WhyIn names a part, or a compartment of it.
type WhyIn struct {
	OneDossier
	Person      string `query:"person" maxLength:"64" doc:"Empty is the whole family."`
	Domain      string `query:"domain" maxLength:"64"`
	Compartment string `query:"compartment" enum:"safety,address,voice,criminal,"`
}

// Why is a decision with its reasons.
type Why struct {
	Allowed     bool   `json:"allowed"`
	Text        string `json:"text" doc:"In plain words."`
	Policy      string `json:"policy,omitempty"`
	Ground      string `json:"ground,omitempty"`
	Involvement string `json:"involvement,omitempty"`
}

// WhyOut is a decision as an answer.
type WhyOut struct{ Body Why }

func (d *door) why(ctx context.Context, in *WhyIn) (*WhyOut, error) {
	why, err := d.Office.Why(ctx, dossier.ID(in.ID), dossier.Part{Person: dossier.ID(in.Person), Domain: in.Domain}, in.Compartment)
	if err != nil {
		return nil, d.problem(ctx, "explain", err)
	}
	return &WhyOut{whyOf(why, d)}, nil
}

func whyOf(why access.Decision, d *door) Why {
	return Why{
		Allowed: why.Allow, Text: d.Texts.In("nl").Say(why.Key, why.Args...), Policy: why.Policy, Ground: why.Ground, Involvement: string(why.Involvement),
	}
}

// UnusualIn narrows the looks that stand out.
type UnusualIn struct {
	Stated
	Paged
	State string `query:"state" enum:"new,fine,wrong,"`
}

// Unusual is a look that stands out.
type Unusual struct {
	Dossier      string `json:"dossier"`
	Look         string `json:"look"`
	At           string `json:"at" format:"date-time"`
	Reason       string `json:"reason" enum:"street,surname,colleague,famous,bulk,night"`
	Name         string `json:"name"`
	Organisation string `json:"organisation"`
	State        string `json:"state" enum:"new,fine,wrong"`
	Words        string `json:"words,omitempty"`
}

func (d *door) unusual(ctx context.Context, in *UnusualIn) (*PageOut[Unusual], error) {
	state := in.State
	if state == "" {
		state = "new"
	}
	list, err := d.Office.Anomalies(ctx, state, in.After, in.Limit)
	if err != nil {
		return nil, d.problem(ctx, "list-unusual", err)
	}
	out := &PageOut[Unusual]{Body: Page[Unusual]{Items: []Unusual{}, Next: list.Next}}
	for _, o := range list.Items {
		out.Body.Items = append(out.Body.Items, Unusual{
			Dossier: string(o.Dossier), Look: string(o.Look), At: stamp(o.At), Reason: o.Reason, Name: o.Name, Organisation: o.OrgName, State: o.State, Words: o.Words,
		})
	}
	return out, nil
}

// JudgeIn is what the privacy officer found.
type JudgeIn struct {
	OneDossier
	Look string `path:"look" maxLength:"64"`
	Body struct {
		State string `json:"state" enum:"fine,wrong"`
		Words string `json:"words" minLength:"1" maxLength:"1000"`
	}
}

func (d *door) judge(ctx context.Context, in *JudgeIn) (*struct{}, error) {
	if err := d.Office.Judge(ctx, dossier.ID(in.ID), dossier.ID(in.Look), in.Body.State, in.Body.Words); err != nil {
		return nil, d.problem(ctx, "judge-unusual", err)
	}
	return &struct{}{}, nil
}
