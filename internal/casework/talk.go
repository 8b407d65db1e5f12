package casework

import (
	"context"
	"encoding/json"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// NewsAsk says of which conversations News counts: all, or those of one dossier.
type NewsAsk struct{ Dossier dossier.ID }

// News counts the conversations in which something waits for the caller. It is
// a number about the caller's own work, names no dossier and tells nothing of
// one, so it leaves no look.
func (o *Office) News(ctx context.Context, q NewsAsk) (int, error) {
	const op = "casework.News"
	_, ask, err := o.ask(ctx)
	if err != nil {
		return 0, fault.Wrap(fault.SignIn, op, err)
	}
	count, err := o.Store.WorkCount(ctx, store.WorkQuery{
		User: ask.Who.User, Org: ask.Who.Org, Purpose: ask.Purpose, Day: today(ask), Kinds: []string{WorkTalk}, Dossier: q.Dossier,
	})
	return count.All, fault.Wrap(fault.Unavailable, op, err)
}

// talkDeeds are the commands of conversations.
var talkDeeds = []string{dossier.StartTalk{}.Name(), dossier.ReplyTalk{}.Name(), dossier.ReadTalk{}.Name()}

// partakes tells whether a look of such a command is about a conversation in
// which the reader takes part: to others it would tell that there is one.
func partakes(view *access.View, l store.Look) bool {
	var said []needed
	if json.Unmarshal([]byte(l.Need), &said) != nil || len(said) == 0 {
		return false
	}
	need := said[0].Need
	if need.Talk == "" {
		return need.Person != "" && need.Person == view.Me
	}
	_, shown := view.Dossier.Talked(need.Talk)
	return shown
}
