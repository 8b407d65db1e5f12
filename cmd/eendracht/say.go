package main

import (
	"eendracht/internal/fault"
	"eendracht/internal/text"
)

// sayKey says a text of the program in Dutch, or its key when there is none.
func sayKey(key string, args ...string) string {
	texts, err := text.Shipped()
	if err != nil {
		return key
	}
	return texts.In("nl").Say(key, args...)
}

// sayFault says what a person may know of a fault.
func sayFault(err error) string {
	key, args := fault.Message(err)
	return sayKey(key, args...)
}
