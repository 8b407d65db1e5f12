package vault

import (
	"bytes"
	"io"
	"testing"
)

func TestAStreamOpensOnlyWholeAndWithItsPassphrase(t *testing.T) {
	pass := []byte("paard batterij nietje")
	plain := bytes.Repeat([]byte("gezin "), 400_000)
	var sealed bytes.Buffer
	w, err := SealStream(&sealed, pass)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(plain); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	read := func(from, pass []byte) ([]byte, error) {
		r, err := OpenStream(bytes.NewReader(from), pass)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	}
	raw := sealed.Bytes()
	if got, err := read(raw, pass); err != nil || !bytes.Equal(got, plain) {
		t.Fatalf("%d bytes, %v", len(got), err)
	}
	flipped := bytes.Clone(raw)
	flipped[len(flipped)/2] ^= 1
	for name, wrong := range map[string]struct{ from, pass []byte }{
		"another passphrase": {raw, []byte("paard batterij nagels")}, "cut off": {raw[:len(raw)-100], pass}, "cut off at a segment": {raw[:1<<20], pass},
		"a flipped bit": {flipped, pass}, "no backup": {[]byte("x"), pass}, "empty": {nil, pass},
	} {
		if _, err := read(wrong.from, wrong.pass); err == nil {
			t.Errorf("%s: it opens", name)
		}
	}
	if bytes.Contains(raw, []byte("gezin gezin")) {
		t.Error("the plain text shows")
	}
	if _, err := SealStream(io.Discard, []byte("kort")); err == nil {
		t.Error("a short passphrase was taken")
	}
}
