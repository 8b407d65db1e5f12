package ijw

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// reference gives the folder with the official schemas and samples, which stand
// beside the project and not in it. Tests that need it skip loudly without.
func reference(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("EENDRACHT_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	dir = filepath.Join(dir, "ijw")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("reference data not found: %s", dir)
	}
	return dir
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(reference(t), name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func xsd(t testing.TB, law Law, kind Kind) string {
	return filepath.Join(reference(t), string(law), "xsd", strings.ToUpper(string(law))+kind.String()+".xsd")
}

// verdict is what xmllint says about one file.
type verdict struct {
	valid bool
	line  int    // of its first complaint
	says  string // that complaint
}

// xmllint validates documents against an official schema, all in one call.
func xmllint(t testing.TB, schema string, docs [][]byte) []verdict {
	t.Helper()
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint not found: nothing was compared with the official schemas (package libxml2-utils)")
	}
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--schema", schema}
	names := make([]string, len(docs))
	for i, doc := range docs {
		names[i] = filepath.Join(dir, strconv.Itoa(i)+".xml")
		if err := os.WriteFile(names[i], doc, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var says bytes.Buffer
	cmd := exec.Command(tool, append(args, names...)...)
	cmd.Stderr = &says
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	return verdicts(t, says.String(), names)
}

func verdicts(t testing.TB, says string, names []string) []verdict {
	t.Helper()
	out := make([]verdict, len(names))
	valid, first := map[string]bool{}, map[string]string{}
	for line := range strings.Lines(says) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutSuffix(line, " validates"); ok {
			valid[name] = true
		}
		if name, rest, ok := strings.Cut(line, ".xml:"); ok && first[name+".xml"] == "" {
			first[name+".xml"] = rest
		}
	}
	for i, name := range names {
		number, _, _ := strings.Cut(first[name], ":")
		out[i] = verdict{valid: valid[name], says: first[name]}
		out[i].line, _ = strconv.Atoi(number)
		if out[i].valid == (out[i].says != "") {
			t.Fatalf("cannot read the verdict on %s: %q", name, out[i].says)
		}
	}
	return out
}

// official tells whether there is an official schema; for WMO return messages
// there is none, their descriptions follow those of the Jeugdwet.
func official(t testing.TB, law Law, kind Kind) bool {
	_, err := os.Stat(xsd(t, law, kind))
	return err == nil
}

// allKinds runs a test for every law and kind.
func allKinds(t *testing.T, each func(t *testing.T, s *schema)) {
	for _, law := range []Law{Jeugdwet, Wmo} {
		for _, kind := range Kinds() {
			s, ok := shipped().schema("3.2", law, kind)
			if !ok {
				t.Fatalf("no schema for %s%s", law, kind)
			}
			t.Run(string(law)+kind.String(), func(t *testing.T) { each(t, s) })
		}
	}
}

// officialKinds runs a test for every law and kind that has an official schema.
func officialKinds(t *testing.T, each func(t *testing.T, s *schema)) {
	reference(t)
	count := 0
	allKinds(t, func(t *testing.T, s *schema) {
		if !official(t, s.law, s.kind) {
			t.Skipf("%s%s has no official schema: nothing was compared", s.law, s.kind)
		}
		count++
		each(t, s)
	})
	if count < 21 {
		t.Errorf("only %d kinds have been compared with an official schema", count)
	}
}
