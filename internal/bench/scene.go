package bench

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/region"
)

// The operations that are measured.
const (
	OpRead     = "read"     // a partner's view of a dossier with 200 entries
	OpWork     = "work"     // the list of my work
	OpNote     = "note"     // one entry with its index row and look
	OpQuestion = "question" // a question with its legal clock, timer, work row and look
	OpSearch   = "search"   // whether someone is known
)

// Ops are the operations in the order in which they are measured: what writes
// comes last, because it makes the dossiers that a search opens longer.
var Ops = []string{OpRead, OpWork, OpSearch, OpNote, OpQuestion}

// scene is what is asked of the house and of the naive handlers.
type scene struct {
	house map[string][]Request
	naive map[string][]Request
	stock Stock
}

// writers is how many dossiers are written to. Each connection then has some of
// its own: two writers of one family at the same moment are rare in real life,
// and what happens then is a test, not a measurement.
const writers = 128

const searchPurpose = "intake"

// prepare signs people in at a house with this region, and writes the requests.
func prepare(ctx context.Context, addr string, r *region.Region) (*scene, error) {
	s := &scene{house: map[string][]Request{}, naive: map[string][]Request{}, stock: Stock{Dossiers: map[string]json.RawMessage{}}}
	for _, step := range []func(context.Context, string, *region.Region) error{s.reads, s.work, s.writes} {
		if err := step(ctx, addr, r); err != nil {
			return nil, err
		}
	}
	for _, op := range Ops {
		if len(s.house[op]) == 0 || len(s.naive[op]) == 0 {
			return nil, fault.New(fault.Invalid, "bench.prepare", "bench.small")
		}
	}
	return s, nil
}

func (s *scene) add(op string, house, naive Request) {
	s.house[op] = append(s.house[op], house)
	s.naive[op] = append(s.naive[op], naive)
}

func (s *scene) reads(ctx context.Context, addr string, r *region.Region) error {
	for _, b := range r.Bench() {
		partner, err := signIn(ctx, addr, string(b.Partner.Who.User), b.Partner.Purpose)
		if err != nil {
			return err
		}
		path := "/dossiers/" + string(b.Dossier)
		body, err := partner.call(ctx, http.MethodGet, "/api/v1"+path, nil)
		if err != nil {
			return err
		}
		s.stock.Dossiers[string(b.Dossier)] = body
		s.add(OpRead, NewRequest(http.MethodGet, "/api/v1"+path, nil, partner.headers()...), NewRequest(http.MethodGet, path, nil, partner.headers()...))
	}
	return nil
}

func (s *scene) work(ctx context.Context, addr string, r *region.Region) error {
	for _, b := range r.Bench() {
		lead, err := signIn(ctx, addr, string(b.Lead.Who.User), b.Lead.Purpose)
		if err != nil {
			return err
		}
		var list struct {
			Items []json.RawMessage `json:"items"`
		}
		if err := lead.get(ctx, "/api/v1/work", &list); err != nil {
			return err
		}
		if len(list.Items) > len(s.stock.Work) {
			s.stock.Work = list.Items
			s.house[OpWork] = []Request{NewRequest(http.MethodGet, "/api/v1/work", nil, lead.headers()...)}
			s.naive[OpWork] = []Request{NewRequest(http.MethodGet, "/work", nil, lead.headers()...)}
		}
	}
	return nil
}

// writes finds dossiers to write in: those that a team worker leads and that
// have an open life domain.
func (s *scene) writes(ctx context.Context, addr string, r *region.Region) error {
	asked := map[dossier.ID]bool{}
	for n := range r.Count {
		for _, worker := range r.StaffOf(r.Family(n).Team, "worker") {
			if asked[worker.ID] {
				continue
			}
			asked[worker.ID] = true
			if err := s.ledBy(ctx, addr, string(worker.ID), string(worker.Org)); err != nil {
				return err
			}
			if len(s.house[OpNote]) >= writers {
				return nil
			}
		}
	}
	return nil
}

func (s *scene) ledBy(ctx context.Context, addr, user, org string) error {
	lead, err := signIn(ctx, addr, user, "plan")
	if err != nil {
		return err
	}
	var list families
	if err := lead.get(ctx, "/api/v1/families?mine=true&limit=200", &list); err != nil {
		return err
	}
	for _, f := range list.Items {
		if f.Phase == "closed" || len(s.house[OpNote]) >= writers {
			continue
		}
		var v view
		if err := lead.get(ctx, "/api/v1/dossiers/"+f.Dossier, &v); err != nil {
			return err
		}
		if err := s.writesTo(ctx, lead, v, user, org); err != nil {
			return err
		}
	}
	return nil
}

// families is what is needed of a list of families.
type families struct {
	Items []struct {
		Dossier string `json:"dossier"`
		Phase   string `json:"phase"`
	} `json:"items"`
}

// view is what the preparation needs of an answer.
type view struct {
	Dossier string   `json:"dossier"`
	May     []string `json:"may"`
	Cells   []cell   `json:"cells"`
	Stays   []struct {
		Address struct {
			Postcode string `json:"postcode"`
			Number   string `json:"number"`
		} `json:"address"`
		Until string `json:"until"`
	} `json:"stays"`
}

type cell struct {
	dossier.Part
	State string `json:"state"`
}

func (s *scene) writesTo(ctx context.Context, lead client, v view, user, org string) error {
	open := slices.IndexFunc(v.Cells, func(c cell) bool { return c.State == "open" })
	if open < 0 || !slices.Contains(v.May, dossier.ActNote) {
		return nil
	}
	parts := []dossier.Part{v.Cells[open].Part}
	note, err := json.Marshal(dossier.WriteNote{Parts: parts, Words: "Vandaag gebeld. Afgesproken dat we volgende week samen verder kijken."})
	if err != nil {
		return err
	}
	question, err := json.Marshal(dossier.AskQuestion{
		To: dossier.Holder{Kind: dossier.HolderOrganisation, User: dossier.ID(user), Org: dossier.ID(org)}, Parts: parts, Words: "Kunt u laten weten hoe het gesprek ging?",
	})
	if err != nil {
		return err
	}
	path := "/dossiers/" + v.Dossier
	naive := "/notes?dossier=" + v.Dossier
	// The note is what the naive handler does, and its index row and look; the
	// question is all that a write can bring, a key against sending twice included.
	s.add(OpNote, NewRequest(http.MethodPost, "/api/v1"+path+"/write-note", note, lead.headers()...), NewRequest(http.MethodPost, naive, note, lead.headers()...))
	s.add(OpQuestion, NewRequest(http.MethodPost, "/api/v1"+path+"/ask-question", question, lead.headers()...).keyed(),
		NewRequest(http.MethodPost, naive, question, lead.headers()...))
	return s.searches(ctx, lead, v)
}

// searches asks for an address in the dossier.
func (s *scene) searches(ctx context.Context, lead client, v view) error {
	lead.purpose = searchPurpose
	for _, stay := range v.Stays {
		if stay.Until != "" || stay.Address.Postcode == "" || stay.Address.Number == "" {
			continue
		}
		asked := map[string]string{"postcode": stay.Address.Postcode, "number": stay.Address.Number}
		raw, err := lead.call(ctx, http.MethodPost, "/api/v1/searches", asked)
		if err != nil {
			return err
		}
		var hits struct {
			Items []json.RawMessage `json:"items"`
		}
		if err := json.Unmarshal(raw, &hits); err != nil {
			return fault.Wrap(fault.Internal, "bench.searches", err)
		}
		if len(hits.Items) == 0 {
			continue
		}
		body, err := json.Marshal(asked)
		if err != nil {
			return fault.Wrap(fault.Internal, "bench.searches", err)
		}
		s.stock.Hits = append(s.stock.Hits, Hit{Token: stay.Address.Postcode + "/" + stay.Address.Number, Rows: hits.Items})
		s.add(OpSearch, NewRequest(http.MethodPost, "/api/v1/searches", body, lead.headers()...), NewRequest(http.MethodPost, "/searches", body, lead.headers()...))
		return nil
	}
	return nil
}
