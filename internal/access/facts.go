package access

import (
	"github.com/cedar-policy/cedar-go/types"
)

// The actions of reading; those of commands are in package dossier.
const (
	actPart    = "part"
	actTask    = "task"
	actPerson  = "person"
	actBirth   = "birth"
	actBSN     = "bsn"
	actContact = "contact"
	actStay    = "stay"
	actThat    = "that"
	actWhat    = "what"
	actRecord  = "record"
	actView    = "view"
	actLooks   = "looks"
	actList    = "list"
	actFind    = "find"
	actDirect  = "direct"
)

// why is the context of a decision: one involvement of the asker, as the schema
// describes it.
type why struct {
	role, party, purpose, asked                       string
	served, active, grounded, content, personal, ours bool
	age                                               int
}

func (w why) record() types.Record {
	return types.NewRecord(types.RecordMap{
		"role": types.String(w.role), "party": types.String(w.party), "purpose": types.String(w.purpose), "asked": types.String(w.asked),
		"served": types.Boolean(w.served), "active": types.Boolean(w.active), "grounded": types.Boolean(w.grounded),
		"content": types.Boolean(w.content), "personal": types.Boolean(w.personal), "ours": types.Boolean(w.ours),
		"age": types.Long(w.age),
	})
}

// flags are the yes-or-no facts about a thing; each sort knows its own.
type flags uint32

const (
	isMine flags = 1 << iota
	isWhole
	isOffspring
	isCustody
	isObjected
	isConsented
	isHome
	isTogether
	isCovered
	isAgreed
	isShared
	isKnown
	isReach
	isSubject
	isAllocated
	isNetwork
	isOrganisation
	isLead
	isHushed
	isReadable
	isHeld
	isRequested
	isFresh
	isLed
	isOffered
	isPut
	isPerson
	isRepresented
	isPartner
)

// set adds a flag when the fact holds.
func (f *flags) set(flag flags, holds bool) {
	if holds {
		*f |= flag
	}
}

// thing is what a decision is about. It is comparable: the same thing for the
// same why gives the same decision.
type thing struct {
	sort types.EntityType
	text string // domain or kind
	shut string // compartment
	age  int
	is   flags
}

// The sorts of thing, as the schema names them.
const (
	sortPart    types.EntityType = "Part"
	sortPerson  types.EntityType = "Person"
	sortLink    types.EntityType = "Link"
	sortRecord  types.EntityType = "Record"
	sortTask    types.EntityType = "Task"
	sortDeed    types.EntityType = "Deed"
	sortRow     types.EntityType = "Row"
	sortDossier types.EntityType = "Dossier"
)

type named struct {
	name string
	flag flags
}

// shape says which attributes a sort of thing has.
type shape struct {
	text, shut, age string
	flags           []named
}

var shapes = map[types.EntityType]shape{
	sortPart: {"domain", "compartment", "age", []named{
		{"whole", isWhole}, {"mine", isMine}, {"offspring", isOffspring}, {"custody", isCustody}, {"objected", isObjected},
		{"consented", isConsented}, {"home", isHome}, {"together", isTogether}, {"covered", isCovered}, {"agreed", isAgreed}, {"shared", isShared},
	}},
	sortPerson: {"", "", "age", []named{
		{"mine", isMine}, {"custody", isCustody}, {"together", isTogether}, {"known", isKnown}, {"covered", isCovered},
		{"reach", isReach}, {"subject", isSubject}, {"allocated", isAllocated}, {"network", isNetwork},
	}},
	sortLink: {"", "", "", []named{
		{"mine", isMine}, {"organisation", isOrganisation}, {"lead", isLead}, {"known", isKnown}, {"hushed", isHushed},
	}},
	sortRecord: {"kind", "", "", []named{{"mine", isMine}, {"readable", isReadable}, {"home", isHome}, {"hushed", isHushed}}},
	sortTask:   {"", "", "", []named{{"held", isHeld}, {"requested", isRequested}}},
	sortDeed: {"", "compartment", "age", []named{
		{"fresh", isFresh}, {"led", isLed}, {"offered", isOffered}, {"held", isHeld}, {"put", isPut}, {"person", isPerson},
		{"mine", isMine}, {"custody", isCustody}, {"readable", isReadable}, {"represented", isRepresented},
		{"partner", isPartner}, {"known", isKnown},
	}},
	sortRow:     {"kind", "", "", []named{{"mine", isMine}}},
	sortDossier: {},
}

func (t thing) entity() types.Entity {
	s := shapes[t.sort]
	m := make(types.RecordMap, len(s.flags)+3)
	if s.text != "" {
		m[types.String(s.text)] = types.String(t.text)
	}
	if s.shut != "" {
		m[types.String(s.shut)] = types.String(t.shut)
	}
	if s.age != "" {
		m[types.String(s.age)] = types.Long(t.age)
	}
	for _, f := range s.flags {
		m[types.String(f.name)] = types.Boolean(t.is&f.flag != 0)
	}
	return types.Entity{UID: types.NewEntityUID(t.sort, "it"), Attributes: types.NewRecord(m)}
}

// The kinds of asker, as the schema names them.
var kindOf = map[string]types.EntityType{Citizen: "Citizen", Staff: "Staff", Machine: "Machine", System: "System"}

var askers = []types.EntityType{"Citizen", "Staff", "Machine", "System"}

func actionUID(action string) types.EntityUID {
	return types.NewEntityUID("Action", types.String(action))
}

// cast is everything that a policy can look up: the asker and the thing.
type cast struct{ asker, thing types.Entity }

// Get gives an entity by name.
func (c *cast) Get(uid types.EntityUID) (types.Entity, bool) {
	switch uid {
	case c.asker.UID:
		return c.asker, true
	case c.thing.UID:
		return c.thing, true
	}
	return types.Entity{}, false
}

func askerOf(who Who) types.Entity {
	kind := kindOf[who.Kind]
	asker := types.Entity{UID: types.NewEntityUID(kind, "asker")}
	if who.Kind == Staff {
		roles := make([]types.Value, 0, len(who.Roles))
		for _, r := range who.Roles {
			roles = append(roles, types.String(r))
		}
		asker.Attributes = types.NewRecord(types.RecordMap{"roles": types.NewSet(roles...)})
	}
	return asker
}
