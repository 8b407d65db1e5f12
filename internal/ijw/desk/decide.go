package desk

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
	"eendracht/internal/nl"
)

// Ruling is a decision on a request.
type Ruling struct {
	Dossier dossier.ID
	Task    dossier.ID
	Outcome string // granted, refused
	Words   string
	Reason  string // of a refusal, code of RedenAfwijzingVerzoek; "" is on content
	Key     string
	Expect  int64
	Typed   []casework.Typed
}

// Decide takes the decision and, when it is granted, lets the 301 leave in the
// same transaction. A message that would not pass the schema does not leave,
// and then the decision is not taken either.
func (d *Desk) Decide(ctx context.Context, r Ruling) (casework.Done, error) {
	const op = "desk.Decide"
	command := dossier.Decide{Task: r.Task, Outcome: r.Outcome, Words: strings.TrimSpace(r.Words)}
	wish := casework.Wish{Dossier: r.Dossier, Key: r.Key, Expect: r.Expect, Typed: r.Typed}
	if r.Outcome == "granted" && command.Words != "" {
		caller, err := casework.From(ctx)
		if err != nil {
			return casework.Done{}, err
		}
		org, err := d.Codes.Org(ctx, caller.Who.Org)
		if err != nil {
			return casework.Done{}, fault.Wrap(fault.Unavailable, op, err)
		}
		next, err := d.Codes.Next(ctx, "allocation:"+org.Municipality)
		if err != nil {
			return casework.Done{}, fault.Wrap(fault.Unavailable, op, err)
		}
		command.Number = number(next)
		wish.Then = func(after *dossier.Dossier) ([]dossier.Command, error) {
			sent, err := d.write(ctx, after, command.Number)
			if err != nil {
				return nil, err
			}
			return []dossier.Command{sent}, nil
		}
	}
	if r.Outcome == "refused" {
		wish.Then = func(after *dossier.Dossier) ([]dossier.Command, error) {
			t, ok := after.Task(r.Task)
			if !ok {
				return nil, fault.New(fault.Internal, op, "")
			}
			return d.refusal(ctx, after, t, r.Reason)
		}
	}
	wish.Command = command
	done, err := d.Office.Do(ctx, wish)
	return done, fault.Wrap(fault.Internal, op, err)
}

// write makes the 301 of an allocation: all current allocations of this client
// with this provider, as the standard demands.
func (d *Desk) write(ctx context.Context, after *dossier.Dossier, number string) (dossier.RecordSent, error) {
	const op = "desk.write"
	made, ok := after.Allocation(number)
	if !ok {
		return dossier.RecordSent{}, fault.New(fault.Internal, op, "")
	}
	provider, err := d.Codes.Org(ctx, made.Provider)
	if err != nil {
		return dossier.RecordSent{}, fault.Wrap(fault.Unavailable, op, err)
	}
	next, err := d.Codes.Next(ctx, "message:"+after.Municipality)
	if err != nil {
		return dossier.RecordSent{}, fault.Wrap(fault.Unavailable, op, err)
	}
	client, err := d.client(ctx, after, made)
	if err != nil {
		return dossier.RecordSent{}, err
	}
	header := ijw.Header{Law: ijw.Law(made.Care.Law), Sender: after.Municipality, Receiver: provider.AGB, ID: fmt.Sprintf("%012d", next), Date: dossier.Moment{Now: d.Office.Now(ctx)}.Today()}
	message := ijw.New301(header, client, current(after, made))
	if findings := rules.BeforeSending(message, recall(after)); len(findings) > 0 {
		return dossier.RecordSent{}, wouldBounce(op, findings)
	}
	content, err := message.Bytes()
	if err != nil {
		return dossier.RecordSent{}, fault.Wrap(fault.Internal, op, err)
	}
	t, _ := after.Task(made.Task) // an allocation is written with its task
	return dossier.RecordSent{
		Type: typeOf(message), To: provider.AGB, Ref: header.ID, Content: content, Part: t.Part, Org: provider.ID, Await: d.outside(provider.AGB),
	}, nil
}

// wouldBounce says why a message does not leave; the element's path names the
// place, the finding's sentence the flaw.
func wouldBounce(op string, findings []ijw.Finding) error {
	f := &fault.Error{Code: fault.Invalid, Op: op, Key: "desk.bounce"}
	for _, finding := range findings {
		f.Fields = append(f.Fields, fault.Field{Name: field(finding.Path), Key: finding.Key, Args: finding.Args})
	}
	return f
}

// fields names the field of a form in which an element of a message is filled in.
var fields = map[string]string{
	"Begindatum": "on", "Einddatum": "until", "RedenBeeindiging": "reason", "GewensteIngangsdatum": "from", "Volume": "volume", "Budget": "budget",
	"GeleverdVolume": "volume", "ProductTarief": "tariff", "RedenVerzoek": "reason", "RedenWijziging": "reason",
}

// field names what a person can mend; the place in the message when no form asks it.
func field(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if known, ok := fields[name]; ok {
		return known
	}
	return path
}

// current gives every allocation of the client with the provider that has not
// ended before the newest one was made.
func current(d *dossier.Dossier, made dossier.Allocation) []ijw.Allocation {
	var list []ijw.Allocation
	for _, a := range d.Allocations {
		if a.Person != made.Person || a.Provider != made.Provider || a.Care.Law != made.Care.Law {
			continue
		}
		if a.Number != made.Number && !a.Current(made.On) && !untold(d, a) {
			continue
		}
		list = append(list, allocation(a))
	}
	return list
}

// untold tells whether an allocation changed since the last 301 to its provider (OP087).
func untold(d *dossier.Dossier, a dossier.Allocation) bool {
	if len(a.Changes) == 0 {
		return false
	}
	changed := a.Changes[len(a.Changes)-1].At
	for _, m := range slices.Backward(d.Messages) {
		if m.Out && strings.HasSuffix(m.Type, "301") {
			return changed.After(m.At)
		}
	}
	return true
}

func allocation(a dossier.Allocation) ijw.Allocation {
	n, _ := strconv.ParseInt(a.Number, 10, 64) // numbers come from the series: digits only
	out := ijw.Allocation{
		Number: n, Reference: a.Care.Reference, DecidedOn: a.On, DecidedAt: a.Time,
		From: a.Care.From, Until: a.Care.Until, Comment: a.Care.Comment,
	}
	if n := len(a.Changes); n > 0 {
		out.Change = a.Changes[n-1].Reason
	}
	if a.Care.Category != "" {
		out.Product = &ijw.Product{Category: a.Care.Category, Code: a.Care.Code}
	}
	if a.Care.Volume > 0 {
		out.Volume = &ijw.Volume{Amount: int64(a.Care.Volume), Unit: a.Care.Unit, Per: a.Care.Frequency}
	}
	if a.Care.Budget > 0 {
		out.BudgetCents = &a.Care.Budget
	}
	return out
}

func (d *Desk) client(ctx context.Context, after *dossier.Dossier, made dossier.Allocation) (ijw.Client, error) {
	person, ok := after.Person(made.Person)
	if !ok || person.BSN == "" {
		return ijw.Client{}, fault.New(fault.Conflict, "desk.client", "desk.nobsn")
	}
	contact, err := d.contact(ctx, after, person, made.On)
	return ijw.Client{
		BSN: person.BSN, Birth: ijw.BirthOn(person.Birth), Sex: sexOf(person.Sex),
		Name: nameOf(person.Name), Contacts: []ijw.Contact{contact},
	}, err
}

// contact gives the address of the client; of a secret one only how to reach
// the municipality's team, so that the message tells nobody where they live.
func (d *Desk) contact(ctx context.Context, after *dossier.Dossier, p dossier.Person, on nl.Date) (ijw.Contact, error) {
	stay, ok := after.StayOf(p.ID, on)
	if ok && !stay.Secret && stay.Address.Country == "" {
		return ijw.Contact{Kind: "01", Address: addressOf(stay.Address)}, nil
	}
	team, err := d.Codes.Org(ctx, after.Team)
	if err != nil {
		return ijw.Contact{}, fault.Wrap(fault.Unavailable, "desk.contact", err)
	}
	town, err := d.Codes.OrgByCode(ctx, after.Municipality)
	if err != nil {
		return ijw.Contact{}, fault.Wrap(fault.Unavailable, "desk.contact", err)
	}
	// An address must be there (TR061); the town of the municipality tells nothing of where someone lives.
	where := &ijw.Address{Town: cut(strings.TrimPrefix(town.Name, "Gemeente "), 24)}
	return ijw.Contact{Kind: "02", Address: where, Organisation: cut(team.Name, 35), Phone: phoneOf(team.Phone)}, nil
}

func phoneOf(number string) *ijw.Phone {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, number)
	if digits == "" {
		return nil
	}
	return &ijw.Phone{Number: cut(digits, 15), Country: "0031"}
}

func addressOf(a dossier.Address) *ijw.Address {
	out := &ijw.Address{Postcode: a.Postcode, Street: cut(a.Street, 24), Town: a.Place, Country: "NL"}
	if house, err := nl.ParseHouseNumber(a.Number + a.Addition); err == nil {
		out.House = &ijw.House{Number: int64(house.Number), Letter: house.Letter, Addition: house.Addition}
	}
	return out
}

func nameOf(n nl.Name) ijw.Name {
	use := map[nl.NameUse]string{nl.UsePartner: "2", nl.UsePartnerOwn: "3", nl.UseOwnPartner: "4"}
	code, ok := use[n.Use]
	if !ok {
		code = "1"
	}
	return ijw.Name{
		Last: n.Family, Prefix: n.Prefix, PartnerLast: n.PartnerFamily, PartnerPrefix: n.PartnerPrefix,
		First: n.Given, Initials: letters(n.Initials), Use: code,
	}
}

func letters(s string) string {
	return cut(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s), 6)
}

func sexOf(code string) string {
	switch code {
	case "m":
		return "1"
	case "f":
		return "2"
	}
	return "0"
}

// cut keeps a text within the length that the standard allows.
func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
