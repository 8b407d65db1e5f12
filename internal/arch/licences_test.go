package arch

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// marks tells a licence by a sentence that only its text holds, white space
// and case aside. The order matters: the first that is found counts.
var marks = []struct{ licence, sentence string }{
	{"MPL-2.0", "mozilla public license version 2.0"},
	{"Apache-2.0", "apache license version 2.0, january 2004"},
	{"BSD-3-Clause", "neither the name of"},
	{"BSD-3-Clause", "neither the names of"},
	{"BSD-3-Clause", "may not be used to endorse or promote products"},
	{"BSD-2-Clause", "redistributions in binary form must reproduce the above copyright notice"},
	{"ISC", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice"},
	{"0BSD", "permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"},
	{"MIT", "permission is hereby granted, free of charge, to any person obtaining a copy"},
}

// compatible are the licences whose works may be part of a work under
// EUPL-1.2: those that ask notices only, and MPL-2.0, which its appendix names.
var compatible = []string{"MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "ISC", "0BSD", "MPL-2.0", "OFL-1.1", "EUPL-1.2"}

const dependencies = root + "/docs/dependencies.md"

// module is a required module as the go command knows it. Dir is empty when the
// module is not in the cache of this machine.
type required struct{ Path, Dir string }

// requires gives the modules that go.mod asks for.
func requires(t *testing.T) []required {
	t.Helper()
	raw, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^(?:require )?\s*([a-z0-9.]+\.[a-z]+/\S+) v\S+`)
	args := []string{"list", "-m", "-json"}
	for _, found := range line.FindAllStringSubmatch(string(raw), -1) {
		args = append(args, found[1])
	}
	if len(args) == 3 {
		t.Fatal("go.mod asks for nothing: this test reads nothing")
	}
	command := exec.Command("go", args...)
	command.Dir = root
	command.Env = append(os.Environ(), "GOFLAGS=-mod=mod")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return modules(t, strings.NewReader(string(out)))
}

func modules(t *testing.T, in io.Reader) []required {
	t.Helper()
	var all []required
	for read := json.NewDecoder(in); ; {
		var m required
		err := read.Decode(&m)
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
}

// rows gives the cells of the lines of a table by their first cell, for the
// tables of a document that stand under a heading.
func rows(t *testing.T, file, heading string) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(raw), "\n"+heading+"\n")
	if !found {
		t.Fatalf("%s has no heading %q", file, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	all := map[string][]string{}
	for line := range strings.Lines(section) {
		inner, ok := strings.CutPrefix(strings.TrimSpace(line), "|")
		if !ok || strings.HasPrefix(strings.TrimSpace(inner), "---") {
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.TrimSuffix(inner, "|"), "|") {
			cells = append(cells, strings.Trim(strings.TrimSpace(cell), "`"))
		}
		if _, twice := all[cells[0]]; twice {
			t.Errorf("%s: %q has two rows under %s", file, cells[0], heading)
		}
		all[cells[0]] = cells
	}
	if len(all) < 2 {
		t.Fatalf("%s: no rows under %s: this test reads nothing", file, heading)
	}
	return all
}

func TestEveryModuleIsListedWithItsLicence(t *testing.T) {
	listed := rows(t, dependencies, "## Go modules")
	delete(listed, "module")
	read := 0
	for _, m := range requires(t) {
		row, ok := listed[m.Path]
		delete(listed, m.Path)
		switch {
		case !ok || len(row) < 3:
			t.Errorf("docs/dependencies.md lacks a row for %s (%s)", m.Path, licenceIn(t, m.Dir))
			continue
		case !slices.Contains(compatible, row[1]):
			t.Errorf("%s: licence %q does not go with EUPL-1.2", m.Path, row[1])
		case row[2] == "":
			t.Errorf("%s: what it is for is not said", m.Path)
		}
		if m.Dir == "" {
			t.Logf("NOT COMPARED: %s is not in the module cache", m.Path)
			continue
		}
		read++
		if is := licenceIn(t, m.Dir); is != row[1] {
			t.Errorf("%s: its licence file says %s, docs/dependencies.md %s", m.Path, is, row[1])
		}
	}
	for _, gone := range slices.Sorted(maps.Keys(listed)) {
		t.Errorf("docs/dependencies.md lists %s, which go.mod does not ask for", gone)
	}
	if read == 0 {
		t.Error("no licence file could be read: nothing was compared")
	}
}

// licenceIn names the licence of the module in a folder, or says why not.
func licenceIn(t *testing.T, dir string) string {
	t.Helper()
	if dir == "" {
		return "not in the module cache"
	}
	for _, name := range []string{"LICENSE", "LICENSE.txt", "LICENSE.md", "COPYING", "LICENCE"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		return licenceOf(string(raw))
	}
	return "no licence file"
}

func licenceOf(text string) string {
	flat := strings.ToLower(strings.Join(strings.Fields(text), " "))
	for _, m := range marks {
		if strings.Contains(flat, m.sentence) {
			return m.licence
		}
	}
	return "unknown"
}

// TestWhatOthersMadeInThePagesIsListed compares the files that the pages ship
// with the table in which each has its licence.
func TestWhatOthersMadeInThePagesIsListed(t *testing.T) {
	listed := rows(t, dependencies, "## In the pages")
	delete(listed, "file")
	const look = root + "/internal/web/look/static"
	for file, row := range listed {
		if _, err := os.Stat(filepath.Join(look, file)); err != nil {
			t.Errorf("docs/dependencies.md lists %s: %v", file, err)
		}
		if len(row) < 4 || !slices.Contains(compatible, row[3]) {
			t.Errorf("%s: %q is no licence that goes with EUPL-1.2", file, row)
		}
	}
	fonts, err := filepath.Glob(look + "/font/*.woff2")
	if err != nil || len(fonts) == 0 {
		t.Fatalf("no fonts found: %v", err)
	}
	for _, file := range append(fonts, look+"/htmx.min.js", look+"/utrecht.css", look+"/voorbeeld.css") {
		short, err := filepath.Rel(look, file)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := listed[filepath.ToSlash(short)]; !ok {
			t.Errorf("docs/dependencies.md lacks a row for %s", short)
		}
	}
}

func TestTheLicenceIsTheEUPL(t *testing.T) {
	raw, err := os.ReadFile(root + "/LICENSE")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"EUROPEAN UNION PUBLIC LICENCE v. 1.2", "15. Applicable Law", "‘Compatible Licences’ according to Article 5 EUPL are"} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("LICENSE lacks %q", part)
		}
	}
}
