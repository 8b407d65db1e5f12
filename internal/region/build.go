package region

import (
	"context"
	"fmt"
	"sync"
	"time"

	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/ijw/desk"
	mail "eendracht/internal/ijw/post"
	"eendracht/internal/store"
)

// The facts of a store that say which region it holds, whole or in the making.
const (
	FactRegion   = "region"
	factBuilding = "region.building"
)

// workers is how many families live at the same time. More than the processors:
// while some wait for the disk, others think, and their writes share a commit.
const workers = 32

// Name says which region this is, as the store keeps it: version, seed, families and day.
func (r *Region) Name() string {
	return fmt.Sprintf("%d/%d/%d/%s", Version, r.Seed, r.Count, r.Today)
}

// Build fills a store with the region, and tells how many families are done. It
// may be called again after an interruption: what is there is not made twice. A
// store that holds the whole region is left alone; one that holds another is
// refused with Conflict. The office must take its time and identifiers from
// Clock and IDs.
func Build(ctx context.Context, office *casework.Office, r *Region, progress func(done, total int)) error {
	const op = "region.Build"
	whole, err := claim(ctx, office.Store, r)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if whole {
		progress(r.Count, r.Count)
		return nil
	}
	b := &builder{region: r, office: office, progress: progress}
	b.desk = &desk.Desk{Office: office, Codes: codes{r}, Outside: inside}
	if b.post, err = newPost(b.desk, r); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if err := b.directory(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	if err := b.families(ctx); err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	if err := b.carry(ctx); err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, office.Store.SetFact(ctx, FactRegion, r.Name()))
}

// claim marks the store as the place of this region; true when it is whole already.
func claim(ctx context.Context, st store.Store, r *Region) (bool, error) {
	for _, fact := range []string{FactRegion, factBuilding} {
		held, err := st.Fact(ctx, fact)
		switch {
		case fault.Is(err, fault.NotFound) || err == nil && held == "":
		case err != nil:
			return false, err
		case held != r.Name():
			return false, fault.New(fault.Conflict, "region.claim", "region.other", "region", held)
		case fact == FactRegion:
			return true, nil
		}
	}
	return false, st.SetFact(ctx, factBuilding, r.Name())
}

// builder builds one region.
type builder struct {
	region   *Region
	office   *casework.Office
	desk     *desk.Desk
	post     *mail.Post
	progress func(done, total int)
	ctx      context.Context // of the families, ends with the first fault

	mu   sync.Mutex
	next int // family
	done int
	err  error
}

// directory puts down organisations, staff and the accounts of the story.
func (b *builder) directory(ctx context.Context) error {
	if err := b.office.Store.PutOrgs(ctx, b.region.Orgs); err != nil {
		return err
	}
	users := append([]store.User(nil), b.region.Staff...)
	for _, user := range b.region.Story.storyAccounts() {
		for _, p := range b.region.Story.People {
			if p.User != user.ID {
				continue
			}
			sealed, err := b.office.SealProfile(ctx, user.ID, p.Profile)
			if err != nil {
				return err
			}
			user.Profile = sealed
			if err := b.office.RememberAccount(ctx, user.ID, p.Profile); err != nil {
				return err
			}
		}
		users = append(users, user)
	}
	return b.office.Store.PutUsers(ctx, users)
}

// families lets every family live, several at the same time, and stops at the first fault.
func (b *builder) families(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	b.ctx = ctx
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for n, ok := b.take(); ok; n, ok = b.take() {
				if err := b.live(n); err != nil {
					b.fail(err)
					stop()
					return
				}
			}
		})
	}
	group.Wait()
	if b.err == nil {
		return ctx.Err()
	}
	return b.err
}

// take gives the next family; false at the end.
func (b *builder) take() (n int, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.next >= b.region.Count || b.ctx.Err() != nil {
		return 0, false
	}
	b.next++
	return b.next - 1, true
}

func (b *builder) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.err = err
	}
}

// live lets a family live, and then gives its members their accounts: an account
// shows that the history is whole, also after an interruption.
func (b *builder) live(n int) error {
	f := b.region.Family(n)
	err := b.patiently(func() error {
		_, err := b.office.Store.User(b.ctx, f.Persons[0].Account)
		return err
	})
	if fault.Is(err, fault.NotFound) {
		l := b.begin(n, f)
		if l.live(); l.err != nil {
			return l.err
		}
		err = b.patiently(func() error { return b.register(f) })
	}
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.done++
	b.progress(b.done, b.region.Count)
	return nil
}

// patience is how often a step is tried again when the store did not answer in
// time, as on a machine that is busy with other work.
const patience = 40

// patiently does something that may be done again, until the store answers.
func (b *builder) patiently(do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if !fault.Is(err, fault.Unavailable) || n == patience {
			return err
		}
		select {
		case <-b.ctx.Done():
			return err
		case <-time.After(time.Duration(n) * 50 * time.Millisecond):
		}
	}
}

// register gives the members of a family their accounts, with sealed profiles.
// It is carried out to the end also when the build is being broken off.
func (b *builder) register(f Family) error {
	ctx := context.WithoutCancel(b.ctx)
	var users []store.User
	for _, p := range f.Persons {
		if p.Account == "" {
			continue
		}
		sealed, err := b.office.SealProfile(ctx, p.Account, p.Profile(f.Municipality))
		if err != nil {
			return err
		}
		users = append(users, store.User{
			ID: p.Account, Kind: "citizen", Name: p.Name.Informal(), Phone: p.Phone, Email: p.Email, Active: true, Profile: sealed,
		})
	}
	return b.office.Store.PutUsers(ctx, users)
}
