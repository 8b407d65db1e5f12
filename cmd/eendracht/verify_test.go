package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"eendracht/internal/ledger"
	"eendracht/internal/ledger/keeper"
	"eendracht/internal/store"
	"eendracht/internal/store/storetest"
)

// sealedArchive makes an archive with a sealed log, the checkpoint of a witness
// in a file, and gives a look in it.
func sealedArchive(t *testing.T) (dir, checkpoint, key, witness, look string) {
	t.Helper()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	dir = t.TempDir()
	s, err := store.OpenSQLite(t.Context(), dir)
	ok(err)
	_, seen := storetest.Covered(t, s)
	log, err := keeper.OpenKey(t.Context(), filepath.Join(dir, keyOfLog), s, rand.Reader)
	ok(err)
	k := &keeper.Keeper{Store: s, Key: log, Owner: "o", Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	k.SealAll(t.Context())
	c, err := s.Checkpoint(t.Context(), 0)
	ok(err)
	partner, err := keeper.WitnessKey(filepath.Join(t.TempDir(), "witness.key"), "partner.example", rand.Reader)
	ok(err)
	checkpoint = filepath.Join(t.TempDir(), "checkpoint.txt")
	ok(os.WriteFile(checkpoint, []byte(c.Note+partner.Cosign(c.Note, time.Now())), 0o600))
	ok(s.Close())
	return dir, checkpoint, log.Public, partner.Public, string(seen.ID)
}

func command(t *testing.T, args ...string) (code int, out string) {
	t.Helper()
	var said, errs bytes.Buffer
	code = run(context.Background(), args, &Streams{In: strings.NewReader(""), Out: &said, Err: &errs})
	t.Logf("%v: %d\n%s%s", args, code, said.String(), errs.String())
	return code, said.String()
}

func TestVerifyAndProof(t *testing.T) {
	dir, checkpoint, key, witness, look := sealedArchive(t)
	full := []string{"verify", "--data", dir, "--checkpoint", checkpoint, "--key", key, "--witness", witness}
	if code, out := command(t, full...); code != 0 || !strings.Contains(out, "11 regels") {
		t.Errorf("a clean archive: %d, %s", code, out)
	}
	if code, out := command(t, "verify", "--data", dir); code != 0 || !strings.Contains(out, "--checkpoint") {
		t.Errorf("without a checkpoint it must say what that is worth: %d, %s", code, out)
	}
	if code, _ := command(t, "verify", "--data", dir, "--checkpoint", checkpoint, "--witness", key); code != 1 {
		t.Errorf("a witness that did not sign: %d", code)
	}
	if code, _ := command(t, "verify", "--data", filepath.Join(dir, "none"), "--json"); code != 2 {
		t.Errorf("no archive: %d", code)
	}
	code, out := command(t, "proof", "--data", dir, look)
	var proof ledger.Proof
	if err := json.Unmarshal([]byte(out), &proof); code != 0 || err != nil || proof.Check() != nil || proof.Key != key || proof.Look.ID != look {
		t.Errorf("the proof of a look: %d, %v, %v", code, err, proof.Check())
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "eendracht.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE look SET usr = 'nobody' WHERE id = ?`, look); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	code, out = command(t, append(full, "--json")...)
	var said verifyOutcome
	if err := json.Unmarshal([]byte(out), &said); code != 1 || err != nil || said.OK || said.Finding.Table != "look" || said.Finding.Wrong != ledger.Edited || !strings.HasSuffix(said.Finding.Key, look) {
		t.Errorf("a changed look: %d, %v, %+v", code, err, said)
	}
}
