package setting

import "strings"

// Nearest returns the known name that word most likely means, the first on ties. A name is near if it differs by at
// most one edit per three letters (a letter missing, extra, wrong, or two exchanged) or if word is its beginning;
// without a near name Nearest returns "". The last part of a name counts alone too, so that "tv" finds "penalty.tv".
func Nearest(word string, known []string) string {
	word = strings.ToLower(word)
	best, bestCost := "", -1
	take := func(name string, cost int) {
		if cost >= 0 && (bestCost < 0 || cost < bestCost) {
			best, bestCost = name, cost
		}
	}
	for _, name := range known {
		k := strings.ToLower(name)
		take(name, edits(word, k))
		if i := strings.LastIndexByte(k, '.'); i >= 0 {
			if c := edits(word[strings.LastIndexByte(word, '.')+1:], k[i+1:]); c >= 0 {
				take(name, c+1)
			}
		}
	}
	return best
}

// edits returns the number of edits between name and word, or -1 if word more likely means another name.
func edits(word, name string) int {
	cost := distance(word, name)
	if len(word) >= 2 && strings.HasPrefix(name, word) {
		return min(cost, 1)
	}
	if 3*cost <= max(len(word), len(name)) {
		return cost
	}
	return -1
}

// distance returns the Levenshtein distance over bytes, with an exchange of two neighbours as one edit (optimal string
// alignment).
func distance(a, b string) int {
	var before, last []int // rows of the table: two letters ago, one letter ago
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := last[j]
			if a[i] != b[j] {
				cost++
			}
			row[j+1] = min(cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
