package envelope

import (
	"bytes"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/text"
	"pgregory.net/rapid"
)

const (
	ref   = "9c0f7b90-5c69-41e5-a837-0800200c9a66"
	cross = "b6e9f182-bc44-4f27-9863-9a5ccc1e1cf0"
)

func example(kind Kind) Envelope {
	e := Envelope{
		Kind: kind, Sender: System{Organisation: "9901", Application: "Eendracht"}, Receiver: System{Organisation: "99990001", Application: "GGk"},
		Ref: ref, At: "20260421132514",
	}
	if kind != Di01 {
		e.CrossRef = cross
	}
	switch kind {
	case Di01, Du01:
		e.Function, e.Software, e.Release, e.Payload = "JW301", Version{1, 2}, Version{3, 2}, []byte("<bericht/>")
	case Fo01, Fo03:
		e.Fault = &Problem{Code: "IB005", Place: PlaceClient, Says: "Gemeente onbekend", Details: "JW301-00030002"}
	}
	return e
}

var kinds = []Kind{Di01, Du01, Fo01, Bv03, Fo03}

// envelopes draws envelopes that the interface takes.
func envelopes() *rapid.Generator[Envelope] {
	return rapid.Custom(func(t *rapid.T) Envelope {
		word := func(label string, least, most int) string {
			return rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ019é𝒜&<>\"' ]-")), least, most, -1).Draw(t, label)
		}
		system := func() System {
			return System{word("org", 1, 200), word("app", 3, 50), word("adm", 0, 50), word("user", 0, 100)}
		}
		id := rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`)
		e := Envelope{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Sender: system(), Receiver: system()}
		e.Ref, e.At = id.Draw(t, "ref"), rapid.StringMatching(`[0-9]{8,17}`).Draw(t, "at")
		if e.Kind != Di01 {
			e.CrossRef = id.Draw(t, "cross")
		}
		if e.Kind.carries() {
			number := rapid.IntRange(0, 9999)
			e.Function = word("function", 1, 30)
			e.Software = Version{number.Draw(t, "n"), number.Draw(t, "n")}
			e.Release = Version{number.Draw(t, "n"), number.Draw(t, "n")}
			e.Payload = rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "payload")
		}
		if e.Kind == Fo01 || e.Kind == Fo03 {
			place := rapid.SampledFrom([]string{PlaceClient, PlaceServer}).Draw(t, "place")
			e.Fault = &Problem{word("code", 1, 7), place, word("says", 1, 200), word("details", 0, 1000)}
		}
		return e
	})
}

func TestWhatIsWrappedOpensTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := envelopes().Draw(t, "envelope")
		raw, err := Wrap(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Open(raw)
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Fatalf("%v\n got %+v\nwant %+v", err, got, e)
		}
		bare, err := Open(unsoaped(raw))
		if err != nil || !reflect.DeepEqual(bare, e) {
			t.Fatalf("bare: %v\n got %+v\nwant %+v", err, bare, e)
		}
	})
}

// unsoaped takes an envelope out of its SOAP envelope.
func unsoaped(raw []byte) []byte {
	doc := string(raw)
	from, to := strings.Index(doc, "<soapenv:Body>")+len("<soapenv:Body>"), strings.Index(doc, "</soapenv:Body>")
	if at := strings.Index(doc, "<detail>"); at > 0 {
		from, to = at+len("<detail>"), strings.Index(doc, "</detail>")
	}
	inner := doc[from:to]
	end := strings.IndexByte(inner, '>')
	return []byte(inner[:end] + ` xmlns:StUF="` + spaceStUF + `" xmlns:GGK="` + spaceGGK + `"` + inner[end:])
}

func TestWhatTheInterfaceWouldRefuseIsNotWrapped(t *testing.T) {
	for name, row := range map[string]struct {
		kind    Kind
		spoil   func(e *Envelope)
		element string
	}{
		"no kind":            {Di01, func(e *Envelope) { e.Kind = "Di02" }, "berichtcode"},
		"no sender":          {Di01, func(e *Envelope) { e.Sender.Organisation = "" }, "organisatie"},
		"short application":  {Fo01, func(e *Envelope) { e.Receiver.Application = "GG" }, "applicatie"},
		"reference no UUID":  {Di01, func(e *Envelope) { e.Ref = "1234" }, "referentienummer"},
		"UUID of version 1":  {Du01, func(e *Envelope) { e.CrossRef = "9c0f7b90-5c69-11e5-a837-0800200c9a66" }, "crossRefnummer"},
		"UUID in capitals":   {Du01, func(e *Envelope) { e.Ref = strings.ToUpper(ref) }, "referentienummer"},
		"no cross reference": {Bv03, func(e *Envelope) { e.CrossRef = "" }, "crossRefnummer"},
		"moment in words":    {Di01, func(e *Envelope) { e.At = "2026-04-21" }, "tijdstipBericht"},
		"no function":        {Di01, func(e *Envelope) { e.Function = "" }, "functie"},
		"version too high":   {Di01, func(e *Envelope) { e.Release.Minor = 10000 }, "functieSubversie"},
		"version below zero": {Di01, func(e *Envelope) { e.Software.Major = -1 }, "applicatieVersie"},
		"no message":         {Du01, func(e *Envelope) { e.Payload = nil }, "xmlBestand"},
		"no fault":           {Fo01, func(e *Envelope) { e.Fault = nil }, "body"},
		"place elsewhere":    {Fo03, func(e *Envelope) { e.Fault.Place = "hub" }, "plek"},
		"long code":          {Fo03, func(e *Envelope) { e.Fault.Code = "IB000005" }, "code"},
		"control character":  {Fo01, func(e *Envelope) { e.Fault.Says = "a\x01b" }, "omschrijving"},
		"no UTF-8":           {Fo01, func(e *Envelope) { e.Fault.Details = "a\xffb" }, "details"},
	} {
		e := example(row.kind)
		row.spoil(&e)
		_, err := Wrap(e)
		if f := fault.Fields(err); !fault.Is(err, fault.Invalid) || len(f) != 1 || f[0].Name != row.element {
			t.Errorf("%s: %v", name, err)
		}
	}
	e := example(Di01)
	e.Payload = make([]byte, MaxPayload+1)
	if _, err := Wrap(e); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a message over the limit: %v", err)
	}
}

func TestTheLargestMessageFits(t *testing.T) {
	e := example(Di01)
	e.Payload = bytes.Repeat([]byte("x"), MaxPayload)
	raw, err := Wrap(e)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Open(raw); err != nil || !bytes.Equal(got.Payload, e.Payload) {
		t.Errorf("%v, %d bytes", err, len(got.Payload))
	}
	over := bytes.Replace(raw, []byte("</GGK:xmlBestand>"), []byte("eHh4</GGK:xmlBestand>"), 1)
	if _, err := Open(over); !fault.Is(err, fault.TooLarge) && !fault.Is(err, fault.Invalid) {
		t.Errorf("more than the limit: %v", err)
	}
}

func TestEnvelopesAreReadStrictly(t *testing.T) {
	raw, err := Wrap(example(Du01))
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, by string) []byte {
		out := bytes.Replace(raw, []byte(old), []byte(by), 1)
		if bytes.Equal(out, raw) {
			t.Fatalf("nothing to change: %s", old)
		}
		return out
	}
	for name, doc := range map[string][]byte{
		"nothing":               nil,
		"no XML":                []byte("Di01"),
		"a message":             []byte(`<Bericht xmlns="http://www.istandaarden.nl/ijw/3_2/jw301/schema"/>`),
		"doctype":               change("<soapenv:Envelope", "<!DOCTYPE x><soapenv:Envelope"),
		"other code":            change(">Du01<", ">Di01<"),
		"twice":                 change("<StUF:functie>", "<StUF:functie>JW302</StUF:functie><StUF:functie>"),
		"order":                 change("<StUF:zender>", "<StUF:ontvanger/><StUF:zender>"),
		"unknown":               change("<GGK:bericht>", "<GGK:los/><GGK:bericht>"),
		"namespace":             change("<GGK:parameters>", "<StUF:parameters>"),
		"attribute":             change("<StUF:zender>", `<StUF:zender soort="x">`),
		"three digits":          change(">0003<", ">003<"),
		"base64":                change("PGJl", "PG*l"),
		"padding":               change("PGJlcmljaHQvPg==", "PGJlcmljaHQvPh=="),
		"empty":                 change("PGJlcmljaHQvPg==", " "),
		"element in the file":   change("PGJlcmljaHQvPg==", "<x/>"),
		"text file":             change("<GGK:xmlBestand>PGJlcmljaHQvPg==</GGK:xmlBestand>", `<GGK:tekstBestand bestandsnaam="a.txt">eA==</GGK:tekstBestand>`),
		"two in one":            change("</soapenv:Body>", "<x/></soapenv:Body>"),
		"after the body":        change("</soapenv:Envelope>", "<soapenv:Body/></soapenv:Envelope>"),
		"must be understood":    change("<soapenv:Header/>", `<soapenv:Header><x soapenv:mustUnderstand="1"/></soapenv:Header>`),
		"text between elements": change("<GGK:parameters>", "<GGK:parameters>los"),
	} {
		if got, err := Open(doc); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
	lines := base64.StdEncoding.EncodeToString([]byte("<bericht/>"))
	broken := change(lines, " \r\n"+lines[:5]+"\n\t"+lines[5:]+"\n")
	for name, doc := range map[string][]byte{
		"broken into lines": broken,
		"header to skip":    change("<soapenv:Header/>", `<soapenv:Header><x soapenv:mustUnderstand="0"/></soapenv:Header>`),
		"no header":         change("<soapenv:Header/>", ""),
	} {
		if got, err := Open(doc); err != nil || !reflect.DeepEqual(got, example(Du01)) {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
}

func TestAnswersReferToWhatTheyAnswer(t *testing.T) {
	e := example(Di01)
	receipt := e.Receipt(cross, Stamp(time.Date(2026, 3, 1, 9, 5, 7, 0, time.UTC)))
	if receipt.Kind != Bv03 || receipt.CrossRef != ref || receipt.Sender != e.Receiver || receipt.At != "20260301100507" {
		t.Errorf("receipt %+v", receipt)
	}
	for later, kind := range map[bool]Kind{false: Fo03, true: Fo01} {
		refusal := e.Refusal(cross, "20260301", Problem{Code: "IB001", Place: PlaceClient, Says: "Geen XML"}, later)
		if _, err := Wrap(refusal); err != nil || refusal.Kind != kind || refusal.CrossRef != ref {
			t.Errorf("%v %+v", err, refusal)
		}
	}
	for kind, action := range map[Kind]string{
		Di01: "http://www.stufstandaarden.nl/koppelvlak/ggk0210/ggk_Di01", Fo01: "http://www.egem.nl/StUF/StUF0301/Fo01", Bv03: "",
	} {
		if kind.Action() != action {
			t.Errorf("%s is posted as %q", kind, kind.Action())
		}
	}
}

func TestTheMessageIsWhatTheEnvelopeSays(t *testing.T) {
	m := ijw.New319(ijw.Header{Law: ijw.Jeugdwet, Sender: "9901", Receiver: "99990001", ID: "1"}, ijw.Answer{Reference: "a", Decision: "2"})
	doc := written(t, m)
	for function, want := range map[string]bool{"JW319": true, "WMO319": false, "JW320": false} {
		e := example(Di01)
		e.Function, e.Payload = function, doc
		got, _, err := e.Message()
		if (err == nil) != want || got.Kind != ijw.Kind319 {
			t.Errorf("%s: %v", function, err)
		}
	}
	e := example(Du01)
	e.Function, e.Payload = "JW319", doc
	if _, _, err := e.Message(); !fault.Is(err, fault.Invalid) {
		t.Errorf("a 319 is no return message: %v", err)
	}
	e.Payload = []byte("x")
	if _, _, err := e.Message(); !fault.Is(err, fault.Invalid) {
		t.Errorf("no message: %v", err)
	}
	if f := Function(ijw.Wmo, ijw.Kind323); f != "WMO323" {
		t.Errorf("function %s", f)
	}
}

// written gives a message with a date, as bytes.
func written(t *testing.T, m ijw.Message) []byte {
	t.Helper()
	for n := range m.Root.Child("Header").Every("BerichtIdentificatie") {
		n.Children = append(n.Children, &ijw.Node{Space: n.Children[0].Space, Name: "Dagtekening", Text: "2026-03-01", Parent: n})
	}
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err, fault.Fields(err))
	}
	return b
}

func TestVersionsComeFromTheRelease(t *testing.T) {
	if v, err := VersionOf("3.2"); err != nil || v != (Version{3, 2}) {
		t.Errorf("%v %v", v, err)
	}
	for _, wrong := range []string{"", "3", "3.x", "-1.2", "3.10000"} {
		if v, err := VersionOf(wrong); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v %v", wrong, v, err)
		}
	}
}

func TestEveryCodeOfTheHubsHasItsWords(t *testing.T) {
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"nl", "en"} {
		for _, code := range Codes {
			key := "ijwforms.fo01." + code
			if !texts.In(language).Has(key) {
				t.Errorf("%s has no words in %s", code, language)
			}
		}
	}
}

// The schemas of the interface are not part of the project. With
// EENDRACHT_GGK naming a folder that holds them, what we write is validated.
func TestWhatIsWrittenFollowsTheSchemasOfTheInterface(t *testing.T) {
	dir := os.Getenv("EENDRACHT_GGK")
	tool, err := exec.LookPath("xmllint")
	if dir == "" || err != nil {
		t.Skip("EENDRACHT_GGK or xmllint not found: nothing was compared with the schemas of the interface")
	}
	at := t.TempDir()
	for seed := range 300 {
		e := envelopes().Example(seed)
		raw, err := Wrap(e)
		if err != nil {
			t.Fatal(err)
		}
		name, schema := filepath.Join(at, "e.xml"), "ggk0210_msg_ggkberichten_resolved.xsd"
		if !e.Kind.carries() {
			schema = "ggk0210_stuf0301_msg_ggkberichten_resolved.xsd"
		}
		if err := os.WriteFile(name, unsoaped(raw), 0o600); err != nil {
			t.Fatal(err)
		}
		if says, err := exec.Command(tool, "--noout", "--nonet", "--schema", filepath.Join(dir, schema), name).CombinedOutput(); err != nil {
			t.Fatalf("%s: %s", e.Kind, says)
		}
	}
}
