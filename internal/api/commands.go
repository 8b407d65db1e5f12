package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"eendracht/internal/casework"
	"eendracht/internal/dossier"
)

// CommandIn is a command on one dossier.
type CommandIn[C dossier.Command] struct {
	OneDossier
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"The same key changes nothing twice."`
	IfMatch string `header:"If-Match" doc:"The seen of the view that the caller acted on; 409 when it has changed since."`
	Body    C
}

// Result says what a command changed.
type Result struct {
	Dossier string   `json:"dossier"`
	New     []string `json:"new,omitempty" doc:"Things that came into being: tasks, goals, persons."`
	Again   bool     `json:"again,omitempty" doc:"The key was used before; nothing changed now."`
}

// ResultOut is a result as an answer.
type ResultOut struct{ Body Result }

func resultOut(done casework.Done) *ResultOut {
	return &ResultOut{Body: Result{Dossier: string(done.Dossier), New: ids(done.New), Again: done.Again}}
}

// commands registers every command that a caller may send as it is. Official
// messages, decisions and requests for help have doors of their own.
func (d *door) commands() {
	command[dossier.WeighSafety](d)
	command[dossier.AskQuestion](d)
	command[dossier.AnswerQuestion](d)
	command[dossier.OfferLead](d)
	command[dossier.AcceptLead](d)
	command[dossier.DeclineLead](d)
	command[dossier.CoverLead](d)
	command[dossier.EndLead](d)
	command[dossier.StatePerson](d)
	command[dossier.StateRelation](d)
	command[dossier.StateCustody](d)
	command[dossier.StateStay](d)
	command[dossier.StateContact](d)
	command[dossier.OpenDomain](d)
	command[dossier.CloseDomain](d)
	command[dossier.GiveScore](d)
	command[dossier.WriteNote](d)
	command[dossier.Speak](d)
	command[dossier.Differ](d)
	command[dossier.Retract](d)
	command[dossier.Involve](d)
	command[dossier.EndInvolvement](d)
	command[dossier.EndGlass](d)
	command[dossier.ReviewGlass](d)
	command[dossier.SetHold](d)
	command[dossier.ReviewHold](d)
	command[dossier.LiftHold](d)
	command[dossier.RaiseConcern](d)
	command[dossier.StepConcern](d)
	command[dossier.HandOwnPlan](d)
	command[dossier.TakeOwnGoals](d)
	command[dossier.AnswerOwnPlan](d)
	command[dossier.InviteRelative](d)
	command[dossier.UninviteRelative](d)
	command[dossier.InvokeRight](d)
	command[dossier.AnswerRight](d)
	command[dossier.GiveMandate](d)
	command[dossier.EndMandate](d)
	command[dossier.ShareVoice](d)
	command[dossier.GiveConsent](d)
	command[dossier.WithdrawConsent](d)
	d.planCommands()
}

func (d *door) planCommands() {
	command[dossier.SetGoal](d)
	command[dossier.MeetGoal](d)
	command[dossier.DropGoal](d)
	command[dossier.AgreePlan](d)
	command[dossier.HoldEvaluation](d)
	command[dossier.PlanMeeting](d)
	command[dossier.CancelMeeting](d)
	command[dossier.HoldMeeting](d)
	command[dossier.StartTalk](d)
	command[dossier.ReplyTalk](d)
	command[dossier.ReadTalk](d)
	command[dossier.WithdrawDocument](d)
	command[dossier.CreateTask](d)
	command[dossier.OfferTask](d)
	command[dossier.AcceptTask](d)
	command[dossier.DeclineTask](d)
	command[dossier.StartTask](d)
	command[dossier.ReportTask](d)
	command[dossier.FinishTask](d)
	command[dossier.ReturnTask](d)
	command[dossier.UndoTask](d)
	command[dossier.WithdrawTask](d)
	command[dossier.PauseClock](d)
	command[dossier.ResumeClock](d)
	command[dossier.ExtendClock](d)
	command[dossier.MeetClock](d)
	command[dossier.SetWatch](d)
	command[dossier.CloseDossier](d)
	command[dossier.ReopenDossier](d)
}

func command[C dossier.Command](d *door) {
	var zero C
	name := zero.Name()
	op := operation(name, http.MethodPost, "/dossiers/{dossier}/"+name, "commands", strings.ToUpper(name[:1])+strings.ReplaceAll(name[1:], "-", " "),
		"Carries out the command "+name+" on the dossier.")
	huma.Register(d.api, op, func(ctx context.Context, in *CommandIn[C]) (*ResultOut, error) {
		expect, err := seen(in.IfMatch)
		if err != nil {
			return nil, d.problem(ctx, name, err)
		}
		done, err := d.Office.Do(ctx, casework.Wish{
			Dossier: dossier.ID(in.ID), Command: in.Body, Key: in.Key, Expect: expect, Typed: typed(in.Body),
		})
		if err != nil {
			return nil, d.problem(ctx, name, err)
		}
		return resultOut(done), nil
	})
}

func seen(match string) (int64, error) {
	match = strings.Trim(match, `"`)
	if match == "" || match == "*" {
		return 0, nil
	}
	n, err := strconv.ParseInt(match, 10, 64)
	if err != nil || n < 1 {
		return 0, invalid("If-Match", "api.match")
	}
	return n, nil
}

// items names the fields of commands that hold a data item, for the retype
// meter: a program that sends what the dossier held already is counted too.
var items = map[string]string{
	"given": "person.given", "family": "person.family", "bsn": "person.bsn", "birth": "person.birth",
	"phone": "contact.phone", "email": "contact.email", "title": "task.title",
}

// typed gives the data items in a command's text fields, nested ones included.
func typed(command dossier.Command) []casework.Typed {
	var found []casework.Typed
	collect(reflect.ValueOf(command), &found)
	return found
}

func collect(v reflect.Value, found *[]casework.Typed) {
	for i := range v.NumField() {
		field, value := v.Type().Field(i), v.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		item, known := items[name]
		switch {
		case known && value.Kind() == reflect.String:
			add(found, item, value.String())
		case known:
			if said, ok := value.Interface().(interface{ String() string }); ok {
				add(found, item, said.String())
			}
		case value.Kind() == reflect.Struct && field.Name != "When":
			collect(value, found)
		}
	}
}

func add(found *[]casework.Typed, item, value string) {
	if value != "" {
		*found = append(*found, casework.Typed{Item: item, Value: value})
	}
}
