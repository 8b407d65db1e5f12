package access

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"slices"
	"strconv"
	"strings"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/statute"
)

// stored is a policy set as it is kept, so that a decision of its day can be
// taken anew.
type stored struct {
	Texts   []storedText                   `json:"texts"`
	Forbids []string                       `json:"forbids,omitempty"`
	Serves  map[string]map[string][]string `json:"serves"`
}

type storedText struct {
	Name string `json:"name"`
	Body string `json:"body"`
}

// Text gives the policies, the schema, the municipality's own rules and the table
// of purposes as one JSON document: what Stored reads.
func (e *Engine) Text() ([]byte, error) {
	s := stored{Forbids: e.forbids, Serves: e.serves}
	for _, t := range e.texts {
		s.Texts = append(s.Texts, storedText{t.name, string(t.body)})
	}
	raw, err := json.Marshal(s)
	return raw, fault.Wrap(fault.Internal, "access.Text", err)
}

// Stored makes an engine of a kept policy set. It faults with Invalid when the
// text is not what its version says.
func Stored(law *statute.Set, version string, raw []byte) (*Engine, error) {
	const op = "access.Stored"
	var s stored
	if err := json.Unmarshal(raw, &s); err != nil {
		return nil, fault.Wrap(fault.Invalid, op, err)
	}
	var texts []text
	for _, t := range s.Texts {
		texts = append(texts, text{t.Name, []byte(t.Body)})
	}
	if digest(texts, s.Forbids, s.Serves) != version {
		return nil, fault.Wrap(fault.Invalid, op, errors.New("the policies are not those of their version"))
	}
	e, err := newEngine(law, texts, s.Forbids)
	if err != nil {
		return nil, err
	}
	e.serves, e.version = s.Serves, version
	return e, nil
}

// As says in one line as what someone stood before a dossier: kind, kind of
// organisation, municipality and roles, and "weak" when that was so. It names nobody.
func (w Who) As() string {
	line := strings.Join([]string{w.Kind, w.OrgKind, w.Municipality, strings.Join(slices.Sorted(slices.Values(w.Roles)), ",")}, "|")
	if w.Weak {
		line += asWeak
	}
	return line
}

const asWeak = "|weak"

// ReadAs reads what As wrote; Invalid when it is none.
func ReadAs(line string) (Who, error) {
	line, weak := strings.CutSuffix(line, asWeak)
	parts := strings.Split(line, "|")
	if len(parts) != 4 || parts[0] == "" {
		return Who{}, fault.New(fault.Invalid, "access.ReadAs", "")
	}
	w := Who{Kind: parts[0], OrgKind: parts[1], Municipality: parts[2], Weak: weak}
	if parts[3] != "" {
		w.Roles = strings.Split(parts[3], ",")
	}
	return w, nil
}

// Digest gives a short hash over everything that was decided for a view: who may
// be known, which parts and entries are shown, who is involved, what may be done.
// The same decisions give the same digest.
func (v *View) Digest() string {
	b := digester{sha256.New(), make([]byte, 0, 256)}
	b.add(v.Role, string(v.Me), string(v.Involvement), v.Ground, v.Phase, v.Rule)
	b.count(int(v.Seen))
	for i := range v.Dossier.Persons {
		p := &v.Dossier.Persons[i]
		b.add(string(p.ID), bit(p.Birth.IsZero()), bit(p.BSN == ""), bit(p.Phone == ""), bit(p.Email == ""))
	}
	for _, c := range v.Cells {
		b.add(string(c.Part.Person), c.Part.Domain, c.State)
	}
	for _, o := range v.Others {
		b.add(string(o.Involvement), o.Role, bit(o.What == nil))
		if o.What != nil {
			b.ids(o.What.Persons)
			b.add(o.What.Domains...)
		}
	}
	b.ids(v.Secrets)
	b.may(v.May)
	for _, p := range v.Read {
		b.add(string(p.Person), p.Domain)
	}
	for i := range v.Dossier.Entries {
		b.add(string(v.Dossier.Entries[i].ID))
	}
	b.counts(v.Dossier)
	return hex.EncodeToString(b.sum.Sum(nil)[:12])
}

// digester hashes words, each with its length.
type digester struct {
	sum  hash.Hash
	room []byte
}

func (b *digester) add(words ...string) {
	for _, w := range words {
		b.room = append(strconv.AppendInt(b.room[:0], int64(len(w)), 10), ':')
		b.room = append(b.room, w...)
		b.sum.Write(b.room)
	}
}

func (b *digester) count(n int) { b.add(strconv.Itoa(n)) }

func (b *digester) ids(ids []dossier.ID) {
	b.count(len(ids))
	for _, id := range ids {
		b.add(string(id))
	}
}

func (b *digester) may(may map[string]Decision) {
	for _, action := range actions[slices.Index(actions, dossier.ActAsk):] {
		d := may[action]
		b.add(action, bit(d.Allow), d.Policy, d.Ground, string(d.Involvement))
	}
}

func (b *digester) counts(d *dossier.Dossier) {
	for _, n := range []int{
		len(d.Relations), len(d.Custody), len(d.Stays), len(d.Meldingen), len(d.Safety), len(d.Parts), len(d.Involved), len(d.Consents), len(d.Offers),
		len(d.Questions), len(d.Goals), len(d.Evaluations), len(d.Tasks), len(d.Clocks), len(d.Messages), len(d.Decisions), len(d.Allocations),
		len(d.Voices), len(d.Views), len(d.Glasses), len(d.Holds), len(d.Mandates),
	} {
		b.count(n)
	}
}

func bit(is bool) string {
	if is {
		return "1"
	}
	return "0"
}
