package bench

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"eendracht/internal/fault"
	"eendracht/internal/ijw"
	"eendracht/internal/ijw/rules"
)

func TestTheBatchIsRightAtBothLevels(t *testing.T) {
	seen := map[string]bool{}
	for i := range 200 {
		m := usual301(i)
		if found := append(ijw.Check(m), rules.Content(m)...); len(found) > 0 {
			t.Fatalf("%d: %v", i, found)
		}
		seen[m.Client().BSN] = true
	}
	if len(seen) < 100 {
		t.Errorf("only %d clients", len(seen))
	}
}

func TestMessagesAreMeasured(t *testing.T) {
	shared := os.Getenv("EENDRACHT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	tool, err := exec.LookPath("true") // any program that ends well
	if err != nil {
		t.Skip("no program to measure")
	}
	p := MessagePlan{Program: tool, Schema: filepath.Join(shared, "ijw", "jw", "xsd", "JW301.xsd"), Files: 500, Rounds: 1, Dir: t.TempDir()}
	speed, err := Messages(t.Context(), p)
	if fault.Is(err, fault.NotFound) {
		t.Skip("xmllint or the official schema not found: nothing was measured")
	}
	if err != nil || speed.Xmllint <= 0 || speed.Bytes < 500*5000 {
		t.Errorf("%+v %v", speed, err)
	}
}

func TestWithoutASchemaNothingIsMeasured(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint not found")
	}
	if _, err := Messages(t.Context(), MessagePlan{Schema: filepath.Join(t.TempDir(), "niets.xsd"), Files: 1, Rounds: 1}); !fault.Is(err, fault.NotFound) {
		t.Errorf("%v", err)
	}
}
