package arch

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"eendracht/internal/dossier"
	"eendracht/internal/statute"
	"eendracht/internal/text"
)

const glossary = root + "/docs/glossary.md"

// fewestTerms is how many terms of the house, beside kinds, roles and the like,
// the glossary has at least.
const fewestTerms = 60

// sections are the headings of the glossary's tables.
var sections = []string{"## The house", "## Roles", "## Holders", "## Phases", "## Compartments", "## Life domains", "## Custody codes", "## Kinds of entry"}

// wants says that a section must explain these names and, given a text key,
// must call them what the screen calls them.
func wants(t *testing.T, section, key string, names ...string) {
	t.Helper()
	texts, err := text.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatalf("%s: nothing is asked: this test reads nothing", section)
	}
	explained := rows(t, glossary, section)
	for _, name := range names {
		row, ok := explained[name]
		if !ok {
			t.Errorf("docs/glossary.md, %s: %q is not explained", section, name)
			continue
		}
		if key == "" {
			continue
		}
		if screen := texts.In("nl").Say(key + name); !strings.EqualFold(screen, row[1]) {
			t.Errorf("docs/glossary.md, %s: %q is called %q, on the screen %q", section, name, row[1], screen)
		}
	}
}

func TestEveryTermIsExplained(t *testing.T) {
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	var roles, domains []string
	for _, r := range law.Roles() {
		roles = append(roles, r.Code)
	}
	for _, d := range law.Domains() {
		domains = append(domains, d.Code)
	}
	wants(t, "## Kinds of entry", "", dossier.Kinds()...)
	wants(t, "## Holders", "", dossier.HolderFamily, dossier.HolderNetwork, dossier.HolderOrganisation, dossier.HolderPool)
	wants(t, "## Phases", "web.phase.", dossier.PhaseMelding, dossier.PhaseInquiry, dossier.PhasePlan, dossier.PhaseWork, dossier.PhaseWatching, dossier.PhaseClosed)
	wants(t, "## Compartments", "", dossier.CompartmentSafety, dossier.CompartmentAddress, dossier.CompartmentVoice, dossier.CompartmentCriminal)
	wants(t, "## Roles", "statute.role.", roles...)
	wants(t, "## Roles", "web.role.", "decider", "citizen")
	wants(t, "## Roles", "", "planner", "machine", "system")
	wants(t, "## Life domains", "statute.domain.", domains...)
	wants(t, "## Custody codes", "web.custody.", "1", "2", "12", "1D", "2D", "D", "3D")
}

// TestTheGlossaryNamesNothingElse fails when a kind of entry, holder or phase
// was renamed or is gone and its row stayed.
func TestTheGlossaryNamesNothingElse(t *testing.T) {
	kinds := map[string]bool{"code": true}
	for _, kind := range dossier.Kinds() {
		kinds[kind] = true
	}
	for name := range rows(t, glossary, "## Kinds of entry") {
		if !kinds[name] {
			t.Errorf("docs/glossary.md explains the kind of entry %q, which does not exist", name)
		}
	}
}

func TestEveryTermHasMeaningAndSource(t *testing.T) {
	for _, section := range sections {
		for name, row := range rows(t, glossary, section) {
			if len(row) != 4 {
				t.Errorf("docs/glossary.md, %s: %q has %d cells, not 4", section, name, len(row))
				continue
			}
			for _, cell := range row {
				if cell == "" {
					t.Errorf("docs/glossary.md, %s: %q has an empty cell", section, name)
				}
			}
		}
	}
	if n := len(rows(t, glossary, sections[0])) - 1; n < fewestTerms {
		t.Errorf("docs/glossary.md explains %d terms of the house, at least %d", n, fewestTerms)
	}
}

// link finds the targets of links and pictures in a document.
var link = regexp.MustCompile(`\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"`)

// TestDocumentsLinkToWhatIsThere follows every link from a document to a file
// of the repository. Pictures of the screens are made by "make screens"; while
// there are none at all, links to them are let be.
func TestDocumentsLinkToWhatIsThere(t *testing.T) {
	_, err := os.Stat(root + "/docs/screens")
	pictured := err == nil
	followed := 0
	for _, pattern := range []string{"/*.md", "/docs/*.md", "/docs/decisions/*.md"} {
		files, err := filepath.Glob(root + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range link.FindAllStringSubmatch(string(raw), -1) {
				target := found[1] + found[2]
				if strings.Contains(target, ":") || !pictured && strings.Contains(target, "screens/") {
					continue
				}
				followed++
				if _, err := os.Stat(filepath.Join(filepath.Dir(file), target)); err != nil {
					t.Errorf("%s links to %s, which is not there", file, target)
				}
			}
		}
	}
	if followed == 0 {
		t.Error("no link was followed: this test reads nothing")
	}
}
