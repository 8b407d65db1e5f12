// Command eendracht is the whole of Eendracht in one program.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"eendracht/internal/fault"
	"eendracht/internal/text"
)

// version is set when the program is built.
var version = "development"

// commandLine is what the program can be asked to do.
type commandLine struct {
	Demo    DemoCmd          `cmd:"" help:"Serve a synthetic region in which everyone is invented."`
	Serve   ServeCmd         `cmd:"" help:"Serve an installation."`
	Message MessageCmd       `cmd:"" help:"Work with iWmo and iJw messages."`
	Import  ImportCmd        `cmd:"" help:"Take in data of others."`
	Verify  VerifyCmd        `cmd:"" help:"Hold an archive against its log, from outside."`
	Proof   ProofCmd         `cmd:"" help:"Prove that one look stands in the log."`
	Witness WitnessCmd       `cmd:"" help:"Cosign the checkpoints of others."`
	Backup  BackupCmd        `cmd:"" help:"Write an encrypted backup, also while the archive is served."`
	Restore RestoreCmd       `cmd:"" help:"Restore a backup."`
	Keys    KeysCmd          `cmd:"" help:"Rotate the master key, also while the archive is served."`
	Bench   BenchCmd         `cmd:"" help:"Measure beside naive handlers in the same run."`
	Log     LogCmd           `cmd:"" help:"Write the logs for others."`
	Replay  ReplayCmd        `cmd:"" help:"Take kept decisions again and compare."`
	Rules   RulesCmd         `cmd:"" help:"Work with a municipality's own rules."`
	Version kong.VersionFlag `help:"Say which build this is."`
}

func main() {
	private()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
}

// run carries out a command line and gives the exit code: 0 done, 1 a fault of
// which the reason is told, 2 a wrong command line, or what the command says.
func run(ctx context.Context, args []string, s *Streams) int {
	var cli commandLine
	parser, err := kong.New(&cli, kong.Name("eendracht"), kong.Vars{"version": version}, kong.Writers(s.Out, s.Err),
		kong.Description("One family, one plan, one dossier, carried by every helper in the chain."), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(s.Err, err)
		return 2
	}
	asked, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintf(s.Err, "%v\n%s\n", err, "eendracht --help")
		return 2
	}
	asked.BindTo(ctx, (*context.Context)(nil))
	return exitOf(asked.Run(s), s)
}

func exitOf(err error, s *Streams) int {
	var code ExitCode
	switch {
	case err == nil:
		return 0
	case errors.As(err, &code):
		return int(code)
	}
	newLog(s.Err).Error("stopped", "err", err)
	if texts, failed := text.Shipped(); failed == nil {
		key, args := fault.Message(err)
		fmt.Fprintln(s.Err, texts.In("nl").Say(key, args...))
	}
	return 1
}
