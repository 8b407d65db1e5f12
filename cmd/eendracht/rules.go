package main

import (
	"context"
	"fmt"
	"os"
	"text/tabwriter"

	"eendracht/internal/access"
	"eendracht/internal/fault"
	"eendracht/internal/statute"
)

// RulesCmd holds the commands about a municipality's own rules.
type RulesCmd struct {
	Try RulesTryCmd `cmd:"" help:"Say who would lose access to what, and change nothing."`
}

// RulesTryCmd tries rules on the data at a place.
type RulesTryCmd struct {
	Place
}

// Help tells what rules may do.
func (c *RulesTryCmd) Help() string {
	return `Reads every *.cedar of the folder --rules. A municipality's own rules may only
forbid; what permits, does not fit the schema, or names an unknown ground is refused
with the reason. Then every family is looked at by everyone who is involved today,
with and without these rules.

Exit code 0: the rules can be used. 2: they cannot.`
}

// Run tries the rules.
func (c *RulesTryCmd) Run(ctx context.Context, s *Streams) error {
	law, err := statute.Load()
	if err != nil {
		return err
	}
	dir := c.Rules
	if dir == "" {
		return fault.New(fault.Invalid, "eendracht.rules.try", "access.local.files")
	}
	other, err := localEngine(law, dir)
	if err != nil {
		fmt.Fprintln(s.Err, sayKey("trust.rules.bad"))
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

// localEngine makes an engine of the shipped policies and, with a folder, of a
// municipality's own rules.
func localEngine(law *statute.Set, dir string) (*access.Engine, error) {
	if dir == "" {
		return access.New(law)
	}
	rules, err := access.ReadLocal(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	return access.New(law, rules...)
}
