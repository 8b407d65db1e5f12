//go:build !unix

package pgtest

import "os/exec"

// asServerUser has nothing to do where PostgreSQL accepts the user as it is.
func asServerUser(*exec.Cmd, string) error { return nil }
