package casework

import (
	"context"
	"slices"
	"strconv"
	"time"

	"eendracht/internal/access"
	"eendracht/internal/dossier"
	"eendracht/internal/fault"
	"eendracht/internal/store"
)

// Kinds of settings that an administrator keeps. Their newest version is read
// when the house is furnished; each kind has one text, under the name "own".
const (
	SettingRules = "rules" // own Cedar rules, which may only forbid
	SettingTerms = "terms" // own lengths of terms that the law leaves open, as JSON of package statute
	SettingTheme = "theme" // style sheet with tokens
	SettingLogo  = "logo"  // PNG
	settingName  = "own"
)

// factOwner names the fact that says which organisation keeps the settings of an
// installation that several municipalities share.
const factOwner = "settings.owner"

// settingMost is the longest setting, in bytes.
const settingMost = 256 << 10

// OwnSettings are the settings of an installation as they count now.
type OwnSettings map[string]store.Setting

// Body gives the text of a kind; empty when there is none.
func (s OwnSettings) Body(kind string) []byte { return s[kind].Body }

// Version tells versions of settings apart.
func (s OwnSettings) Version() string {
	var v string
	for _, kind := range []string{SettingRules, SettingTerms, SettingTheme, SettingLogo} {
		v += kind + strconv.FormatInt(s[kind].Version, 10) + " "
	}
	return v
}

// ReadSettings gives the settings of an installation from its archive. It is for
// the installation itself, which is furnished with them; no door offers it.
func ReadSettings(ctx context.Context, s store.Store) (OwnSettings, error) {
	list, err := s.Settings(ctx, "")
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "casework.ReadSettings", err)
	}
	own := OwnSettings{}
	for _, n := range list {
		if n.Name == settingName {
			own[n.Kind] = n
		}
	}
	return own, nil
}

// SetOwner says which organisation keeps the settings of an installation that
// several municipalities share. For the installation itself.
func SetOwner(ctx context.Context, s store.Store, org dossier.ID) error {
	const op = "casework.SetOwner"
	if was, err := s.Fact(ctx, factOwner); err == nil && was == string(org) {
		return nil
	}
	return fault.Wrap(fault.Unavailable, op, s.SetFact(ctx, factOwner, string(org)))
}

// EndSetting ends a setting for the installation itself, when the house does not
// open with it, and gives the version that ended. The row that tells of it holds
// no detail: nothing can be sealed without the house.
func EndSetting(ctx context.Context, s store.Store, kind string, id dossier.ID, now time.Time) (int64, error) {
	const op = "casework.EndSetting"
	own, err := ReadSettings(ctx, s)
	if err != nil {
		return 0, err
	}
	was := own[kind]
	if len(was.Body) == 0 {
		return 0, fault.New(fault.NotFound, op, "")
	}
	next := store.Setting{Home: was.Home, Kind: kind, Name: settingName, Version: was.Version + 1, At: now.UTC(), User: "system"}
	c := store.Change{Home: was.Home, At: now.UTC(), ID: id, User: "system", Kind: kind, Subject: settingName}
	return was.Version, fault.Wrap(fault.Unavailable, op, s.Change(ctx, c, nil, nil, []store.Setting{next}))
}

// keeper lets the administrator through who keeps the settings: of the only
// municipality of the installation, or of the one that was named.
func (o *Office) keeper(ctx context.Context, op string) (access.Ask, error) {
	ask, err := o.administrator(ctx, op, nil)
	if err != nil {
		return ask, err
	}
	owner, err := o.Store.Fact(ctx, factOwner)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return ask, fault.Wrap(fault.Unavailable, op, err)
	}
	if owner == "" {
		towns, err := o.Store.Orgs(ctx, "municipality", "")
		if err != nil {
			return ask, fault.Wrap(fault.Unavailable, op, err)
		}
		if towns = slices.DeleteFunc(towns, func(g store.Org) bool { return !g.Active }); len(towns) == 1 {
			owner = string(towns[0].ID)
		}
	}
	if owner != string(ask.Who.Org) {
		return ask, fault.New(fault.Forbidden, op, "admin.settings.owner")
	}
	return ask, nil
}

// Settings gives the settings to who keeps them.
func (o *Office) Settings(ctx context.Context) (OwnSettings, error) {
	if _, err := o.keeper(ctx, "casework.Settings"); err != nil {
		return nil, err
	}
	return ReadSettings(ctx, o.Store)
}

// KeepSetting makes a text the newest version of a setting; empty ends it. The
// caller says which version they saw: a newer one is a conflict. The text must
// have been checked by whoever knows its kind; what the house is furnished with
// it checks here too.
func (o *Office) KeepSetting(ctx context.Context, kind string, seen int64, body []byte) error {
	const op = "casework.KeepSetting"
	ask, err := o.keeper(ctx, op)
	if err != nil {
		return err
	}
	own, err := ReadSettings(ctx, o.Store)
	if err != nil {
		return err
	}
	was := own[kind]
	switch {
	case len(body) > settingMost:
		return fault.In(op, fault.Field{Name: kind, Key: "admin.settings.long"})
	case was.Version != seen:
		return fault.New(fault.Conflict, op, "store.stale")
	case string(was.Body) == string(body):
		return nil
	}
	if own[kind] = (store.Setting{Kind: kind, Body: body}); kind == SettingRules || kind == SettingTerms {
		if _, _, err := o.Furnish(own); err != nil {
			return err
		}
	}
	next := store.Setting{Home: ask.Who.Org, Kind: kind, Name: settingName, Version: was.Version + 1, At: ask.Now, User: ask.Who.User, Body: body}
	if was.Home != "" {
		next.Home = was.Home
	}
	facts := []Difference{{Field: "text", Was: versionName(was), Is: versionName(next)}}
	return o.change(ctx, ask, kind, settingName, facts, nil, nil, next)
}

// versionName says which version there was: the text itself stands with the setting.
func versionName(s store.Setting) string {
	if len(s.Body) == 0 {
		return ""
	}
	return strconv.FormatInt(s.Version, 10)
}

// TryOwnRules tells who would lose access to what under other rules, over all
// families, and changes nothing.
func (o *Office) TryOwnRules(ctx context.Context, rules []byte) (Trial, error) {
	const op = "casework.TryOwnRules"
	ask, err := o.keeper(ctx, op)
	if err != nil {
		return Trial{}, err
	}
	own, err := ReadSettings(ctx, o.Store)
	if err != nil {
		return Trial{}, err
	}
	own[SettingRules] = store.Setting{Kind: SettingRules, Body: rules}
	_, engine, err := o.Furnish(own)
	if err != nil {
		return Trial{}, err
	}
	trial, err := o.TryRules(ctx, engine)
	if err != nil {
		return Trial{}, err
	}
	return trial, o.listed(ctx, ask, "list", "rules tried")
}
