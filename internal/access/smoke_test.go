package access

import (
	"testing"

	"eendracht/internal/statute"
)

func TestSmoke(t *testing.T) {
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, err := New(law)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(e.Version(), len(e.rules))
}
