package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
)

// exchanged writes an allocation and a start of a fictive child to files.
func exchanged(t *testing.T) (allocation, start string) {
	t.Helper()
	day := nl.MustDate("2026-06-01")
	c := ijw.Client{BSN: "999900006", Birth: ijw.BirthOn(nl.MustDate("2012-04-05")), Sex: "2", Name: ijw.Name{Last: "Verzonnen", Use: "1"},
		Contacts: []ijw.Contact{{Kind: "01", Address: &ijw.Address{House: &ijw.House{Number: 1}, Postcode: "2712AB"}}}}
	h := ijw.Header{Law: ijw.Jeugdwet, Sender: "9901", Receiver: "99990001", ID: "T1", Date: day}
	put := func(name string, m ijw.Message) string {
		b, err := m.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	allocation = put("301.xml", ijw.New301(h, c, []ijw.Allocation{{Number: 7, Product: &ijw.Product{Category: "45", Code: "45A01"}, DecidedOn: day,
		DecidedAt: "10:00:00", From: day, Until: nl.MustDate("2026-12-31"), Volume: &ijw.Volume{Amount: 3, Unit: "04", Per: "2"}}}))
	h.Sender, h.Receiver, h.ID = h.Receiver, h.Sender, "S1"
	number := int64(7)
	return allocation, put("305.xml", ijw.New305(h, c, []ijw.Start{{Number: &number, From: day, Status: "1"}}))
}

func said(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, &Streams{In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

func TestMessageAnswer(t *testing.T) {
	allocation, start := exchanged(t)
	code, out, errs := said(t, "message", "answer", start, "--id", "RET1", "--date", "2026-06-02", "--with", allocation)
	if code != 0 || errs != "" {
		t.Fatal(code, errs)
	}
	m, found, err := ijw.Read(strings.NewReader(out))
	if err != nil || len(found) > 0 || m.Kind != 306 || strings.Contains(out, "RetourCodes") || !strings.Contains(out, "2026-06-02") {
		t.Errorf("%v %v\n%s", err, found, out)
	}
	code, out, errs = said(t, "message", "answer", start, "--id", "RET2", "--with", start)
	if code != int(exitFindings) || !strings.Contains(out, ">9056<") || !strings.Contains(errs, "TR056") {
		t.Errorf("its own number was used before: %d\n%s\n%s", code, out, errs)
	}
	if strings.Contains(errs, "999900006") || strings.Contains(errs, "Verzonnen") {
		t.Errorf("it names a person: %s", errs)
	}
}

func TestMessageAnswerWithoutAnswer(t *testing.T) {
	allocation, start := exchanged(t)
	back := filepath.Join(t.TempDir(), "306.xml")
	_, out, _ := said(t, "message", "answer", start, "--id", "RET1")
	if err := os.WriteFile(back, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "broken.xml")
	if err := os.WriteFile(broken, []byte(strings.ReplaceAll(out, "Header", "Kop")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{back, "--id", "X"}, {broken, "--id", "X"}, {"nowhere.xml", "--id", "X"}, {start, "--id", "longer than twelve"}} {
		if code, out, errs := said(t, append([]string{"message", "answer"}, args...)...); code != int(exitUnusable) || out != "" || errs == "" {
			t.Errorf("%v: %d %q %q", args, code, out, errs)
		}
	}
	for _, args := range [][]string{{start, "--id", "X", "--with", broken}, {start, "--id", "X", "--date", "morgen"}} {
		if code, _, _ := said(t, append([]string{"message", "answer"}, args...)...); code != 1 {
			t.Errorf("%v: %d", args, code)
		}
	}
	if code, out, _ := said(t, "message", "check", start, "--with", allocation); code != 0 {
		t.Errorf("check with what went before: %d %s", code, out)
	}
	if code, out, _ := said(t, "message", "check", start, "--with", start); code != int(exitFindings) || !strings.Contains(out, "TR019") {
		t.Errorf("check without an allocation: %d %s", code, out)
	}
}
