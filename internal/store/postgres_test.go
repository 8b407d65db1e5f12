package store_test

import (
	"testing"

	"eendracht/internal/store"
	"eendracht/internal/store/pgtest"
	"eendracht/internal/store/storetest"
)

func openPostgres(t testing.TB) store.Store {
	t.Helper()
	url := pgtest.URL(t)
	s, err := store.OpenPostgres(t.Context(), url)
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

func TestConformanceOnPostgres(t *testing.T) { storetest.Run(t, openPostgres) }

func BenchmarkPostgres(b *testing.B) { storetest.Bench(b, openPostgres) }
