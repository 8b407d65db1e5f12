package envelope

import (
	"reflect"
	"testing"

	"eendracht/internal/fault"
)

// FuzzOpen feeds any bytes: what opens is written and opens the same again.
func FuzzOpen(f *testing.F) {
	for _, kind := range kinds {
		raw, err := Wrap(example(kind))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
		f.Add(unsoaped(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		e, err := Open(raw)
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Fatal(err)
			}
			return
		}
		again, err := Wrap(e)
		if err != nil {
			t.Fatalf("opens but cannot be written: %v %+v", err, e)
		}
		if back, err := Open(again); err != nil || !reflect.DeepEqual(back, e) {
			t.Fatalf("%v\n got %+v\nwant %+v", err, back, e)
		}
	})
}

// FuzzOpenPush does the same with forms.
func FuzzOpenPush(f *testing.F) {
	contentType, body, err := WrapPush(push())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(contentType, body)
	f.Fuzz(func(t *testing.T, contentType string, body []byte) {
		p, err := OpenPush(contentType, body)
		if err != nil {
			if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
				t.Fatal(err)
			}
			return
		}
		kind, again, err := WrapPush(p)
		if err != nil {
			t.Fatalf("opens but cannot be written: %v %+v", err, p)
		}
		if back, err := OpenPush(kind, again); err != nil || !reflect.DeepEqual(back, p) {
			t.Fatalf("%v\n got %+v\nwant %+v", err, back, p)
		}
	})
}

// FuzzUnzip feeds any bytes as a payload.
func FuzzUnzip(f *testing.F) {
	packed, err := Zip("a.xml", []byte("<bericht/>"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed)
	f.Fuzz(func(t *testing.T, raw []byte) {
		content, err := Unzip(raw)
		if err != nil && !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) {
			t.Fatal(err)
		}
		if len(content) > MaxPayload {
			t.Fatalf("%d bytes", len(content))
		}
	})
}
