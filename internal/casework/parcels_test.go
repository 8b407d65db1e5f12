package casework_test

import (
	"context"
	"testing"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

func (w *world) post() context.Context { return casework.As(w.t.Context(), casework.Post()) }

func (w *world) planner(roles ...string) context.Context {
	return w.as(access.Who{User: "u-plan", Org: "o-team", Kind: access.Staff, OrgKind: "neighbourhood_team", Municipality: "9901", Roles: roles, Name: "Plan"}, "allocation")
}

func parked(ref string) store.Parcel {
	return store.Parcel{ID: "in/" + "01012345/JW305/" + "1", Home: "9901", Peer: "01012345", Kind: "JW305", Ref: ref, State: store.ParcelDead}
}

func TestWhatIsParkedIsSealedAndCarriedByTheSystemOnly(t *testing.T) {
	w := newWorld(t)
	p := parked("1")
	if err := w.office.Park(w.post(), p, []byte("<bericht/>")); err != nil {
		t.Fatal(err)
	}
	kept, err := w.store.Parcel(t.Context(), p.ID)
	if err != nil || string(kept.Body) == "<bericht/>" || len(kept.Body) == 0 {
		t.Fatal("the content lies open, or is not kept", err)
	}
	content, err := w.office.Carry(w.post(), kept)
	if err != nil || string(content) != "<bericht/>" {
		t.Fatal(string(content), err)
	}
	for _, ctx := range []context.Context{w.mother(), w.planner("planner"), w.noor()} {
		if _, err := w.office.Carry(ctx, kept); !fault.Is(err, fault.Forbidden) {
			t.Error("someone carried a message:", err)
		}
	}
	if _, err := w.office.Carry(t.Context(), kept); !fault.Is(err, fault.SignIn) {
		t.Error(err)
	}
}

func TestTrafficIsForThoseWhoSteer(t *testing.T) {
	w := newWorld(t)
	if err := w.office.Park(w.post(), parked("1"), []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"planner", "director", "admin"} {
		seen, err := w.office.Traffic(w.planner(role))
		if err != nil || len(seen.Dead) != 1 || len(seen.Rows) != 1 {
			t.Fatal(role, seen, err)
		}
	}
	for _, ctx := range []context.Context{w.noor(), w.mother(), w.teacher(), w.post()} {
		if _, err := w.office.Traffic(ctx); !fault.Is(err, fault.Forbidden) {
			t.Error(err)
		}
	}
}

func TestAPersonDecidesAboutADeadMessage(t *testing.T) {
	w := newWorld(t)
	p, ctx := parked("1"), w.planner("planner")
	if err := w.office.Park(w.post(), p, []byte("x")); err != nil {
		t.Fatal(err)
	}
	seen, err := w.office.Parcel(ctx, p.ID)
	if err != nil || seen.Body != nil {
		t.Fatal("a person sees a sealed body, or nothing:", err)
	}
	elsewhere := w.as(access.Who{User: "u-other", Org: "o-other", Kind: access.Staff, OrgKind: "municipality", Municipality: "9902", Roles: []string{"planner"}}, "allocation")
	if err := w.office.DecideParcel(elsewhere, p.ID, ""); !fault.Is(err, fault.NotFound) {
		t.Error("another municipality decided:", err)
	}
	if err := w.office.DecideParcel(ctx, p.ID, "because I say so"); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	for _, reason := range []string{"", "otherwise"} {
		err := w.office.DecideParcel(ctx, p.ID, reason)
		if reason != "" {
			if !fault.Is(err, fault.Conflict) { // it is on its way again
				t.Error(err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
