//go:build !unix

package main

// private does nothing where files have no mode; the folder's rights count there.
func private() {}
