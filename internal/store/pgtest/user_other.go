//go:build !unix

package pgtest

import "os/exec"

// AsServerUser has nothing to do where PostgreSQL accepts the user as it is.
func AsServerUser(*exec.Cmd, string) error { return nil }
