package casework_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/dossier"
	"eendracht/internal/store"
	"eendracht/internal/vault"
)

// What names a resident stands nowhere in the open: not in the database, nor its
// write-ahead log; and it is gone with the key of the account.
func TestNoNameOfAResidentIsInTheOpen(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	archive, err := store.OpenSQLite(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := archive.Close(); err != nil {
			t.Error(err)
		}
	})
	safe, err := vault.Open(ctx, filepath.Join(dir, "master"), archive, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	office := casework.New(casework.Parts{Store: archive, Vault: safe})
	user := store.User{ID: "u-veiled", Kind: access.Citizen, Name: "Wilhelmina Zonderveld", Phone: "0687654321", Email: "wilhelmina@zonderveld.example", Active: true}
	if err := archive.PutUsers(ctx, []store.User{user}); err != nil {
		t.Fatal(err)
	}
	got, err := archive.User(ctx, user.ID)
	if err != nil || got.Name != user.Name || got.Phone != user.Phone || got.Email != user.Email {
		t.Fatalf("read back %+v, %v", got, err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 3 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{user.Name, user.Phone, user.Email, "Zonderveld"} {
			if bytes.Contains(raw, []byte(secret)) {
				t.Errorf("%s holds %q", filepath.Base(file), secret)
			}
		}
	}
	if err := office.Vault.Forget(ctx, "account:"+string(user.ID)); err != nil {
		t.Fatal(err)
	}
	if got, err = archive.User(ctx, user.ID); err != nil || got.Name != "" || got.ID != dossier.ID("u-veiled") {
		t.Errorf("after its key went: %+v, %v", got, err)
	}
}
