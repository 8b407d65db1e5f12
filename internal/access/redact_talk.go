package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// takes tells whether the asker takes part in a conversation.
func (s *scene) takes(t dossier.Talk) bool {
	return s.d.Takes(t, s.ask.Who.User, s.ask.Who.Org, s.me, s.day)
}

// talks gives the facts about a conversation that a command touches: whether
// the asker takes part or, when one begins, whether they may know the person.
func (s *scene) talks(need dossier.Need) flags {
	if t, ok := s.d.Talked(need.Talk); ok {
		return when(isPartner, s.takes(t))
	}
	if need.Talk != "" {
		return 0
	}
	if need.Person == "" { // a button: is there anyone to begin with
		return when(isKnown, slices.ContainsFunc(s.people, func(k kin) bool { return s.mayName(&k) }))
	}
	k := s.kin(need.Person)
	return when(isKnown, k != nil && s.mayName(k))
}

// mayName tells whether the asker may know a person by name.
func (s *scene) mayName(k *kin) bool { return (&redaction{scene: s}).about(actPerson, k) }

// talks copies the conversations in which the asker takes part, with the
// marks of their own side alone: who saw a message when is told to nobody else.
func (r *redaction) talks() {
	for i := range r.d.Talks {
		t := r.d.Talks[i]
		if !r.talkShown(t) {
			continue
		}
		t.Marks = r.d.OwnMarks(t, r.ask.Who.User, r.ask.Who.Org, r.me, r.day)
		r.out.Talks = append(r.out.Talks, t)
		r.shown[t.Talk] = true
	}
}

// talkShown hides what lies in a compartment from who is recognised too weakly.
func (r *redaction) talkShown(t dossier.Talk) bool {
	return !(r.ask.Who.Weak && t.Shut != "") && r.record("talk", when(isMine, r.takes(t)))
}

// bodyTalk decides on entries about conversations.
func (r *redaction) bodyTalk(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.TalkWritten:
		return r.shown[b.Talk]
	case dossier.TalkRead:
		t, ok := r.out.Talked(b.Talk)
		return ok && slices.Contains(t.Marks, dossier.Mark{By: e.By, Message: b.Message})
	}
	return false
}
