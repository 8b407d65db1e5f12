package store_test

import (
	"testing"

	"eendracht/internal/store"
	"eendracht/internal/store/storetest"
)

func openSQLite(t testing.TB) store.Store {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestConformanceOnSQLite(t *testing.T) { storetest.Run(t, openSQLite) }

func BenchmarkSQLite(b *testing.B) { storetest.Bench(b, openSQLite) }
