package region

import (
	"fmt"
	"sync"

	"eendracht/internal/nl"
)

// bsns gives every valid BSN that begins with 9999, in order: the range that the
// national test set uses and that is given to nobody. There are 9,090 of them.
var bsns = sync.OnceValue(func() []nl.BSN {
	var list []nl.BSN
	for n := 999900000; n <= 999999999; n++ {
		if b := nl.BSN(fmt.Sprint(n)); b.Valid() {
			list = append(list, b)
		}
	}
	return list
})

// storyBSNs is how many numbers of the range the people of the story and the
// tests of others keep for themselves.
const storyBSNs = 40

// mostBSNs is the most numbers that one family gets.
const mostBSNs = 9

// perFamily says how many BSNs each of so many families may use: the first
// persons of a family get one, the person for whom care is asked first. When
// there are more families than numbers, the later families have none.
func perFamily(families int) int {
	free := len(bsns()) - storyBSNs
	return max(1, min(mostBSNs, free/max(families, 1)))
}

// bsnOf gives the BSN on a place in a family's share; false when there is none left.
func (r *Region) bsnOf(family, place int) (nl.BSN, bool) {
	at := storyBSNs + family*r.share + place
	if place >= r.share || at >= len(bsns()) {
		return "", false
	}
	return bsns()[at], true
}

// familyOf gives the number of the family in whose share a BSN lies; false for
// one of the story or one that is not of this region.
func (r *Region) familyOf(b nl.BSN) (int, bool) {
	list := bsns()
	low, high := 0, len(list)
	for low < high {
		if mid := (low + high) / 2; list[mid] < b {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(list) || list[low] != b || low < storyBSNs {
		return 0, false
	}
	n := (low - storyBSNs) / r.share
	return n, n < r.Count
}

// agb gives the n-th AGB code of the region. Codes of kind 99 are, to our
// knowledge, given to no care provider.
func agb(n int) string { return fmt.Sprintf("9990%04d", n) }

// oin gives the n-th OIN of the region, under the prefix 00000099 that stands
// for tests: prefix, nine digits, three zeros.
func oin(n int) string { return fmt.Sprintf("00000099%09d000", n) }

// line gives the n-th telephone number of an organisation. Area code 039 is not
// in the Dutch numbering plan, so that it reaches nobody.
func line(n int) string {
	return fmt.Sprintf("039 2%02d %02d %02d", n/10000%100, n/100%100, n%100)
}

// mobile gives the n-th mobile number. Dutch mobile numbers begin with 061 to
// 065 and 068; 060 is given to nobody.
func mobile(n int) string {
	return fmt.Sprintf("06 0%03d %04d", n/10000%1000, n%10000)
}
