package ijw

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestWords(t *testing.T) {
	for _, row := range []struct {
		law        Law
		list, code string
		want       string
	}{
		{Jeugdwet, "RedenBeeindiging", "31", "Levering klaar volgens plan"},
		{Wmo, "RedenBeeindiging", "31", "Verhuisd naar een andere gemeente"},
		{Jeugdwet, "ProductCategorie", "45", "Jeugdhulp ambulant"},
		{Wmo, "ProductCategorie", "01", "Hulp bij het huishouden"},
		{Jeugdwet, "Eenheid", "04", "Uur"},
		{Wmo, "Frequentie", "2", "Per week"},
		{Wmo, "Geslacht", "2", "Vrouw"},
		{Jeugdwet, "TypeVerwijzer", "02", "Huisarts"},
		{Jeugdwet, "RedenWijziging", "13", "Verwijderd"},
		{Jeugdwet, "StatusAanlevering", StatusFirst, "Eerste aanlevering"},
		{Wmo, "LandCode", "NL", "Nederland"},
	} {
		if got, ok := Words(row.law, row.list, row.code); !ok || got != row.want {
			t.Errorf("%s %s %s: %q, want %q", row.law, row.list, row.code, got, row.want)
		}
	}
	for _, row := range [][2]string{{"Geslacht", "9"}, {"Schoenmaat", "42"}, {"ProductCategorie", "01"}} {
		if got, ok := Words(Jeugdwet, row[0], row[1]); ok {
			t.Errorf("%v has the word %q", row, got)
		}
	}
	if list, ok := Codes(Jeugdwet, "Eenheid"); !ok || list.Source != "WJ756" || list.Codes[0] != (Code{"01", "Minuut"}) || len(list.Codes) != 7 {
		t.Errorf("%+v", list)
	}
}

// small gives a whole description of a made-up release, for tests to break.
func small() fstest.MapFS {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"data/4.10/release.txt": file("law jw b urn:b m{n} urn:m{n} 1.0.0 2.0.0\n"),
		"data/4.10/rules.txt":   file("longest 9 RS1\n"),
		"data/4.10/codes.txt":   file("list Kleur = K1\nr Rood\n"),
		"data/4.10/types.txt":   file("LDT_Naam text 1..9\nLDT_Kleur code 1 Kleur\nLDT_Dag date [^:Z]*\nLDT_Tal int 0..9\n"),
		"data/4.10/999.txt": file("message 999\ncode jw 1\nRoot\n  Naam LDT_Naam +\n  Kleur LDT_Kleur * jw\n" +
			"  Alleen LDT_Naam wmo\n  Dag LDT_Dag ?\n  Tal LDT_Tal =4\n"),
	}
}

func TestANewReleaseIsDataOnly(t *testing.T) {
	c, err := readCatalogue(small())
	if err != nil {
		t.Fatal(err)
	}
	s, ok := c.schema("", Jeugdwet, 999)
	if !ok || s.own.uri != "urn:m999" || s.own.prefix != "m999" || len(s.root.group.elements) != 4 {
		t.Fatalf("%+v", s)
	}
	child := func(name, value string) *Node { return &Node{Space: "urn:m999", Name: name, Text: value} }
	root := &Node{Space: "urn:m999", Name: "Bericht", Children: []*Node{
		child("Naam", "a"), child("Naam", "b"), child("Kleur", "r"), child("Kleur", "r"), child("Tal", "4"),
	}}
	for _, c := range root.Children {
		c.Parent = root
	}
	if found := Check(Message{Root: root, schema: s}); found != nil {
		t.Error(found)
	}
	root.Children[1].Text = "0123456789"
	if found := Check(Message{Root: root, schema: s}); len(found) != 1 || found[0].Code != "RS1" || found[0].Path != "/Bericht/Naam[2]" {
		t.Error(found)
	}
}

func TestDescriptionsThatAreNotRightAreRefused(t *testing.T) {
	for _, row := range []struct{ file, old, new, want string }{
		{"release.txt", "2.0.0", "", "two prefixes"},
		{"release.txt", "law", "wet", "two prefixes"},
		{"rules.txt", "RS1", "", "facet, value and code"},
		{"codes.txt", " = K1", "", "list NAME"},
		{"codes.txt", "list Kleur = K1", "# weg", "below a list"},
		{"codes.txt", "r Rood", "r", "code and its word"},
		{"codes.txt", "Kleur", "Kleuren", "no code list"},
		{"types.txt", "text 1..9", "text 19", "MIN..MAX"},
		{"types.txt", "text 1..9", "text a..9", "invalid syntax"},
		{"types.txt", "text 1..9", "text 1..9 (", "pattern"},
		{"types.txt", "text", "tekst", "no base"},
		{"types.txt", "code 1", "code x", "invalid syntax"},
		{"types.txt", "code 1 Kleur", "code 1", "want a code list"},
		{"types.txt", "LDT_Dag date", "LDT_Dag datum", "no base"},
		{"999.txt", "code jw 1", "", "number or code"},
		{"999.txt", "message 999", "message x", "invalid syntax"},
		{"999.txt", "Root", "Wortel", "no group"},
		{"999.txt", "Naam LDT_Naam +", "Naam", "a name and a type"},
		{"999.txt", "LDT_Naam +", "LDT_Onbekend", "no type"},
		{"999.txt", "message 999\n", "  rij\n", "row without a head"},
	} {
		files := small()
		name := "data/4.10/" + row.file
		files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(files[name].Data), row.old, row.new, 1))}
		if _, err := readCatalogue(files); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%s without %q: %v, want %q", row.file, row.old, err, row.want)
		}
	}
	for name := range small() {
		files := small()
		delete(files, name)
		c, err := readCatalogue(files)
		if err == nil && len(c.byKind) > 0 {
			t.Errorf("without %s nothing is refused", name)
		}
	}
}

func TestReleasesAreOrderedByNumber(t *testing.T) {
	for _, row := range [][2]string{{"3.10", "3.9"}, {"4", "3.2"}, {"3.2.1", "3.2"}} {
		if !newer(row[0], row[1]) || newer(row[1], row[0]) {
			t.Errorf("%s must be newer than %s", row[0], row[1])
		}
	}
}
