// Package ijw reads, checks and writes the messages that municipalities and
// providers exchange under the Jeugdwet (iJw) and the Wmo (iWmo).
//
// What a message looks like is data (data/<release>): elements, types, lengths
// and code lists as the schemas of that release state them. The code knows XML,
// the grammar of that data and how to say in plain words what is wrong. The
// typed structs (Message301, Message305, Message307, Message315) name what the
// rest of Eendracht works with.
package ijw

import "strconv"

// Law tells under which law a message is sent.
type Law string

// The two laws with their own messages.
const (
	Jeugdwet Law = "jw"
	Wmo      Law = "wmo"
)

// Kind is the number of a message in the standard.
type Kind int

// The kinds that this package knows.
const (
	Kind301 Kind = 301 // allocation, municipality to provider
	Kind305 Kind = 305 // start of support, provider to municipality
	Kind307 Kind = 307 // stop of support, provider to municipality
	Kind315 Kind = 315 // request for an allocation, provider to municipality
)

// String gives the number as people say it: "301".
func (k Kind) String() string { return strconv.Itoa(int(k)) }

// Limits that keep one message from eating the machine.
const (
	// MaxBytes is the largest message that is read (the standard's own limit).
	MaxBytes = 25 << 20
	// MaxFindings is the number of findings after which judging a message stops.
	MaxFindings = 200

	maxDepth    = 64
	maxElements = 1_000_000
	maxAttrs    = 64
	maxPrefixes = 256
)
