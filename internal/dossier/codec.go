package dossier

import (
	"encoding/json"
	"slices"
	"time"

	"eendracht/internal/fault"
	"eendracht/internal/nl"
)

// bodyVersion is the version of the stored form of the bodies that this program writes.
const bodyVersion = 1

// Unknown is a body that this program does not know: of a newer kind, or a
// newer version of a known one. It is kept as it was stored, so that an older
// program beside a newer one loses nothing.
type Unknown struct {
	Name    string // the kind
	Version int
	Raw     json.RawMessage
}

// Kind names the stored form.
func (u Unknown) Kind() string { return u.Name }

// envelope is the stored form of an entry. Its names never change.
type envelope struct {
	Kind        string          `json:"k"`
	Version     int             `json:"v"`
	ID          ID              `json:"id"`
	Seq         int64           `json:"n"`
	At          time.Time       `json:"at"`
	By          Actor           `json:"by"`
	Purpose     string          `json:"pu"`
	Ground      string          `json:"gr,omitempty"`
	Valid       nl.Span         `json:"va,omitzero"`
	About       []ID            `json:"ab,omitempty"`
	Parts       []Part          `json:"pa,omitempty"`
	Compartment string          `json:"co,omitempty"`
	Corrects    ID              `json:"cr,omitempty"`
	Class       string          `json:"cl,omitempty"`
	Body        json.RawMessage `json:"b"`
}

// Encode gives the stored form of an entry: JSON, the same bytes for the same entry.
func Encode(e Entry) ([]byte, error) {
	const op = "dossier.Encode"
	if e.Body == nil {
		return nil, fault.New(fault.Internal, op, "")
	}
	out := envelope{
		Kind: e.Body.Kind(), Version: bodyVersion, ID: e.ID, Seq: e.Seq, At: e.At, By: e.By, Purpose: e.Purpose, Ground: e.Ground,
		Valid: e.Valid, About: e.About, Parts: e.Parts, Compartment: e.Compartment, Corrects: e.Corrects, Class: e.Class,
	}
	if u, ok := e.Body.(Unknown); ok {
		out.Version, out.Body = u.Version, u.Raw
	} else {
		raw, err := json.Marshal(e.Body)
		if err != nil {
			return nil, fault.Wrap(fault.Internal, op, err)
		}
		out.Body = raw
	}
	raw, err := json.Marshal(out)
	return raw, fault.Wrap(fault.Internal, op, err)
}

// Decode reads the stored form of an entry. A body that is unknown here comes
// as Unknown; fault.Invalid means that the bytes are no entry at all.
func Decode(stored []byte) (Entry, error) {
	const op = "dossier.Decode"
	var in envelope
	if err := json.Unmarshal(stored, &in); err != nil {
		return Entry{}, fault.Wrap(fault.Invalid, op, err)
	}
	if in.Kind == "" || in.ID == "" {
		return Entry{}, fault.New(fault.Invalid, op, "")
	}
	body, err := in.body()
	if err != nil {
		return Entry{}, fault.Wrap(fault.Invalid, op, err)
	}
	return Entry{
		ID: in.ID, Seq: in.Seq, At: in.At.UTC(), By: in.By, Purpose: in.Purpose, Ground: in.Ground, Valid: in.Valid,
		About: in.About, Parts: in.Parts, Compartment: in.Compartment, Corrects: in.Corrects, Class: in.Class, Body: body,
	}, nil
}

func (in envelope) body() (Body, error) {
	read, known := readers[in.Kind]
	if !known || in.Version > bodyVersion {
		return Unknown{Name: in.Kind, Version: in.Version, Raw: slices.Clone(in.Body)}, nil
	}
	return read(in.Body)
}

// Kinds gives the kinds of all bodies that this program knows, sorted.
func Kinds() []string {
	kinds := make([]string, 0, len(readers))
	for kind := range readers {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	return kinds
}

type reader func(raw []byte) (Body, error)

// readers knows how to read the body of each kind; it is never changed.
var readers = known(
	as[Opened], as[MeldingReceived], as[PersonStated], as[RelationStated], as[CustodyStated], as[StayStated],
	as[ContactStated], as[SafetyAssessed], as[DomainOpened], as[DomainClosed], as[ScoreGiven], as[NoteWritten],
	as[VoiceRecorded], as[ViewDiffers], as[Retracted],
	as[GoalSet], as[GoalMet], as[GoalDropped], as[PlanAgreed], as[EvaluationHeld],
	as[MeetingPlanned], as[MeetingCancelled], as[MeetingHeld], as[TalkWritten], as[TalkRead],
	as[TaskCreated], as[TaskOffered], as[TaskAccepted], as[TaskDeclined], as[TaskStarted], as[TaskReported],
	as[TaskDone], as[TaskReturned], as[TaskWithdrawn],
	as[ClockStarted], as[ClockPaused], as[ClockResumed], as[ClockExtended], as[ClockMet], as[ClockLapsed], as[ClockStopped],
	as[InvolvementStarted], as[InvolvementEnded], as[ConsentGiven], as[ConsentWithdrawn],
	as[LeadOffered], as[LeadAccepted], as[LeadDeclined], as[LeadCovered], as[LeadEnded],
	as[QuestionAsked], as[QuestionAnswered], as[MessageReceived], as[MessageSent],
	as[GlassBroken], as[GlassEnded], as[GlassReviewed], as[HoldSet], as[HoldReviewed], as[HoldLifted],
	as[ConcernRaised], as[ConcernStepped],
	as[MandateGiven], as[MandateEnded], as[LookQuestioned], as[VoiceShared],
	as[OwnPlanHanded], as[OwnPlanAnswered], as[RelativeInvited], as[RelativeUninvited], as[RightInvoked], as[RightAnswered],
	as[ErasureAsked], as[ErasureDecided], as[DataErased],
	as[DocumentAdded], as[DocumentRevised], as[DocumentScanned], as[DocumentWithdrawn],
	as[DecisionTaken], as[AllocationMade], as[DeliveryStarted], as[DeliveryStopped], as[WatchSet], as[Closed], as[Reopened],
	as[AllocationChanged], as[DeliveryWithdrawn], as[RequestPending], as[ChangeAsked], as[CareDelivered],
	as[ClaimLodged], as[ClaimAnswered], as[MessageReturned], as[TrafficForbidden], as[TrafficAllowed],
)

func as[T Body](raw []byte) (Body, error) {
	var body T
	if len(raw) == 0 {
		return body, nil // the kind alone, to learn its name
	}
	err := json.Unmarshal(raw, &body)
	return body, err
}

func known(list ...reader) map[string]reader {
	byKind := make(map[string]reader, len(list))
	for _, read := range list {
		body, _ := read(nil) // nothing to read: cannot fail
		byKind[body.Kind()] = read
	}
	return byKind
}
