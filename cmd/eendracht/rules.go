package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"text/tabwriter"

	"eendracht/internal/access"
	"eendracht/internal/casework"
	"eendracht/internal/fault"
	"eendracht/internal/statute"
)

// RulesCmd holds the commands about a municipality's own rules.
type RulesCmd struct {
	Try   RulesTryCmd   `cmd:"" help:"Say who would lose access to what, and change nothing."`
	Owner RulesOwnerCmd `cmd:"" help:"Say which organisation keeps the settings that several municipalities share."`
	End   RulesEndCmd   `cmd:"" help:"End a setting with which the house does not open."`
}

// RulesTryCmd tries rules on the data at a place.
type RulesTryCmd struct {
	Place
}

// Help tells what rules may do.
func (c *RulesTryCmd) Help() string {
	return `Reads every *.cedar of the folder --rules, terms.json (own lengths of terms that the
law leaves open) and scale-*.json (own scales). A municipality's own rules may only
forbid; what permits, does not fit the schema, or names an unknown ground is refused
with the reason. Then every family is looked at by everyone who is involved today,
with and without these rules.

Exit code 0: the rules can be used. 2: they cannot.`
}

// Run tries the rules.
func (c *RulesTryCmd) Run(ctx context.Context, s *Streams) error {
	if c.Rules == "" {
		return fault.New(fault.Invalid, "eendracht.rules.try", "access.local.files")
	}
	_, other, err := localHouse(c.Rules, nil)
	if err != nil {
		fmt.Fprintln(s.Err, sayKey("trust.rules.bad"))
		for _, f := range fault.Fields(err) {
			fmt.Fprintln(s.Err, "  "+f.Name+": "+sayKey(f.Key, f.Args...))
		}
		for _, line := range access.Refusals(err) {
			fmt.Fprintln(s.Err, "  "+line)
		}
		return ExitCode(2)
	}
	c.Rules = "" // the comparison begins from the rules that are shipped
	a, err := openApp(ctx, c.Place, realHooks(), newLog(s.Err))
	if err != nil {
		return err
	}
	defer a.close()
	trial, err := a.office.TryRules(ctx, other)
	if err != nil {
		return err
	}
	fmt.Fprintf(s.Out, "families\t%d\nviews\t%d\ngained\t%d\n", trial.Families, trial.Asked, trial.Gained)
	if len(trial.Lost) == 0 {
		fmt.Fprintln(s.Out, sayKey("trust.rules.none"))
		return nil
	}
	table := tabwriter.NewWriter(s.Out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "families\torganisation\trole\tloses\twhich")
	for _, l := range trial.Lost {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", l.Families, l.OrgName, l.Role, l.What, l.Which)
	}
	return fault.Wrap(fault.Unavailable, "eendracht.rules.try", table.Flush())
}

// localHouse gives the law and the policies, with what a municipality brings: in
// a folder terms.json with its own lengths of terms, scale-*.json with its scales
// and *.cedar with its own rules; and the settings that its administrator keeps.
func localHouse(dir string, own casework.OwnSettings) (*statute.Set, *access.Engine, error) {
	law, err := statute.Load()
	if err != nil {
		return nil, nil, fault.Wrap(fault.Internal, "eendracht.localHouse", err)
	}
	var rules []string
	if dir != "" {
		if law, rules, err = brought(law, dir); err != nil {
			return nil, nil, err
		}
	}
	if terms := own.Body(casework.SettingTerms); len(terms) > 0 {
		if law, err = law.WithLocal(bytes.NewReader(terms)); err != nil {
			return nil, nil, err
		}
	}
	if more := own.Body(casework.SettingRules); len(more) > 0 {
		rules = append(rules, string(more))
	}
	engine, err := access.New(law, rules...)
	return law, engine, err
}

// brought gives the law and the rules with what lies in a folder.
func brought(law *statute.Set, dir string) (*statute.Set, []string, error) {
	own, files, err := localLaw(law, dir)
	if err != nil {
		return nil, nil, err
	}
	rules, err := access.ReadLocal(os.DirFS(dir))
	if files > 0 && fault.Is(err, fault.Invalid) && len(rules) == 0 && !hasRules(dir) {
		return own, nil, nil // terms or scales alone
	}
	return own, rules, err
}

func hasRules(dir string) bool {
	names, err := filepath.Glob(filepath.Join(dir, "*.cedar"))
	return err != nil || len(names) > 0
}

// localLaw gives the law with the municipality's own terms and scales, and how
// many files they came from.
func localLaw(law *statute.Set, dir string) (own *statute.Set, files int, err error) {
	const op = "eendracht.localLaw"
	names, err := filepath.Glob(filepath.Join(dir, "scale-*.json"))
	if err != nil {
		return nil, 0, fault.Wrap(fault.Internal, op, err)
	}
	for _, name := range append(names, filepath.Join(dir, "terms.json")) {
		raw, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, 0, fault.Wrap(fault.Unavailable, op, err)
		}
		files++
		if filepath.Base(name) == "terms.json" {
			law, err = law.WithLocal(bytes.NewReader(raw))
		} else {
			law, err = withScale(law, raw)
		}
		if err != nil {
			return nil, 0, fault.Wrap(fault.Invalid, op+" "+filepath.Base(name), err)
		}
	}
	return law, files, nil
}

func withScale(law *statute.Set, raw []byte) (*statute.Set, error) {
	scale, err := statute.LoadScale(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return law.WithScale(scale)
}
