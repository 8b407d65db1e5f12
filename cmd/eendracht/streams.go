package main

import (
	"io"
	"strconv"
)

// Streams are the standard streams of a command, so that a test can bring its own.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// ExitCode ends the program with this code. A command that gives it has already
// said what there was to say.
type ExitCode int

// Error gives the code for the log.
func (c ExitCode) Error() string { return "exit code " + strconv.Itoa(int(c)) }
