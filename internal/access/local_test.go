package access

import (
	"strings"
	"testing"
	"testing/fstest"

	"eendracht/internal/fault"
)

func TestLocalRulesAreReadInOrder(t *testing.T) {
	got, err := ReadLocal(fstest.MapFS{"b.cedar": {Data: []byte("two")}, "a.cedar": {Data: []byte("one")}, "notes.txt": {Data: []byte("x")}})
	if err != nil || strings.Join(got, " ") != "one two" {
		t.Errorf("%q, %v", got, err)
	}
	for name, from := range map[string]fstest.MapFS{"none": {"notes.txt": {}}, "too long": {"a.cedar": {Data: make([]byte, localBytes+1)}}} {
		if _, err := ReadLocal(from); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefusalsSayWhatIsWrong(t *testing.T) {
	notes := `@id("local.x") @nl("access.deny.local") @ground("avg.15") `
	for name, rule := range map[string]string{
		"may only forbid": notes + `permit (principal, action, resource);`,
		"domian":          notes + `forbid (principal, action == Action::"part", resource) when { resource.domian == "mind" };`,
		"unknown @ground": `@id("local.x") @nl("n") @ground("moon.1") forbid (principal, action, resource);`,
		"has no @id":      `@nl("n") @ground("avg.15") forbid (principal, action, resource);`,
		"stands twice":    `@id("family.own") @nl("n") @ground("avg.15") forbid (principal, action, resource);`,
		"forbid 1":        `forbid (principal`,
	} {
		_, err := New(shippedLaw(t), rule)
		if err == nil {
			t.Errorf("%s: taken", name)
			continue
		}
		lines := Refusals(err)
		if !strings.Contains(strings.Join(lines, "\n"), name) {
			t.Errorf("%s is not said: %q", name, lines)
		}
	}
	if lines := Refusals(nil); len(lines) != 0 {
		t.Errorf("nothing wrong: %q", lines)
	}
}
