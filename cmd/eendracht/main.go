// Command eendracht is the whole of Eendracht in one program.
package main

import (
	"errors"
	"os"

	"github.com/alecthomas/kong"
)

// commandLine is what the program can be asked to do.
type commandLine struct {
	Message MessageCmd `cmd:"" help:"Work with iWmo and iJw messages."`
}

func main() {
	var cli commandLine
	asked := kong.Parse(&cli, kong.Name("eendracht"), kong.Description("One family, one plan, one dossier."), kong.UsageOnError())
	err := asked.Run(&Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr})
	var code ExitCode
	if errors.As(err, &code) {
		os.Exit(int(code))
	}
	asked.FatalIfErrorf(err)
}
