package envelope

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"pgregory.net/rapid"
)

func push() Push {
	return Push{
		Sender: Party{RoleProvider, "99990001"}, Receivers: []Party{{RoleMunicipality, "9901"}},
		Stream:       Stream{"JW", "JW305", Version{3, 2}, "Indienen"},
		Conversation: ref, Trace: cross, Answers: "", Reference: "A1",
		Context: []Aspect{{"Applicatie", []string{"Eendracht"}}}, Payload: []byte("<bericht/>"),
	}
}

func pushes() *rapid.Generator[Push] {
	return rapid.Custom(func(t *rapid.T) Push {
		word := func(label string, least, most int) string {
			return rapid.StringOfN(rapid.RuneFrom([]rune("abcXYZ019é𝒜&<>\"'\\ -\n")), least, most, -1).Draw(t, label)
		}
		id := rapid.StringMatching(`[0-9a-fA-F]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
		party := func() Party { return Party{word("role", 1, 100), word("code", 0, 100)} }
		number := rapid.IntRange(0, 999)
		p := Push{
			Sender: party(), Stream: Stream{word("type", 1, 60), word("subtype", 0, 60), Version{number.Draw(t, "n"), number.Draw(t, "n")}, word("action", 1, 60)},
			Conversation: id.Draw(t, "conversation"), Trace: id.Draw(t, "trace"), Reference: word("ref", 0, 150),
			Payload: rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(t, "payload"),
		}
		if rapid.Bool().Draw(t, "answers") {
			p.Answers = id.Draw(t, "answered")
		}
		for range rapid.IntRange(1, 4).Draw(t, "receivers") {
			p.Receivers = append(p.Receivers, party())
		}
		for range rapid.IntRange(0, 3).Draw(t, "aspects") {
			p.Context = append(p.Context, Aspect{word("key", 1, 100), []string{word("value", 1, 250)}})
		}
		return p
	})
}

func TestWhatIsPushedOpensTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pushes().Draw(t, "push")
		contentType, body, err := WrapPush(p)
		if err != nil {
			t.Fatal(err)
		}
		got, err := OpenPush(contentType, body)
		if err != nil || !reflect.DeepEqual(got, p) {
			t.Fatalf("%v\n got %+v\nwant %+v", err, got, p)
		}
	})
}

func TestWhatTheHubWouldRefuseIsNotPushed(t *testing.T) {
	for name, row := range map[string]struct {
		spoil   func(p *Push)
		element string
	}{
		"no role":         {func(p *Push) { p.Sender.Role = "" }, "rol"},
		"nobody":          {func(p *Push) { p.Receivers = nil }, "geadresseerden"},
		"too many":        {func(p *Push) { p.Receivers = make([]Party, 101) }, "rol"},
		"no type":         {func(p *Push) { p.Stream.Type = "" }, "berichttype"},
		"no action":       {func(p *Push) { p.Stream.Action = "" }, "actie"},
		"version":         {func(p *Push) { p.Stream.Version.Major = 1000 }, "berichtversie"},
		"no conversation": {func(p *Push) { p.Conversation = "" }, "conversatieId"},
		"trace no UUID":   {func(p *Push) { p.Trace = "12" }, "traceerId"},
		"answers no UUID": {func(p *Push) { p.Answers = strings.Repeat("-", 36) }, "alsAntwoordOp"},
		"long reference":  {func(p *Push) { p.Reference = strings.Repeat("a", 151) }, "referentieId"},
		"no key":          {func(p *Push) { p.Context[0].Key = "" }, "sleutel"},
		"no value":        {func(p *Push) { p.Context[0].Values = nil }, "waarde"},
		"no message":      {func(p *Push) { p.Payload = nil }, "payload"},
	} {
		p := push()
		row.spoil(&p)
		_, _, err := WrapPush(p)
		if f := fault.Fields(err); !fault.Is(err, fault.Invalid) || len(f) != 1 || f[0].Name != row.element {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := push()
	p.Payload = make([]byte, MaxPayload+1)
	if _, _, err := WrapPush(p); !fault.Is(err, fault.TooLarge) {
		t.Errorf("over the limit: %v", err)
	}
}

func TestFormsAreReadStrictly(t *testing.T) {
	contentType, body, err := WrapPush(push())
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, by string) []byte {
		out := bytes.ReplaceAll(body, []byte(old), []byte(by))
		if bytes.Equal(out, body) {
			t.Fatalf("nothing to change: %s", old)
		}
		return out
	}
	for name, row := range map[string]struct {
		contentType string
		body        []byte
	}{
		"no form":         {"application/json", body},
		"no boundary":     {"multipart/form-data", body},
		"other boundary":  {"multipart/form-data; boundary=x", body},
		"cut off":         {contentType, body[:len(body)-20]},
		"unknown part":    {contentType, change(`name="payload"`, `name="los"`)},
		"part twice":      {contentType, change(`name="payload"`, `name="berichtMetadata"`)},
		"no JSON":         {contentType, change(`{"routeringgegevens"`, `["routeringgegevens"`)},
		"unknown field":   {contentType, change(`"rol"`, `"rollen"`)},
		"version missing": {contentType, change(`"berichtversie":3,`, ``)},
		"version in text": {contentType, change(`"berichtversie":3`, `"berichtversie":"3"`)},
		"too much JSON":   {contentType, change(`"referentieId":"A1"`, `"referentieId":"`+strings.Repeat("a", 1<<20)+`"`)},
	} {
		if got, err := OpenPush(row.contentType, row.body); !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Errorf("%s: %v %+v", name, err, got)
		}
	}
}

func TestAZippedMessageIsUnpacked(t *testing.T) {
	doc := written(t, ijw.New319(ijw.Header{Law: ijw.Wmo, Sender: "9901", Receiver: "99990001", ID: "1"}, ijw.Answer{Reference: "a", Decision: "2"}))
	packed, err := Zip("a.xml", doc)
	if err != nil {
		t.Fatal(err)
	}
	p := push()
	for _, payload := range [][]byte{doc, packed} {
		p.Payload = payload
		p.Stream.Subtype = "WMO319"
		if m, found, err := p.Message(); err != nil || len(found) > 0 || m.Kind != ijw.Kind319 {
			t.Errorf("%v %v %v", m.Kind, found, err)
		}
		p.Stream.Subtype = "JW319"
		if _, _, err := p.Message(); !fault.Is(err, fault.Invalid) {
			t.Errorf("other law: %v", err)
		}
	}
}

func TestOddZipsAreRefused(t *testing.T) {
	one, err := Zip("a.xml", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	locked := bytes.Clone(one)
	at := bytes.Index(locked, []byte("PK\x01\x02"))
	locked[at+8] |= 1
	empty, err := Zip("a.xml", nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string][]byte{
		"broken": []byte("PK\x03\x04 en verder niets"), "locked": locked, "cut off": one[:len(one)-10], "nothing in the file": empty,
		"no file": []byte("PK\x05\x06" + strings.Repeat("\x00", 18)),
	} {
		if got, err := Unzip(raw); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	bomb, err := Zip("a.xml", make([]byte, MaxPayload+1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Unzip(bomb); len(bomb) > 1<<17 || !fault.Is(err, fault.TooLarge) {
		t.Errorf("%d bytes that unpack to more than fits: %v", len(bomb), err)
	}
}
