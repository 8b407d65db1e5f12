package picture

import (
	"strconv"
	"strings"

	"eendracht/internal/text"
)

// Genogram is a family as it is drawn by convention (McGoldrick): squares are
// men, circles women, diamonds anyone else; generations are rows; one or two
// strokes cut the line of partners who parted. It knows no addresses, on
// purpose: a secret address cannot appear in it.
type Genogram struct {
	ID      string
	Title   string
	Persons []Person
	Bonds   []Bond
	Births  []Birth // who are the parents of whom
	Homes   []Home
}

// Sex chooses the shape.
type Sex string

// The sexes as the BRP keeps them, and x for who is registered as neither.
const (
	Man     Sex = "m"
	Woman   Sex = "f"
	Other   Sex = "x"
	Unknown Sex = ""
)

// Person is one shape. Ages are in whole years; NoAge when not known.
type Person struct {
	ID       string
	Name     string
	Age      int
	Sex      Sex
	Deceased bool
	Self     bool   // the one it is about, with a double edge
	Note     string // below the name: "vader, woont elders", or who has custody
}

// NoAge is the age of a person whose age is not known.
const NoAge = -1

// Bond is a partnership.
type Bond struct {
	A, B  string // person ids
	State BondState
	Years string // "2008–2021"; may be empty
}

// BondState says how partners are together.
type BondState string

// The states of a bond.
const (
	Married   BondState = "married"   // or registered partners
	Together  BondState = "together"  // living together or a couple
	Separated BondState = "separated" // one stroke
	Divorced  BondState = "divorced"  // two strokes
)

// Birth ties a child to one or two parents.
type Birth struct {
	Child   string
	Parents []string
	Foster  bool // foster or step: a dashed line
}

// Home is who live together: a dashed outline around them.
type Home struct {
	Name    string // "Thuis bij Fatma"
	Members []string
}

// Draw makes the drawing and its table. Relations that name an unknown person
// are left out of both.
func (g Genogram) Draw(say text.Voice) Figure {
	l := layOut(g)
	c := &canvas{}
	for i, home := range g.Homes {
		l.drawHome(c, home, i)
	}
	for _, bond := range g.Bonds {
		l.drawBond(c, bond)
	}
	l.drawBirths(c)
	for _, p := range l.people {
		l.drawPerson(c, p)
	}
	about := say.Count("picture.genogram.about", len(g.Persons))
	return c.figure(orID(g.ID, "genogram"), g.Title, about, l.width, l.height, g.table(say))
}

func orID(id, otherwise string) string {
	if id == "" {
		return otherwise
	}
	return id
}

func (g Genogram) names() map[string]string {
	names := map[string]string{}
	for _, p := range g.Persons {
		names[p.ID] = p.Name
	}
	return names
}

func (g Genogram) table(say text.Voice) Table {
	t := Table{Columns: []string{say.Say("picture.who"), say.Say("picture.age"), say.Say("picture.ties"), say.Say("picture.home")}}
	names := g.names()
	for _, p := range g.Persons {
		name := p.Name
		if p.Note != "" {
			name += " (" + p.Note + ")"
		}
		if p.Deceased {
			name += " " + say.Say("picture.deceased")
		}
		age := ""
		if p.Age >= 0 {
			age = strconv.Itoa(p.Age)
		}
		t.Rows = append(t.Rows, []string{name, age, g.ties(p, names, say), g.homesOf(p.ID)})
	}
	return t
}

// ties says all relations of a person in words.
func (g Genogram) ties(p Person, names map[string]string, say text.Voice) string {
	var parts []string
	for _, b := range g.Bonds {
		other := otherEnd(b, p.ID)
		if names[other] == "" {
			continue
		}
		tie := say.Say("picture.bond."+string(b.State), "name", names[other])
		if b.Years != "" {
			tie += " (" + b.Years + ")"
		}
		parts = append(parts, tie)
	}
	for _, b := range g.Births {
		key := "picture.child"
		if b.Foster {
			key = "picture.foster"
		}
		var parents []string
		for _, parent := range b.Parents {
			if names[parent] != "" {
				parents = append(parents, names[parent])
			}
		}
		if b.Child == p.ID && len(parents) > 0 {
			parts = append(parts, say.Say(key, "name", strings.Join(parents, say.Say("picture.and"))))
		}
	}
	return strings.Join(parts, "; ")
}

func otherEnd(b Bond, id string) string {
	switch id {
	case b.A:
		return b.B
	case b.B:
		return b.A
	}
	return ""
}

func (g Genogram) homesOf(id string) string {
	var in []string
	for _, home := range g.Homes {
		for _, member := range home.Members {
			if member == id {
				in = append(in, home.Name)
			}
		}
	}
	return strings.Join(in, ", ")
}
