package api

import (
	"crypto/rand"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"eendracht/internal/ledger"
	"eendracht/internal/store"
	"eendracht/internal/store/storetest"
)

// TestTheLogIsOpenAndTellsNothing reads the public side of a log: hashes and
// signatures, no identifier of anyone.
func TestTheLogIsOpenAndTellsNothing(t *testing.T) {
	s, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	secret, key, err := ledger.NewKey(rand.Reader, "eendracht-test")
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ledger.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	door := Ledger(s, key, slog.New(slog.DiscardHandler))
	get := func(path string) (int, string) {
		answer := httptest.NewRecorder()
		door.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		return answer.Code, answer.Body.String()
	}
	if code, _ := get("/ledger/v1/checkpoint"); code != 404 {
		t.Errorf("a checkpoint before the first leaf: %d", code)
	}
	id, look := storetest.Covered(t, s)
	if _, err := s.Seal(t.Context(), store.Seal{Owner: "o", Now: time.UnixMicro(1_800_000_000_000_000).UTC(), Hold: time.Minute, Name: signer.Name(), Sign: signer.Sign}); err != nil {
		t.Fatal(err)
	}
	public, err := ledger.ReadPublic(key)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/ledger/v1/key": 200, "/ledger/v1/checkpoint": 200, "/ledger/v1/2027/checkpoint": 200, "/ledger/v1/2027/tile/0/0": 200,
		"/ledger/v1/2026/checkpoint": 404, "/ledger/v1/x/checkpoint": 404, "/ledger/v1/2027/tile/0/1": 404, "/ledger/v1/2027/tile/x/0": 404, "/ledger/v1/2027/tile/0/-1": 404,
	} {
		code, body := get(path)
		if code != want {
			t.Errorf("%s: %d, want %d", path, code, want)
		}
		if strings.HasSuffix(path, "checkpoint") && want == 200 && !public.Signed(body) {
			t.Errorf("%s is not signed: %s", path, body)
		}
		for _, secret := range []string{string(id), string(look.ID), string(look.User) + "\x00", look.Name, look.OrgName} {
			if strings.Contains(body, secret) {
				t.Errorf("%s tells %q", path, secret)
			}
		}
	}
	if _, tile := get("/ledger/v1/2027/tile/0/0"); len(tile) != 11*32 {
		t.Errorf("a tile of %d bytes", len(tile))
	}
}
