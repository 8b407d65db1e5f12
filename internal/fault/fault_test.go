package fault

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestAFaultKeepsItsCodeOnTheWayUp(t *testing.T) {
	inner := New(Conflict, "store.Append", "store.lead", "name", "Noor")
	outer := Wrap(Internal, "casework.Do", inner)
	if Of(outer) != Conflict {
		t.Errorf("code %s", Of(outer))
	}
	key, args := Message(outer)
	if key != "store.lead" || len(args) != 2 {
		t.Errorf("message %s %v", key, args)
	}
	if !errors.Is(outer, error(inner)) || !strings.Contains(outer.Error(), "casework.Do") {
		t.Errorf("the way up is lost: %v", outer)
	}
}

func TestWhatIsNoFault(t *testing.T) {
	for _, row := range []struct {
		err  error
		code Code
		key  string
	}{
		{nil, "", "fault."},
		{io.EOF, Internal, "fault.internal"},
		{Wrap(Unavailable, "op", io.EOF), Unavailable, "fault.unavailable"},
	} {
		if Of(row.err) != row.code {
			t.Errorf("%v: code %s, want %s", row.err, Of(row.err), row.code)
		}
		if key, _ := Message(row.err); key != row.key {
			t.Errorf("%v: key %s, want %s", row.err, key, row.key)
		}
	}
	if Wrap(Internal, "op", nil) != nil {
		t.Error("nothing wrapped is something")
	}
	if Is(nil, "") {
		t.Error("nil is a fault")
	}
}

func TestFindings(t *testing.T) {
	if In("op") != nil {
		t.Error("no findings are a fault")
	}
	err := Wrap(Internal, "up", In("op", Field{Name: "words", Key: "x"}))
	if Of(err) != Invalid || len(Fields(err)) != 1 || !strings.Contains(err.Error(), "words") {
		t.Errorf("%v", err)
	}
	if Fields(io.EOF) != nil {
		t.Error("findings out of nothing")
	}
}
