package dossier

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"eendracht/internal/fault"
)

// update adds golden files of new kinds. An old one is never rewritten: what
// was stored once must stay readable for ever.
var update = flag.Bool("update", false, "add golden files of new kinds")

func golden(kind string) string { return filepath.Join("testdata", "golden", kind+".json") }

func TestStoredFormOfEveryKind(t *testing.T) {
	var sampled []string
	for _, body := range samples() {
		sampled = append(sampled, body.Kind())
		t.Run(body.Kind(), func(t *testing.T) {
			raw, err := os.ReadFile(golden(body.Kind()))
			if os.IsNotExist(err) && *update {
				raw, err = addGolden(t, body), nil
			}
			if err != nil {
				t.Fatalf("%v: run the test with -update to add it", err)
			}
			raw = bytes.TrimSuffix(raw, []byte("\n"))
			entry, err := Decode(raw)
			if err != nil {
				t.Fatal(err)
			}
			if want := stored(body); !reflect.DeepEqual(entry, want) {
				t.Errorf("got  %+v\nwant %+v", entry, want)
			}
			again, err := Encode(entry)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(again, raw) {
				t.Errorf("encoded anew it differs:\n%s\n%s", again, raw)
			}
		})
	}
	slices.Sort(sampled)
	if kinds := Kinds(); !slices.Equal(kinds, sampled) {
		t.Errorf("kinds %v\nbut samples %v", kinds, sampled)
	}
}

// addGolden writes the golden file of a kind that has none; its sample must
// fill every field, so that the file shows each.
func addGolden(t *testing.T, body Body) []byte {
	t.Helper()
	v := reflect.ValueOf(body)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Fatalf("%s: the sample leaves %s empty", body.Kind(), v.Type().Field(i).Name)
		}
	}
	raw, err := Encode(stored(body))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(golden(body.Kind()), append(raw, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestNoGoldenFileIsForgotten(t *testing.T) {
	files, err := filepath.Glob(golden("*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		entry, err := Decode(bytes.TrimSpace(raw))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if _, lost := entry.Body.(Unknown); lost {
			t.Errorf("%s: this kind can no longer be read", file)
		}
	}
}

func TestUnknownBodiesSurvive(t *testing.T) {
	for name, raw := range map[string]string{
		"newer kind":    `{"k":"dream.told","v":1,"id":"e-1","n":3,"at":"2026-11-24T08:30:00Z","by":{"user":"u"},"pu":"plan","b":{"words":"x","deep":[1,{"a":null}]}}`,
		"newer version": `{"k":"goal.met","v":2,"id":"e-1","n":3,"at":"2026-11-24T08:30:00Z","by":{},"pu":"plan","b":{"goal":["g-1","g-2"]}}`,
	} {
		entry, err := Decode([]byte(raw))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, ok := entry.Body.(Unknown); !ok {
			t.Fatalf("%s: read as %T", name, entry.Body)
		}
		again, err := Encode(entry)
		if err != nil || string(again) != raw {
			t.Errorf("%s: %v\n%s\n%s", name, err, again, raw)
		}
		d := Fold(New("d-1"), entry)
		if len(d.Entries) != 1 || d.Version != 3 {
			t.Errorf("%s: the fold lost it", name)
		}
	}
}

func TestBytesThatAreNoEntryAreRefused(t *testing.T) {
	for _, raw := range []string{
		``, `{}`, `[]`, `{"k":"goal.met"}`, `{"id":"e-1"}`, `{"k":"goal.met","v":1,"id":"e-1","b":7}`,
		`{"k":"goal.met","v":1,"id":"e-1","at":"yesterday","b":{}}`, `{"k":"task.done","v":1,"id":"e","b":{"on":"2026-02-30"}}`,
	} {
		if _, err := Decode([]byte(raw)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", raw, err)
		}
	}
	if _, err := Encode(Entry{ID: "e-1"}); !fault.Is(err, fault.Internal) {
		t.Errorf("an entry without body: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range samples() {
		raw, err := Encode(stored(body))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		entry, err := Decode(raw)
		if err != nil {
			return
		}
		first, err := Encode(entry)
		if err != nil {
			t.Skip() // a time that JSON cannot write
		}
		back, err := Decode(first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		second, err := Encode(back)
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("not stable: %v\n%s\n%s", err, first, second)
		}
		Fold(New("d-1"), entry)
	})
}
