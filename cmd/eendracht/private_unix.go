//go:build unix

package main

import "syscall"

// private keeps what the program makes for its own user alone: the archive and
// the keys are nobody else's to read.
func private() { syscall.Umask(0o077) }
