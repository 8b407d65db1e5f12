package access

import (
	"slices"

	"eendracht/internal/dossier"
)

// entries copies the entries that may be read. An entry is shown only when all
// its parts and its compartment are, and when what it states is shown; Seq
// becomes the place in the view, so that gaps tell nothing. What changes
// something that is shown counts for Seen, also when the entry itself is not.
func (r *redaction) entries() {
	if r.as != roleDirector && r.as != rolePrivacy {
		r.log()
	} else {
		for i := range r.d.Entries {
			r.moves(&r.d.Entries[i])
		}
	}
	r.views()
}

// log copies the entries themselves, in a list of the exact length.
func (r *redaction) log() {
	type shown struct {
		at   int
		body dossier.Body
	}
	referred := r.referred()
	list := make([]shown, 0, len(r.d.Entries))
	for i := range r.d.Entries {
		e := &r.d.Entries[i]
		body, ok := r.body(e)
		if !ok {
			r.moves(e)
			continue
		}
		if slices.Contains(referred, e.ID) {
			r.shown[e.ID] = true
		}
		list = append(list, shown{i, body})
		r.seen++
		r.out.ChangedAt = e.At
	}
	r.out.Entries = make([]dossier.Entry, len(list))
	for n, one := range list {
		r.trim(&r.out.Entries[n], &r.d.Entries[one.at], one.body, int64(n+1))
	}
}

// referred gives the entries that other entries refer to.
func (r *redaction) referred() []dossier.ID {
	var ids []dossier.ID
	for i := range r.d.Entries {
		e := &r.d.Entries[i]
		if e.Corrects != "" {
			ids = append(ids, e.Corrects)
		}
		switch b := e.Body.(type) {
		case dossier.ViewDiffers:
			ids = append(ids, b.Entry)
		case dossier.Retracted:
			ids = append(ids, b.Entry)
		}
	}
	return ids
}

// moves counts an entry that is not shown but changes what is.
func (r *redaction) moves(e *dossier.Entry) {
	if r.changes(e) {
		r.seen++
		r.out.ChangedAt = e.At
	}
}

// changes tells whether an entry that is not shown changes something that is.
func (r *redaction) changes(e *dossier.Entry) bool {
	if _, report := e.Body.(dossier.TaskReported); report {
		return false
	}
	if task, ok := taskOf(e.Body); ok {
		return r.shown[task]
	}
	if clock, ok := clockOf(e.Body); ok {
		return r.shown[clock]
	}
	if glass, ok := glassOf(e.Body); ok {
		return r.shown[glass]
	}
	if r.changesAlloc(e) {
		return true
	}
	if erasure, ok := erasureOf(e.Body); ok {
		return r.shown[erasure]
	}
	if own, ok := ownOf(e.Body); ok {
		return r.shown[own]
	}
	switch b := e.Body.(type) {
	case dossier.InvolvementStarted:
		return r.linked(b.Involvement)
	case dossier.InvolvementEnded:
		return r.linked(b.Involvement)
	case dossier.PersonStated:
		return r.knows(b.Person)
	case dossier.LeadAccepted, dossier.LeadCovered, dossier.LeadEnded:
		return r.record("lead", isReadable)
	case dossier.PlanAgreed:
		return r.out.Plan != nil
	case dossier.WatchSet:
		return r.out.Watch != nil
	case dossier.Closed, dossier.Reopened:
		return r.record("closing", isReadable)
	case dossier.GoalSet:
		return r.shown[b.Goal] || r.as == roleDirector && b.Goal == r.d.Goals[0].Goal // the first moves the phase
	case dossier.ConsentGiven:
		if b.Matter == "objection" { // against whom it is must not notice it
			return false
		}
		return r.meant(b.For) || b.For.Org != "" && b.For.Org == r.ask.Who.Org
	}
	return false
}

// linked tells whether the asker may know that an involvement is there.
func (r *redaction) linked(id dossier.ID) bool {
	for k := range r.d.Involved {
		if i := &r.d.Involved[k]; i.Involvement == id {
			return r.decide(actThat, same(r.link(i))).allow
		}
	}
	return false
}

// trim writes an entry without references to what is not shown.
func (r *redaction) trim(out, e *dossier.Entry, body dossier.Body, seq int64) {
	*out = *e
	out.Seq, out.Body = seq, body
	if out.Corrects != "" && !r.shown[out.Corrects] {
		out.Corrects = ""
	}
	for _, id := range e.About {
		if !r.knows(id) {
			out.About = r.known(e.About)
			break
		}
	}
}

// views copies the differing views next to entries that are shown, and one's own.
func (r *redaction) views() {
	for _, v := range r.d.Views {
		if r.viewShown(v.ViewDiffers) {
			r.out.Views = append(r.out.Views, v)
		}
	}
}

func (r *redaction) viewShown(v dossier.ViewDiffers) bool {
	return r.shown[v.Entry] && r.record("view", isReadable|when(isMine, v.Person == r.me))
}

// lies tells whether the parts and the compartment of an entry may be read.
func (r *redaction) lies(e *dossier.Entry) bool {
	if len(e.Parts) > 0 {
		return r.readsAll(e.Parts, e.Compartment)
	}
	switch e.Body.(type) {
	case dossier.VoiceRecorded, dossier.StayStated, dossier.TalkWritten, dossier.TalkRead: // they say more exactly who may
		return true
	}
	if e.Compartment == "" {
		return true
	}
	if len(e.About) == 0 {
		return r.reads(dossier.Part{}, e.Compartment)
	}
	return !slices.ContainsFunc(e.About, func(id dossier.ID) bool { return !r.reads(dossier.Part{Person: id}, e.Compartment) })
}

// body gives the body of an entry as it may be read, or false. What has no rule
// here is not shown to anyone.
func (r *redaction) body(e *dossier.Entry) (dossier.Body, bool) {
	if shown, is := r.documentEntry(e); is {
		return e.Body, shown
	}
	if ok := r.lies(e); !ok {
		return e.Body, r.ownStep(e)
	}
	switch b := e.Body.(type) {
	case dossier.Opened:
		return b, r.record("opening", isReadable)
	case dossier.PersonStated:
		return r.personBody(b)
	case dossier.ContactStated:
		k := r.kin(b.Person)
		return b, k != nil && r.about(actContact, k) && (r.gov() || r.as == roleFamily)
	case dossier.InvolvementStarted:
		return r.involvementBody(b)
	case dossier.PlanAgreed:
		b.With = r.known(b.With)
		return b, r.out.Plan != nil && (r.gov() || r.as == roleFamily)
	case dossier.MeetingPlanned, dossier.MeetingHeld, dossier.MeetingCancelled:
		return r.meetingBody(e.Body)
	case dossier.OwnPlanHanded, dossier.OwnPlanAnswered, dossier.RelativeInvited, dossier.RelativeUninvited, dossier.RightInvoked, dossier.RightAnswered:
		return r.bodyOwn(e.Body)
	case dossier.EvaluationHeld:
		shown := r.evaluationShown(b)
		b.With = r.known(b.With)
		return b, shown
	}
	return e.Body, r.bodyFamily(e) || r.bodyPlan(e) || r.bodyChain(e) || r.bodyAlloc(e) || r.bodyTrust(e) || r.bodyErase(e) || r.bodyTalk(e)
}

func (r *redaction) personBody(b dossier.PersonStated) (dossier.Body, bool) {
	k := r.kin(b.Person)
	if k == nil || !r.about(actPerson, k) || !r.about(actBirth, k) {
		return b, false
	}
	if !r.about(actBSN, k) {
		b.BSN = ""
	}
	return b, true
}

func (r *redaction) involvementBody(b dossier.InvolvementStarted) (dossier.Body, bool) {
	for i := range r.out.Involved {
		shown := &r.out.Involved[i]
		if shown.Involvement != b.Involvement {
			continue
		}
		b.Persons, b.Domains, b.Task = shown.Persons, shown.Domains, shown.Task
		if shown.Subject.Person != "" && !r.gov() && !r.is(shown.Subject) {
			b.Phone = ""
		}
		return b, true
	}
	return b, false
}

// bodyFamily decides on what is stated about the family.
func (r *redaction) bodyFamily(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.MeldingReceived:
		return r.shown[b.Melding]
	case dossier.RelationStated:
		return r.shown[b.Relation] && r.knows(b.From) && r.knows(b.To)
	case dossier.CustodyStated:
		return r.custodyShown(b)
	case dossier.StayStated:
		return r.stayShown(b)
	case dossier.SafetyAssessed:
		return len(r.out.Safety) > 0
	case dossier.DomainOpened:
		return r.reads(b.Part, e.Compartment)
	case dossier.DomainClosed:
		return r.reads(b.Part, e.Compartment)
	case dossier.ScoreGiven:
		return r.reads(b.Part, e.Compartment)
	case dossier.NoteWritten:
		return len(e.Parts) > 0 || e.Compartment != "" || r.gov()
	case dossier.VoiceRecorded:
		return r.voiceShown(b)
	case dossier.ViewDiffers:
		return r.viewShown(b)
	case dossier.Retracted:
		return r.shown[b.Entry]
	}
	return false
}

// bodyPlan decides on goals, tasks and clocks.
func (r *redaction) bodyPlan(e *dossier.Entry) bool {
	if task, ok := taskOf(e.Body); ok {
		return r.taskReadable(task) || r.ownStep(e)
	}
	if clock, ok := clockOf(e.Body); ok {
		return r.shown[clock] && (r.gov() || r.as == roleFamily)
	}
	switch b := e.Body.(type) {
	case dossier.GoalSet:
		return r.reads(b.Part, e.Compartment)
	case dossier.GoalMet:
		return r.shown[b.Goal]
	case dossier.GoalDropped:
		return r.shown[b.Goal]
	case dossier.WatchSet:
		return r.out.Watch != nil || r.record("watch", r.homeFlag())
	}
	return false
}

// bodyChain decides on who is involved and what passes between them.
func (r *redaction) bodyChain(e *dossier.Entry) bool {
	both := r.gov() || r.as == roleFamily
	switch b := e.Body.(type) {
	case dossier.InvolvementEnded:
		return r.shown[b.Involvement]
	case dossier.ConsentGiven:
		return r.shown[b.Consent]
	case dossier.ConsentWithdrawn:
		return r.shown[b.Consent]
	case dossier.LeadOffered:
		return r.shown[b.Offer]
	case dossier.LeadDeclined:
		return r.shown[b.Offer]
	case dossier.LeadAccepted, dossier.LeadCovered:
		return both
	case dossier.LeadEnded:
		return r.gov()
	case dossier.QuestionAsked:
		return r.shown[b.Question]
	case dossier.QuestionAnswered:
		return r.shown[b.Question]
	case dossier.MessageReceived:
		return r.shown[b.Message]
	case dossier.MessageSent:
		return r.shown[b.Message]
	case dossier.DecisionTaken:
		return r.shown[b.Decision]
	case dossier.AllocationMade:
		return r.allocationShown(b.Number)
	case dossier.DeliveryStarted:
		return r.allocationShown(b.Number)
	case dossier.DeliveryStopped:
		return r.allocationShown(b.Number)
	case dossier.Closed, dossier.Reopened:
		return both && r.record("closing", isReadable)
	}
	return false
}

func (r *redaction) allocationShown(number string) bool {
	return r.shown[dossier.ID("allocation "+number)]
}

// ownStep tells whether an entry is a step that the asker's side took itself in
// a task of its own that it may see.
func (r *redaction) ownStep(e *dossier.Entry) bool {
	switch b := e.Body.(type) {
	case dossier.Retracted: // of such a step, by who took it
		return r.shown[b.Entry] && r.wrote(e.By)
	case dossier.TaskAccepted, dossier.TaskDeclined, dossier.TaskStarted, dossier.TaskReported, dossier.TaskDone, dossier.TaskReturned:
		task, _ := taskOf(e.Body)
		return r.shown[task] && r.wrote(e.By)
	}
	return false
}

// taskOf gives the task that a body is about.
func taskOf(body dossier.Body) (dossier.ID, bool) {
	switch b := body.(type) {
	case dossier.TaskCreated:
		return b.Task, true
	case dossier.TaskOffered:
		return b.Task, true
	case dossier.TaskAccepted:
		return b.Task, true
	case dossier.TaskDeclined:
		return b.Task, true
	case dossier.TaskStarted:
		return b.Task, true
	case dossier.TaskReported:
		return b.Task, true
	case dossier.TaskDone:
		return b.Task, true
	case dossier.TaskReturned:
		return b.Task, true
	case dossier.TaskWithdrawn:
		return b.Task, true
	}
	return "", false
}

// clockOf gives the clock that a body is about.
func clockOf(body dossier.Body) (dossier.ID, bool) {
	switch b := body.(type) {
	case dossier.ClockStarted:
		return b.Clock, true
	case dossier.ClockPaused:
		return b.Clock, true
	case dossier.ClockResumed:
		return b.Clock, true
	case dossier.ClockExtended:
		return b.Clock, true
	case dossier.ClockMet:
		return b.Clock, true
	case dossier.ClockLapsed:
		return b.Clock, true
	case dossier.ClockStopped:
		return b.Clock, true
	}
	return "", false
}
