package casework

import (
	"context"
	"encoding/json"
	"net/mail"
	"slices"
	"strings"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/nl"
	"eendracht/internal/store"
)

// When someone is told that something waits.
const (
	NoticeAtOnce = "now"
	NoticeDaily  = "daily" // once a day, at Hour
	NoticeNever  = "never"
)

// Who may read along at home.
const (
	HomeSafe    = ""        // nobody, or it does not matter
	HomeNeutral = "neutral" // then a notice has no word of what it is, nor of whom
)

// ByMail is the channel of notices that there is; its name is kept with each.
const ByMail = "mail"

// NoticeChoice is how someone wants to be told. It is kept sealed with the key
// of their account.
type NoticeChoice struct {
	When  string `json:"when"`
	Hour  int    `json:"hour"`           // of the day, Amsterdam, for NoticeDaily
	From  int    `json:"from"`           // the quiet hours, Amsterdam: from …
	Until int    `json:"until"`          // … until; equal: none
	Mail  string `json:"mail,omitempty"` // "": not by mail
	Home  string `json:"home,omitempty"`
	Ours  bool   `json:"ours,omitempty"` // of staff: also what waits for the whole organisation
	Lang  string `json:"lang,omitempty"`
}

// The quiet hours until someone chose others.
const (
	quietFrom  = 22
	quietUntil = 7
	dailyHour  = 8
)

func (c NoticeChoice) channels() []string {
	if c.When == NoticeNever || c.Mail == "" {
		return nil
	}
	return []string{ByMail}
}

func (c NoticeChoice) has(channel string) bool { return slices.Contains(c.channels(), channel) }

// Ready gives when someone is told of what waits now: at once or at their hour
// of the day, and never in their quiet hours; what is urgent goes at once.
func (c NoticeChoice) Ready(now time.Time, urgent bool) time.Time {
	if urgent {
		return now
	}
	local := now.In(nl.Amsterdam)
	if c.When == NoticeDaily {
		at := time.Date(local.Year(), local.Month(), local.Day(), c.Hour, 0, 0, 0, nl.Amsterdam)
		if at.Before(now) {
			at = time.Date(local.Year(), local.Month(), local.Day()+1, c.Hour, 0, 0, 0, nl.Amsterdam)
		}
		return at
	}
	if !c.quiet(local.Hour()) {
		return now
	}
	day := local.Day()
	if local.Hour() >= c.Until {
		day++
	}
	return time.Date(local.Year(), local.Month(), day, c.Until, 0, 0, 0, nl.Amsterdam)
}

func (c NoticeChoice) quiet(hour int) bool {
	if c.From <= c.Until {
		return hour >= c.From && hour < c.Until
	}
	return hour >= c.From || hour < c.Until
}

const choiceContext = "notices"

// choiceOf gives how an account wants to be told. Who never said so hears
// nothing at home, where others may read along; staff once a day at their work.
func (o *Office) choiceOf(ctx context.Context, u store.User) (NoticeChoice, error) {
	const op = "casework.choiceOf"
	c := NoticeChoice{When: NoticeNever, Hour: dailyHour, From: quietFrom, Until: quietUntil}
	sealed, err := o.Store.NoticeChoice(ctx, u.ID)
	switch {
	case fault.Is(err, fault.NotFound):
		if u.Kind == access.Staff {
			c.When, c.Mail, c.Ours = NoticeDaily, u.Email, slices.Contains(u.Roles, "planner")
		}
		return c, nil
	case err != nil:
		return c, fault.Wrap(fault.Unavailable, op, err)
	}
	plain, err := o.Vault.Open(ctx, accountOwner(u.ID), choiceContext, sealed)
	if err != nil {
		return c, fault.Wrap(fault.Unavailable, op, err)
	}
	return c, fault.Wrap(fault.Internal, op, json.Unmarshal(plain, &c))
}

// NoticeSettings gives how the caller wants to be told, and the address that is
// known of them.
func (o *Office) NoticeSettings(ctx context.Context) (c NoticeChoice, known string, err error) {
	const op = "casework.NoticeSettings"
	u, err := o.self(ctx)
	if err != nil {
		return c, "", fault.Wrap(fault.Unavailable, op, err)
	}
	if c, err = o.choiceOf(ctx, u); err != nil {
		return c, "", err
	}
	known = u.Email
	if u.Kind == access.Citizen {
		p, err := o.Profile(ctx)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return c, "", err
		}
		known = p.Email
	}
	return c, known, nil
}

func (o *Office) self(ctx context.Context) (store.User, error) {
	_, ask, err := o.ask(ctx)
	if err != nil {
		return store.User{}, err
	}
	return o.Store.User(ctx, ask.Who.User)
}

// SetNotices keeps how the caller wants to be told. It faults with Invalid and
// the fields when, hour, from, until, mail.
func (o *Office) SetNotices(ctx context.Context, c NoticeChoice) error {
	const op = "casework.SetNotices"
	u, err := o.self(ctx)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	var fields []fault.Field
	wrong := func(bad bool, name, key string) {
		if bad {
			fields = append(fields, fault.Field{Name: name, Key: key})
		}
	}
	wrong(!slices.Contains([]string{NoticeAtOnce, NoticeDaily, NoticeNever}, c.When), "when", "casework.notice.when")
	wrong(c.Hour < 0 || c.Hour > 23, "hour", "casework.notice.hour")
	wrong(c.From < 0 || c.From > 23, "from", "casework.notice.hour")
	wrong(c.Until < 0 || c.Until > 23, "until", "casework.notice.hour")
	wrong(c.Home != HomeSafe && c.Home != HomeNeutral, "home", "casework.notice.home")
	if c.Mail = strings.TrimSpace(c.Mail); c.Mail != "" {
		parsed, err := mail.ParseAddress(c.Mail)
		wrong(err != nil || parsed.Address != c.Mail || len(c.Mail) > 254, "mail", "casework.notice.mail")
	}
	wrong(c.When != NoticeNever && c.Mail == "", "mail", "casework.notice.nowhere")
	if err := fault.In(op, fields...); err != nil {
		return err
	}
	c.Ours = c.Ours && u.Kind == access.Staff
	return o.keepChoice(ctx, u.ID, c)
}

func (o *Office) keepChoice(ctx context.Context, user dossier.ID, c NoticeChoice) error {
	const op = "casework.keepChoice"
	plain, err := json.Marshal(c)
	if err != nil {
		return fault.Wrap(fault.Internal, op, err)
	}
	sealed, err := o.Vault.Seal(ctx, accountOwner(user), choiceContext, plain)
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	return fault.Wrap(fault.Unavailable, op, o.Store.SetNoticeChoice(ctx, user, sealed))
}

// NoticesOfMine gives what became of the caller's own notices, the newest first.
func (o *Office) NoticesOfMine(ctx context.Context, n int) ([]store.Notice, error) {
	const op = "casework.NoticesOfMine"
	u, err := o.self(ctx)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, op, err)
	}
	list, err := o.Store.NoticesOf(ctx, u.ID, n)
	return list, fault.Wrap(fault.Unavailable, op, err)
}

// stopPurpose binds the sign of a link to what it does.
const stopPurpose = "notice.stop"

// StopSign gives what a link that ends someone's notices carries: who has it
// can end them without signing in, and nothing else.
func (o *Office) StopSign(user dossier.ID) string {
	return string(user) + "." + hexOf(o.Vault.Token(stopPurpose, string(user)))
}

// StopNotices ends the mail of whoever the sign is about. It faults with NotFound
// when it is no sign of ours. Ending twice is no fault.
func (o *Office) StopNotices(ctx context.Context, sign string) error {
	const op = "casework.StopNotices"
	i := strings.LastIndexByte(sign, '.')
	if i < 1 || !sameText(sign, o.StopSign(dossier.ID(sign[:i]))) {
		return fault.New(fault.NotFound, op, "casework.notice.sign")
	}
	u, err := o.Store.User(ctx, dossier.ID(sign[:i]))
	if err != nil {
		return fault.Wrap(fault.Unavailable, op, err)
	}
	c, err := o.choiceOf(ctx, u)
	if err != nil {
		return err
	}
	c.Mail, c.When = "", NoticeNever
	return o.keepChoice(ctx, u.ID, c)
}
