package api

import (
	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/nl"
)

// Talk is a conversation between one person of the family or its network and
// the helpers who take part.
type Talk struct {
	ID       string   `json:"id"`
	Person   string   `json:"person"`
	Subject  string   `json:"subject"`
	With     []string `json:"with,omitempty" doc:"Names of the helpers."`
	Lead     bool     `json:"lead,omitempty" doc:"Whoever is the lead takes part."`
	New      int      `json:"new" doc:"Messages that the caller's side did not see or answer yet. What others saw is not told."`
	Messages []Said   `json:"messages"`
}

// Said is one message of a conversation.
type Said struct {
	ID    string `json:"id"`
	At    string `json:"at" format:"date-time"`
	From  string `json:"from"`
	Mine  bool   `json:"mine,omitempty"`
	Words string `json:"words"`
}

func talks(v *access.View, day nl.Date) []Talk {
	who := v.Ask.Who
	return each(v.Dossier.Talks, func(t dossier.Talk) Talk {
		return Talk{
			ID: string(t.Talk), Person: string(t.Person), Subject: t.Subject, Lead: t.Lead,
			With: each(t.With, func(h dossier.Holder) string { return h.Name }),
			New:  v.Dossier.New(t, who.User, who.Org, v.Me, day),
			Messages: each(t.Messages, func(m dossier.Said) Said {
				return Said{ID: string(m.Message), At: stamp(m.At), From: m.By.Name, Mine: m.By.User == who.User, Words: m.Words}
			}),
		}
	})
}
