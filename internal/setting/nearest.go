package setting

import "strings"

// Nearest returns the known name that takes the fewest single-letter edits to reach from word, the first on ties; ""
// where even that one differs in more than half of its letters. A name's last part counts alone as well, so that
// "tv" leads to "penalty.tv".
func Nearest(word string, known []string) string {
	best, bestCost := "", -1
	for _, k := range known {
		cost, length := distance(word, k), len(k)
		if i := strings.LastIndexByte(k, '.'); i >= 0 {
			tail := word[strings.LastIndexByte(word, '.')+1:]
			if c := distance(tail, k[i+1:]) + 1; c < cost && 2*c <= len(k[i+1:])+1 {
				cost = c
			}
		}
		if 2*cost > length {
			continue
		}
		if bestCost < 0 || cost < bestCost {
			best, bestCost = k, cost
		}
	}
	return best
}

// distance is the Levenshtein distance over bytes, letters compared without case.
func distance(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
