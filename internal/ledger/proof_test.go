package ledger

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// proofOf builds a tree of looks and proves one.
func proofOf(t *testing.T, size, n int) Proof {
	t.Helper()
	secret, public, err := NewKey(rand.Reader, "eendracht-test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	row := func(i int) LookRow {
		return LookRow{fmt.Sprintf("d%d", i%3), 1_800_000_000_000_000 + int64(i), fmt.Sprintf("l%d", i), "u1", "o1", int64(i),
			[]byte(`{"name":"Zoë \"de\" Vos","org_name":"Wijkteam Noord","role":"worker","purpose":"help","ground":"jw-7.4.0","action":"open","salt":"ABC","parts":"p1/safety"}`)}
	}
	tiles, tree, h := map[[2]int64][]byte{}, &Tree{}, &Hasher{}
	keep := func(tile Tile) { tiles[[2]int64{int64(tile.Level), tile.N}] = tile.Data }
	for i := range size {
		tree.Add(h.Leaf(row(i).Leaf()), keep)
	}
	for _, tile := range tree.Edge() {
		keep(tile)
	}
	note, err := signer.Sign(Checkpoint{"eendracht-test", ShardOf(2027), tree.Size(), tree.Root(), time.UnixMicro(1_800_000_100_000_000).UTC()})
	if err != nil {
		t.Fatal(err)
	}
	p, err := row(n).Prove(note, public, int64(n), func(level int, n int64, _ int) ([]byte, error) { return tiles[[2]int64{int64(level), n}], nil })
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// tampered are proofs that say something else than what was signed.
func tampered(p Proof) map[string]Proof {
	all := map[string]Proof{}
	add := func(name string, change func(*Proof)) {
		q := p
		q.Path = append([]string{}, p.Path...)
		change(&q)
		all[name] = q
	}
	add("another user", func(p *Proof) { p.Look.User = "u2" })
	add("another organisation", func(p *Proof) { p.Look.Org = "o2" })
	add("another moment", func(p *Proof) { p.Look.At++ })
	add("another family", func(p *Proof) { p.Look.Home = "d" })
	add("another look", func(p *Proof) { p.Look.ID = "x" })
	add("another version", func(p *Proof) { p.Look.Version++ })
	add("another purpose", func(p *Proof) { p.Look.Told = strings.Replace(p.Look.Told, "help", "care", 1) })
	add("other parts", func(p *Proof) { p.Look.Kept = strings.Repeat("0", 64) })
	add("another place", func(p *Proof) { p.Leaf ^= 1 })
	add("outside the tree", func(p *Proof) { p.Leaf = 1 << 40 })
	add("a shorter path", func(p *Proof) { p.Path = p.Path[1:] })
	add("a longer path", func(p *Proof) { p.Path = append(p.Path, p.Path[0]) })
	add("another path", func(p *Proof) { p.Path[0] = p.Look.Kept })
	add("another size", func(p *Proof) { p.Checkpoint = strings.Replace(p.Checkpoint, "\n300\n", "\n301\n", 1) })
	add("another year", func(p *Proof) { p.Checkpoint = strings.Replace(p.Checkpoint, "/2027", "/2028", 1) })
	add("no signature", func(p *Proof) { p.Checkpoint = p.Checkpoint[:strings.Index(p.Checkpoint, "—")] })
	add("another form", func(p *Proof) { p.Form = "x" })
	return all
}

func TestProofsHoldAndTamperedOnesDoNot(t *testing.T) {
	p := proofOf(t, 300, 260)
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for name, bad := range tampered(p) {
		if bad.Check() == nil {
			t.Errorf("%s: it holds", name)
		}
	}
	if strings.Contains(p.Look.Told, "safety") || !strings.Contains(p.Look.Told, "Wijkteam") {
		t.Errorf("a proof tells %s", p.Look.Told)
	}
}

// TestAVerifierInAnotherLanguageAgrees runs docs/verify/verify.mjs under node.
func TestAVerifierInAnotherLanguageAgrees(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("NOTE: node is not here (apt-get install nodejs), so docs/verify/verify.mjs is NOT tested")
	}
	script := "../../docs/verify/verify.mjs"
	raw, err := os.ReadFile(script)
	if err != nil || strings.Count(string(raw), "\n") > 100 {
		t.Errorf("the verifier has %d lines, at most 100 (%v)", strings.Count(string(raw), "\n"), err)
	}
	run := func(p Proof, args ...string) (string, error) {
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "bewijs.json")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(node, append([]string{script, path}, args...)...).CombinedOutput()
		return string(out), err
	}
	for _, at := range [][2]int{{1, 0}, {2, 1}, {300, 0}, {300, 255}, {300, 260}, {300, 299}} {
		p := proofOf(t, at[0], at[1])
		if out, err := run(p, p.Key); err != nil || !strings.Contains(out, `Zoë "de" Vos, Wijkteam Noord`) {
			t.Errorf("leaf %d of %d: %v\n%s", at[1], at[0], err, out)
		}
	}
	p := proofOf(t, 300, 260)
	for name, bad := range tampered(p) {
		if out, err := run(bad); err == nil || !strings.Contains(out, "It does not hold") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
	if out, err := run(p, proofOf(t, 1, 0).Key); err == nil {
		t.Errorf("the key of another installation: %s", out)
	}
}
