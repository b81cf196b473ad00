//go:build !race

package tsne

const underRace = false
