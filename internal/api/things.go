package api

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
)

// Lead is the one regisseur of the family.
type Lead struct {
	User  string `json:"user"`
	Name  string `json:"name"`
	Phone string `json:"phone,omitempty"`
	Since string `json:"since" format:"date-time"`
}

// Melding is a request for help.
type Melding struct {
	ID     string   `json:"id"`
	Words  string   `json:"words"`
	At     string   `json:"at" format:"date-time"`
	Read   bool     `json:"read"`
	Laws   []string `json:"laws"`
	Threat string   `json:"threat,omitempty"`
}

func melding(m dossier.Melding) Melding {
	return Melding{ID: string(m.Melding), Words: m.Words, At: stamp(m.At), Read: m.Read, Laws: m.Laws, Threat: m.Threat}
}

// Safety is one weighing of the safety.
type Safety struct {
	Level string `json:"level"`
	Words string `json:"words,omitempty"`
	At    string `json:"at" format:"date-time"`
	Again string `json:"again,omitempty"`
}

func safety(s dossier.Safety) Safety {
	return Safety{Level: s.Level, Words: s.Words, At: stamp(s.At), Again: s.Again.String()}
}

// Person is a member of the family or network, as far as the caller may know.
type Person struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Given   string `json:"given,omitempty"`
	Birth   string `json:"birth,omitempty"`
	Sex     string `json:"sex,omitempty"`
	BSN     string `json:"bsn,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Email   string `json:"email,omitempty"`
	Network bool   `json:"network,omitempty"`
	Source  string `json:"source,omitempty"`
}

func persons(d *dossier.Dossier) []Person {
	return each(d.Persons, func(p dossier.Person) Person {
		return Person{
			ID: string(p.ID), Name: p.Name.Informal(), Given: p.Name.Given, Birth: p.Birth.String(), Sex: p.Sex, BSN: p.BSN,
			Phone: p.Phone, Email: p.Email, Network: p.Network, Source: p.Source,
		}
	})
}

// Relation is a dated relation.
type Relation struct {
	ID    string `json:"id"`
	From  string `json:"from"`
	To    string `json:"to"`
	Type  string `json:"type"`
	Label string `json:"label,omitempty"`
	Since string `json:"since,omitempty"`
	Until string `json:"until,omitempty"`
}

func relation(r dossier.Relation) Relation {
	return Relation{ID: string(r.Relation), From: string(r.From), To: string(r.To), Type: r.Type, Label: r.Label, Since: r.Valid.From.String(), Until: r.Valid.Until.String()}
}

// Custody is who has custody of a child.
type Custody struct {
	Child   string   `json:"child"`
	Code    string   `json:"code"`
	Holders []string `json:"holders"`
	Since   string   `json:"since,omitempty"`
	Until   string   `json:"until,omitempty"`
}

func custody(c dossier.Custody) Custody {
	return Custody{Child: string(c.Child), Code: c.Code, Holders: ids(c.Holders()), Since: c.Valid.From.String(), Until: c.Valid.Until.String()}
}

func ids(in []dossier.ID) []string { return each(in, func(id dossier.ID) string { return string(id) }) }

// Stay is where someone lives.
type Stay struct {
	ID      string          `json:"id"`
	Person  string          `json:"person"`
	Address dossier.Address `json:"address"`
	Secret  bool            `json:"secret,omitempty"`
	Since   string          `json:"since,omitempty"`
	Until   string          `json:"until,omitempty"`
}

func stay(s dossier.Stay) Stay {
	return Stay{ID: string(s.Stay), Person: string(s.Person), Address: s.Address, Secret: s.Secret, Since: s.Valid.From.String(), Until: s.Valid.Until.String()}
}

// Involved says that someone is involved; what for only where the caller may know.
type Involved struct {
	ID           string   `json:"id"`
	Name         string   `json:"name"`
	Phone        string   `json:"phone,omitempty"`
	Role         string   `json:"role"`
	Organisation string   `json:"organisation,omitempty"`
	Person       string   `json:"person,omitempty"`
	Until        string   `json:"until,omitempty"`
	Purpose      string   `json:"purpose,omitempty"`
	Ground       string   `json:"ground,omitempty"`
	Persons      []string `json:"persons,omitempty"`
	Domains      []string `json:"domains,omitempty"`
	Scope        string   `json:"scope,omitempty"`
}

func involved(others []access.That) []Involved {
	return each(others, func(t access.That) Involved {
		i := Involved{
			ID: string(t.Involvement), Name: t.Name, Phone: t.Phone, Role: t.Role, Organisation: string(t.Subject.Org),
			Person: string(t.Subject.Person), Until: t.Until.String(),
		}
		if t.What != nil {
			i.Purpose, i.Ground, i.Persons, i.Domains, i.Scope = t.What.Purpose, t.What.Ground, ids(t.What.Persons), t.What.Domains, t.What.Scope
		}
		return i
	})
}

// Cell is one cell of the grid of parts.
type Cell struct {
	Part
	State string `json:"state" enum:"open,shut,none"`
	Level int    `json:"level,omitempty"`
}

func cells(in []access.Cell) []Cell {
	return each(in, func(c access.Cell) Cell {
		return Cell{Part: Part{string(c.Part.Person), c.Part.Domain}, State: c.State, Level: c.Level}
	})
}

// Offer is an offer of the lead.
type Offer struct {
	ID    string `json:"id"`
	To    string `json:"to"`
	Name  string `json:"name"`
	State string `json:"state"`
}

func offer(o dossier.Offer) Offer {
	return Offer{ID: string(o.Offer), To: string(o.To), Name: o.Name, State: o.State}
}

// MessageHead is an official message without its content.
type MessageHead struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Out  bool   `json:"out"`
	Peer string `json:"peer"`
	Ref  string `json:"ref"`
	At   string `json:"at" format:"date-time"`
}

func messageHead(m dossier.Message) MessageHead {
	return MessageHead{ID: string(m.ID), Type: m.Type, Out: m.Out, Peer: m.Peer, Ref: m.Ref, At: stamp(m.At)}
}

// Voice is what a child says for itself.
type Voice struct {
	ID     string `json:"id"`
	Person string `json:"person"`
	Words  string `json:"words"`
	Shared bool   `json:"shared"`
	At     string `json:"at" format:"date-time"`
}

func voice(v dossier.Voice) Voice {
	return Voice{ID: string(v.Voice), Person: string(v.Person), Words: v.Words, Shared: v.Shared, At: stamp(v.At)}
}

// Watch is the date to look again.
type Watch struct {
	On    string `json:"on"`
	Words string `json:"words,omitempty"`
}

// Closed is the end of the work with the retention date.
type Closed struct {
	Reason    string `json:"reason"`
	At        string `json:"at" format:"date-time"`
	Keep      string `json:"keep" doc:"Last day of keeping."`
	Retention string `json:"retention" doc:"The retention rule, see docs/statute.md."`
}
