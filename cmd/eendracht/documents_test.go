package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
)

// paperwork is an archive with a document of three pieces, sealed log and all.
func paperwork(t *testing.T, at Place) (id, document dossier.ID) {
	t.Helper()
	a := begun(t, at)
	defer a.close()
	id = asks(t, a, 1)
	ctx, _ := citizen(t, 1)
	file := casework.File{Media: "text/plain", Scan: dossier.ScanNone, Body: bytes.Repeat([]byte("Beste mensen. "), 100_000)}
	done, err := a.office.AddDocument(ctx, casework.Wish{Dossier: id, Command: dossier.AddDocument{Title: "Brief"}}, file)
	if err != nil {
		t.Fatal(err)
	}
	a.keeper.SealAll(t.Context())
	return id, done.New[0]
}

func reads(t *testing.T, at Place, id, document dossier.ID) error {
	t.Helper()
	a := begun(t, at)
	defer a.close()
	ctx, _ := citizen(t, 1)
	r, err := a.office.ReadDocument(ctx, id, document, 0)
	if err != nil {
		return err
	}
	body, err := r.All(ctx)
	if err == nil && !bytes.HasPrefix(body, []byte("Beste mensen.")) {
		t.Error("it reads something else")
	}
	return err
}

// TestVerifyCoversDocuments: a piece that was changed or taken away is found
// without any key.
func TestVerifyCoversDocuments(t *testing.T) {
	at := Place{Data: t.TempDir()}
	paperwork(t, at)
	if code, out := command(t, "verify", "--data", at.Data, "--quiet"); code != 0 || !strings.Contains(out, "1 documenten") {
		t.Errorf("a clean archive: %d, %s", code, out)
	}
	for _, harm := range []string{`UPDATE piece SET body = zeroblob(length(body)) WHERE n = 1`, `DELETE FROM piece WHERE n = 2`} {
		db, err := sql.Open("sqlite", "file:"+filepath.Join(at.Data, "eendracht.db"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(harm); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if code, out := command(t, "verify", "--data", at.Data, "--quiet"); code != 1 || !strings.Contains(out, "piece") {
			t.Errorf("%s: %d, %s", harm, code, out)
		}
	}
}

// TestDocumentsInAFolder: what lies there is sealed; verify, backup and restore
// know of it.
func TestDocumentsInAFolder(t *testing.T) {
	at := Place{Data: t.TempDir(), Documents: t.TempDir()}
	id, document := paperwork(t, at)
	files, err := filepath.Glob(filepath.Join(at.Documents, string(id), "*"))
	if err != nil || len(files) != 3 {
		t.Fatalf("%v, %v", files, err)
	}
	for _, path := range files {
		if raw, err := os.ReadFile(path); err != nil || bytes.Contains(raw, []byte("Beste")) {
			t.Errorf("%s holds clear text, or nothing: %v", path, err)
		}
	}
	if code, _ := command(t, "verify", "--data", at.Data, "--documents", at.Documents, "--quiet"); code != 0 {
		t.Errorf("verify: %d", code)
	}
	if code, _ := command(t, "verify", "--data", at.Data, "--quiet"); code != 1 {
		t.Errorf("verify without the folder finds nothing missing: %d", code)
	}
	away, pass := t.TempDir(), filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(pass, []byte("een lange zin voor de proef\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, keys := filepath.Join(away, "data.ebk"), filepath.Join(away, "keys.ebk")
	ranWell(t, "backup", "--data", at.Data, "--documents", at.Documents, "--to", data, "--keys", keys, "--pass-file", pass, "--quiet")
	then := Place{Data: filepath.Join(t.TempDir(), "new"), Documents: t.TempDir()}
	ranWell(t, "restore", "--from", data, "--keys", keys, "--data", then.Data, "--documents", then.Documents, "--pass-file", pass)
	if err := reads(t, then, id, document); err != nil {
		t.Errorf("after the restore: %v", err)
	}
	if err := os.Remove(files[1]); err != nil {
		t.Fatal(err)
	}
	if err := reads(t, at, id, document); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a piece is gone: %v", err)
	}
}
