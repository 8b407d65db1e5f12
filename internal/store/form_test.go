package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

func TestDaysKeepWhatIsUnknown(t *testing.T) {
	for _, s := range []string{"", "2026-11-24", "2026-11-00", "2026-00-00"} {
		d := nl.MustDate(s)
		if got := dayOf(dayNumber(d)); got != d {
			t.Errorf("%s came back as %s", d, got)
		}
		if got := dayOf(dayOrNever(d)); got != d {
			t.Errorf("%s came back as %s", d, got)
		}
	}
}

func TestInstantsKeepMicroseconds(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		want := time.UnixMicro(rapid.Int64Range(1, 4e15).Draw(r, "at")).UTC()
		if got := instant(micros(want)); got != want {
			r.Fatalf("%v came back as %v", want, got)
		}
	})
	if !instant(micros(time.Time{})).IsZero() {
		t.Error("no moment came back as one")
	}
}

// TestLookDetail compares our own writing of JSON with the standard reading of it.
func TestLookDetail(t *testing.T) {
	text := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune{'"', '\\', 0, '\n', 'é', '<', '\u2028'})))
	rapid.Check(t, func(r *rapid.T) {
		want := lookDetail{
			Person: dossier.ID(text.Draw(r, "person")), Name: text.Draw(r, "name"), OrgName: text.Draw(r, "org"), Role: text.Draw(r, "role"), Purpose: text.Draw(r, "purpose"),
			Ground: text.Draw(r, "ground"), Policy: text.Draw(r, "policy"), Involvement: dossier.ID(text.Draw(r, "involvement")), Action: text.Draw(r, "action"), Parts: text.Draw(r, "parts"),
		}
		raw := detail(nil, Look{Person: want.Person, Name: want.Name, OrgName: want.OrgName, Role: want.Role, Purpose: want.Purpose,
			Ground: want.Ground, Policy: want.Policy, Involvement: want.Involvement, Action: want.Action, Parts: want.Parts}, "SALT")
		var got lookDetail
		if err := json.Unmarshal(raw, &got); err != nil || got != want {
			r.Fatalf("%s came back as %+v, %v", raw, got, err)
		}
	})
}

// TestLookDetailForm holds the stored form: old looks stay readable for ever.
func TestLookDetailForm(t *testing.T) {
	l := Look{Person: "p", Name: `Rob "de Vos"`, OrgName: "Wijkteam", Role: "worker", Purpose: "help", Ground: "g", Policy: "v1", Involvement: "i", Action: "open", Parts: "p/school"}
	// What was written before looks had a salt: the same members in another order.
	const old = `{"person":"p","name":"Rob \"de Vos\"","org_name":"Wijkteam","role":"worker","purpose":"help","ground":"g","policy":"v1","involvement":"i","action":"open","parts":"p/school"}`
	const want = `{"person":"p","name":"Rob \"de Vos\"","org_name":"Wijkteam","role":"worker","purpose":"help","ground":"g","policy":"v1","action":"open","salt":"SALT","involvement":"i","parts":"p/school"}`
	if got := string(detail(nil, l, "SALT")); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var was, is lookDetail
	if err := errors.Join(json.Unmarshal([]byte(old), &was), json.Unmarshal([]byte(want), &is)); err != nil || was != is {
		t.Errorf("%+v, %+v, %v", was, is, err)
	}
	if got := string(detail(nil, Look{}, "")); got != "{}" {
		t.Errorf("got %s", got)
	}
}

func TestCursorsComeBack(t *testing.T) {
	id := rapid.StringMatching(`[a-z0-9./]{0,30}`)
	rapid.Check(t, func(r *rapid.T) {
		want := place{rapid.SliceOfN(rapid.Int64(), 1, 4).Draw(r, "numbers"), rapid.SliceOfN(id, 0, 3).Draw(r, "ids")}
		args, err := place{make([]int64, len(want.numbers)), make([]string, len(want.ids))}.args("t", want.cursor())
		if err != nil {
			r.Fatal(err)
		}
		got := place{numbers: []int64{}, ids: []string{}}
		for _, a := range args {
			switch a := a.(type) {
			case int64:
				got.numbers = append(got.numbers, a)
			case string:
				got.ids = append(got.ids, a)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			r.Fatalf("%v came back as %v", want, got)
		}
	})
}

func TestRowsOf(t *testing.T) {
	got := rowsOf(`INSERT INTO t (a, b) VALUES ($1, $2)`, 2, 3)
	if want := `INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4), ($5, $6)`; got != want {
		t.Errorf("got %s", got)
	}
	for n := 1; n < 300; n++ {
		if size := lookChunk(n); size < 1 || size > n {
			t.Fatalf("a chunk of %d for %d", size, n)
		}
	}
}

// TestCalm: any gap is worse than any number of late clocks, any late clock
// than any returned task, and among those that are stuck the unsafe come first.
func TestCalm(t *testing.T) {
	gap := FamilyRow{GapSince: time.Unix(1, 0)}
	late, returned := FamilyRow{Late: 1}, FamilyRow{Returned: 99}
	unsafe := FamilyRow{Returned: 1, Safety: 3}
	order := []FamilyRow{unsafe, {GapSince: gap.GapSince, Late: 200, Returned: 99}, gap, {Late: 500, Returned: 9}, late, returned, {Returned: 1}, {}, {Safety: 4}, {Late: 3, Keep: nl.MustDate("2046-01-01")}}
	for i := 1; i < len(order); i++ {
		if calm(order[i-1]) > calm(order[i]) {
			t.Errorf("%+v must not come after %+v", order[i-1], order[i])
		}
	}
	if calm(order[len(order)-1]) != 1 || calm(FamilyRow{}) != 0 {
		t.Error("closed is 1, open and calm is 0")
	}
}

func TestTrouble(t *testing.T) {
	for _, c := range []struct {
		err  error
		want fault.Code
	}{
		{nil, ""}, {sql.ErrNoRows, fault.NotFound}, {errors.New("disk"), fault.Unavailable}, {errHangs, fault.Unavailable},
		{fault.New(fault.Conflict, "x", "store.lead"), fault.Conflict}, {fault.New(fault.Invalid, "x", ""), fault.Invalid},
	} {
		if got := fault.Of(trouble("t", c.err)); got != c.want {
			t.Errorf("%v: got %s", c.err, got)
		}
	}
}

func TestVersionsAreBounded(t *testing.T) {
	v := newVersions()
	for n := range versionsMost + 10 {
		v.settle(map[string]int64{fmt.Sprint(n): int64(n)})
	}
	if len(v.of) > versionsMost {
		t.Errorf("%d kept", len(v.of))
	}
	if n, ok := v.get(fmt.Sprint(versionsMost + 9)); !ok || n != versionsMost+9 {
		t.Error("the newest is gone")
	}
	v.settle(map[string]int64{"": 7})
	if _, _, ok := v.both("unknown"); ok {
		t.Error("knows what it never heard of")
	}
	v.forget()
	if _, ok := v.get(""); ok {
		t.Error("did not forget")
	}
}

func TestFoldersOfAnyName(t *testing.T) {
	for _, name := range []string{"plain", "with space", "a?b=c", "50%20", "é#1"} {
		dir := filepath.Join(t.TempDir(), name)
		s, err := OpenSQLite(t.Context(), dir)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		again, err := filepath.Glob(filepath.Join(filepath.Dir(dir), "*"))
		if err != nil || !reflect.DeepEqual(again, []string{dir}) {
			t.Errorf("%s became %v, %v", name, again, err)
		}
	}
}
