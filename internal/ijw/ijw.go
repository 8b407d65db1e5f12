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

// The kinds that this package knows. Each kind has its return message, by which
// the receiver says what it made of it.
const (
	Kind301 Kind = 301 // allocation, municipality to provider
	Kind302 Kind = 302 // return to 301
	Kind305 Kind = 305 // start of support, provider to municipality
	Kind306 Kind = 306 // return to 305
	Kind307 Kind = 307 // stop of support, provider to municipality
	Kind308 Kind = 308 // return to 307
	Kind315 Kind = 315 // request for an allocation, provider to municipality
	Kind316 Kind = 316 // return to 315
	Kind317 Kind = 317 // request for a change, provider to municipality
	Kind318 Kind = 318 // return to 317
	Kind319 Kind = 319 // answer to a request (315, 317), municipality to provider
	Kind320 Kind = 320 // return to 319
	Kind323 Kind = 323 // claim, provider to municipality
	Kind325 Kind = 325 // answer to a claim: the return to 323, with what is granted
)

// returns pairs each kind with its return message, in the order of the standard.
var returns = [...][2]Kind{
	{Kind301, Kind302}, {Kind305, Kind306}, {Kind307, Kind308}, {Kind315, Kind316},
	{Kind317, Kind318}, {Kind319, Kind320}, {Kind323, Kind325},
}

// Kinds gives every kind, in the order of their numbers.
func Kinds() []Kind {
	var all []Kind
	for _, pair := range returns {
		all = append(all, pair[0], pair[1])
	}
	return all
}

// Return gives the kind of the return message, and false for a kind that is one itself.
func (k Kind) Return() (Kind, bool) {
	for _, pair := range returns {
		if pair[0] == k {
			return pair[1], true
		}
	}
	return 0, false
}

// Answers gives the kind that a return message answers, and false for a kind
// that is no return message.
func (k Kind) Answers() (Kind, bool) {
	for _, pair := range returns {
		if pair[1] == k {
			return pair[0], true
		}
	}
	return 0, false
}

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
