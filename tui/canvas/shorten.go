package canvas

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"actmax/tui/style"
)

// Shorten returns a name of several words in w columns such that names with the same beginning stay distinguishable:
// "cycling, vertical" in ten as "cycl verti". Each word keeps its beginning; the longest are cut first.
func Shorten(name string, w int, g *style.Glyphs) string {
	if ansi.StringWidth(name) <= w {
		return name
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '_' })
	const least = 2 // letters per word
	long := len(words) - 1
	runes := make([][]rune, len(words))
	for i, word := range words {
		runes[i] = []rune(word)
		long += ansi.StringWidth(word)
	}
	for long > w {
		most := 0
		for i := range runes {
			if len(runes[i]) > len(runes[most]) {
				most = i
			}
		}
		if len(words) < 2 || len(runes[most]) <= least {
			return Clip(name, w, g)
		}
		last := len(runes[most]) - 1
		long -= ansi.StringWidth(string(runes[most][last]))
		runes[most] = runes[most][:last]
	}
	for i := range runes {
		words[i] = string(runes[i])
	}
	return strings.Join(words, " ")
}

// ShortenAbout does the same with the text below a tile, in which a number may precede the name.
func ShortenAbout(about string, w int, g *style.Glyphs) string {
	number, name, ok := strings.Cut(about, " ")
	if _, err := strconv.ParseFloat(number, 64); !ok || err != nil {
		return Shorten(about, w, g)
	}
	return number + " " + Shorten(name, max(1, w-len(number)-1), g)
}

// FirstThatFits returns the first of several wordings, longest first, that fits w columns, or else the last one,
// clipped.
func FirstThatFits(w int, g *style.Glyphs, wordings ...string) string {
	for _, s := range wordings {
		if ansi.StringWidth(s) <= w {
			return s
		}
	}
	return Clip(wordings[len(wordings)-1], w, g)
}

// Clip returns s in at most w columns; a clipped text ends with the glyph for "more".
func Clip(s string, w int, g *style.Glyphs) string {
	if ansi.StringWidth(s) <= w {
		return s
	}
	return ansi.Truncate(s, max(0, w), g.More)
}
