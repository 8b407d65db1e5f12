package ijw

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// again reads a changed text of a message.
func again(t *testing.T, doc []byte, change ...string) Message {
	t.Helper()
	m, _, err := Read(strings.NewReader(strings.NewReplacer(change...).Replace(string(doc))))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func told(all []Difference) (list []string) {
	for _, d := range all {
		sign := "~"
		switch {
		case d.Old == nil:
			sign = "+"
		case d.New == nil:
			sign = "-"
		}
		list = append(list, sign+d.Path)
	}
	return list
}

func TestMessagesThatSayTheSameDoNotDiffer(t *testing.T) {
	allKinds(t, func(t *testing.T, s *schema) {
		rapid.Check(t, func(t *rapid.T) {
			root := generated(s).Draw(t, "message")
			m := message(root, s)
			back, found, err := Read(bytes.NewReader(render(root, s, styles().Draw(t, "style"))))
			if err != nil || len(found) > 0 {
				t.Fatal(err, found)
			}
			if d := Diff(m, back); len(d) > 0 {
				t.Fatal(told(d))
			}
			leaf := rapid.SampledFrom(leaves(back.Root)).Draw(t, "leaf")
			leaf.Text += "1"
			if d := Diff(m, back); len(d) == 0 {
				t.Fatalf("%s changed and nothing differs", leaf.Path())
			}
		})
	})
}

func TestWhatDiffersIsToldByPath(t *testing.T) {
	doc := sample(t, "jw/samples/JW301.xml")
	a := again(t, doc)
	number := a.Root.Value("Client", "ToegewezenProducten", "ToegewezenProduct", "ToewijzingNummer")
	for name, row := range map[string]struct {
		b    Message
		want []string
	}{
		"same":          {again(t, doc), nil},
		"leading zeros": {again(t, doc, ">"+number+"<", ">000"+number+"<"), nil},
		"a value":       {again(t, doc, "<jw301:Geslacht>1", "<jw301:Geslacht>2", "<jw301:Geslacht>2", "<jw301:Geslacht>1"), nil},
	} {
		got := told(Diff(a, row.b))
		if name == "a value" {
			if len(got) == 0 || !strings.HasSuffix(got[0], "/Geslacht") || got[0][0] != '~' {
				t.Errorf("%s: %v", name, got)
			}
			continue
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestItemsOfAListAreKnownByTheirNumber(t *testing.T) {
	list := func(numbers ...int64) Message {
		m, _ := example301().As301()
		one := m.Allocations[0]
		m.Allocations = nil
		for _, n := range numbers {
			one.Number = n
			m.Allocations = append(m.Allocations, one)
		}
		return m.Message()
	}
	in := "/Bericht/Client/ToegewezenProducten/ToegewezenProduct"
	for name, row := range map[string]struct {
		a, b Message
		want []string
	}{
		"other order": {list(1, 2, 3), list(3, 1, 2), nil},
		"one more":    {list(1, 2), list(1, 3, 2), []string{"+" + in + "[2]"}},
		"one less":    {list(1, 2, 3), list(1, 3), []string{"-" + in + "[2]"}},
		"another":     {list(1, 2), list(1, 4), []string{"-" + in + "[2]", "+" + in + "[2]"}},
		"alone":       {list(1), list(2), []string{"~" + in + "/ToewijzingNummer"}},
	} {
		if got := told(Diff(row.a, row.b)); !slices.Equal(got, row.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestAReturnMessageDiffersInItsCodes(t *testing.T) {
	m := example301()
	back, err := m.Return(answering(func(class *Node) ([]string, bool) { return []string{"0200"}, true }))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range Diff(m, back) {
		if d.Old != nil && d.New != nil && d.New.Name != "BerichtCode" || d.New == nil {
			t.Errorf("%s differs", d.Path)
		}
	}
	if len(Diff(Message{}, Message{})) != 0 || len(Diff(Message{}, m)) != 1 || len(Diff(m, Message{})) != 1 {
		t.Error("no message against a message")
	}
}

func TestTypesAreNamedAsInTheStandard(t *testing.T) {
	m := example301()
	for want, n := range map[string]*Node{
		"LDT_BurgerServicenummer": m.Root.At("Client", "Bsn"), "CDT_VolledigeNaam": m.Root.At("Client", "Naam"),
		"LDT_BerichtCode": m.Root.At("Header", "BerichtCode"), "Root": m.Root, "": {Name: "los", Parent: m.Root},
	} {
		if got := m.Type(n); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
