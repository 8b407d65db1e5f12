package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eendracht/internal/ijw"
	"eendracht/internal/nl"
	"github.com/alecthomas/kong"
)

// startMessage makes a valid start message in a file and gives its name and text.
func startMessage(t *testing.T) (name string, doc string) {
	t.Helper()
	m := ijw.New305(
		ijw.Header{Law: ijw.Wmo, Sender: "99990001", Receiver: "9999", ID: "S-1", Date: nl.MustDate("2026-12-02")},
		ijw.Client{BSN: "999900006", Birth: ijw.BirthOn(nl.MustDate("1961-03-00")), Sex: "2", Name: ijw.Name{Last: "Doorn"}},
		[]ijw.Start{{From: nl.MustDate("2026-12-01"), Status: ijw.StatusFirst}},
	)
	b, err := m.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return messageFile(t, "start.xml", string(b)), string(b)
}

func messageFile(t *testing.T, name, content string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// checkFiles runs the command line as main does and gives its exit code.
func checkFiles(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var cli struct {
		Message MessageCmd `cmd:""`
	}
	parser, err := kong.New(&cli)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := parser.Parse(append([]string{"message", "check"}, args...))
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	err = parsed.Run(&Streams{strings.NewReader(in), &stdout, &stderr})
	exit := ExitCode(0)
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return int(exit), stdout.String(), stderr.String()
}

func TestMessageCheck(t *testing.T) {
	good, doc := startMessage(t)
	bad := messageFile(t, "fout.xml", strings.Replace(doc, "<wmo305:Geslacht>2", "<wmo305:Geslacht>V", 1))
	short := messageFile(t, "kort.xml", strings.Replace(doc, ">999900006<", ">12345678<", 1))
	broken := messageFile(t, "stuk.xml", strings.Replace(doc, "</wmo305:Bsn>", "", 1))
	for _, row := range []struct {
		name      string
		in        string
		args      []string
		code      int
		out, errs []string
	}{
		{"clean", "", []string{good}, 0, []string{good + ": in orde (wmo305, versie 3.2)."}, nil},
		{"standard input", doc, []string{"-"}, 0, []string{"-: in orde"}, nil},
		{"finding", "", []string{bad}, 1,
			[]string{bad + ":24 /Bericht/Client/Geslacht — De code 'V' bij Geslacht staat niet in de lijst Geslacht.\n"}, nil},
		{"rule", "", []string{short}, 1, []string{":19 /Bericht/Client/Bsn — Bsn moet uit precies 9 cijfers bestaan. [RS037]\n"}, nil},
		{"English", "", []string{bad, "--lang", "en"}, 1, []string{"The code 'V' at Geslacht is not in the list Geslacht."}, nil},
		{"unusable", "", []string{broken}, 2, nil, []string{broken + ": Regel ", "/Bericht/Client"}},
		{"no file", "", []string{"bestaat-niet.xml"}, 2, nil, []string{"bestaat-niet.xml: Dit bestand kan niet worden geopend."}},
		{"folder", "", []string{t.TempDir()}, 2, nil, []string{": "}},
		{"worst counts", "", []string{broken, bad, good}, 2, []string{bad, good + ": in orde"}, []string{broken}},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := checkFiles(t, row.in, row.args...)
			if code != row.code {
				t.Errorf("exit code %d, want %d", code, row.code)
			}
			for _, want := range row.out {
				if !strings.Contains(out, want) {
					t.Errorf("output %q lacks %q", out, want)
				}
			}
			for _, want := range row.errs {
				if !strings.Contains(errs, want) {
					t.Errorf("errors %q lack %q", errs, want)
				}
			}
			if (out == "") != (row.out == nil) || (errs == "") != (row.errs == nil) {
				t.Errorf("output %q, errors %q", out, errs)
			}
		})
	}
}

func TestMessageCheckAsJSON(t *testing.T) {
	good, doc := startMessage(t)
	bad := messageFile(t, "fout.xml", strings.Replace(doc, ">999900006<", ">1<", 1))
	code, out, errs := checkFiles(t, "geen bericht", bad, good, "-", "--json")
	var got []messageOutcome
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	if code != 2 || errs != "" || len(got) != 3 {
		t.Fatalf("exit code %d, errors %q, %d outcomes", code, errs, len(got))
	}
	want := messageFinding{19, "/Bericht/Client/Bsn", 1, "RS037", "ijw.value.count", "Bsn moet uit precies 9 cijfers bestaan."}
	if !got[0].Usable || len(got[0].Findings) != 1 || got[0].Findings[0] != want {
		t.Errorf("%+v", got[0])
	}
	if g := got[1]; !g.Usable || len(g.Findings) != 0 || g.Law != "wmo" || g.Kind != 305 || g.Release != "3.2" {
		t.Errorf("%+v", g)
	}
	if g := got[2]; g.Usable || g.File != "-" || g.Error == "" || g.Line != 1 {
		t.Errorf("%+v", g)
	}
	if !strings.Contains(out, `"findings": []`) {
		t.Errorf("an empty list must be a list: %s", out)
	}
}

func TestMessageCheckSaysThatItStopped(t *testing.T) {
	_, doc := startMessage(t)
	many := strings.Replace(doc, "<wmo305:Geslacht>", strings.Repeat("<wmo305:Wat/>", 300)+"<wmo305:Geslacht>", 1)
	code, out, _ := checkFiles(t, many, "-")
	if code != 1 || strings.Count(out, "\n") != ijw.MaxFindings+1 || !strings.Contains(out, "De rest is niet bekeken") {
		t.Errorf("exit code %d, %d lines", code, strings.Count(out, "\n"))
	}
}
