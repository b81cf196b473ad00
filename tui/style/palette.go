package style

import "charm.land/lipgloss/v2"

// palette defines how a kind of terminal shows inks and grounds.
type palette struct {
	ink    [inkCount]lipgloss.Style
	kind   [kinds]lipgloss.Style // of activities
	ground [groundCount]lipgloss.Style
	weak   lipgloss.Style // of outdated results, instead of the ink
}

// of returns the lipgloss style of s, which is not an adopted one.
func (p *palette) of(s Style) lipgloss.Style {
	var out lipgloss.Style
	if s&bold != 0 {
		out = out.Bold(true)
	}
	if s&under != 0 {
		out = out.Underline(true)
	}
	if s&faint != 0 {
		out = out.Inherit(p.weak)
	}
	if k := s.Ink(); k < inkCount {
		out = out.Inherit(p.ink[k])
	} else {
		out = out.Inherit(p.kind[k-inkCount])
	}
	return out.Inherit(p.ground[s.Ground()])
}

// colour returns a style with one of 256 colours for the text. They look the same as RGB on terminals that have them
// and take a third of the bytes. The first 16 depend on the terminal.
func colour(number string) lipgloss.Style {
	return lipgloss.NewStyle().Foreground(lipgloss.Color(number))
}

// ground returns a style with such a colour for the background.
func ground(number string) lipgloss.Style {
	return lipgloss.NewStyle().Background(lipgloss.Color(number))
}

// kindsOf returns styles of activities.
func kindsOf(numbers ...string) (out [kinds]lipgloss.Style) {
	for i, n := range numbers {
		out[i] = colour(n)
	}
	return out
}

// Inks missing from a palette look like the default text of the terminal.
var (
	dark = palette{
		ink: [inkCount]lipgloss.Style{
			Dim: colour("246"), Frame: colour("239"), Signal: colour("80"), Map: colour("108"), Over: colour("179"),
			Threshold: colour("179"), Real: colour("140"), Accent: colour("80"), Alert: colour("203"),
		},
		kind: kindsOf("69", "214", "42", "175", "173", "117", "250", "185"),
		ground: [groundCount]lipgloss.Style{
			OnWindow: ground("235"), OnCursor: ground("238"), OnMap: ground("108"), OnOver: ground("179"),
		},
		weak: colour("246"),
	}
	light = palette{
		ink: [inkCount]lipgloss.Style{
			Dim: colour("242"), Frame: colour("250"), Signal: colour("25"), Map: colour("71"), Over: colour("130"),
			Threshold: colour("130"), Real: colour("96"), Accent: colour("25"), Alert: colour("160"),
		},
		kind: kindsOf("25", "172", "29", "168", "166", "38", "239", "100"),
		ground: [groundCount]lipgloss.Style{
			OnWindow: ground("255"), OnCursor: ground("252"), OnMap: ground("71"), OnOver: ground("130"),
		},
		weak: colour("242"),
	}

	// The sixteen colours of older terminals.
	darkOf16 = palette{
		ink: [inkCount]lipgloss.Style{
			Dim: colour("7"), Frame: colour("8"), Signal: colour("14"), Map: colour("2"), Over: colour("3"),
			Threshold: colour("3"), Real: colour("5"), Accent: colour("14"), Alert: colour("9"),
		},
		kind:   kindsOf("12", "11", "10", "13", "9", "14", "7", "3"),
		ground: [groundCount]lipgloss.Style{OnCursor: ground("8"), OnMap: ground("2"), OnOver: ground("3")},
		weak:   colour("7"),
	}
	lightOf16 = palette{
		ink: [inkCount]lipgloss.Style{
			Dim: colour("8"), Frame: colour("7"), Signal: colour("4"), Map: colour("2"), Over: colour("3"),
			Threshold: colour("3"), Real: colour("5"), Accent: colour("4"), Alert: colour("1"),
		},
		kind:   kindsOf("4", "3", "2", "5", "1", "6", "8", "3"),
		ground: [groundCount]lipgloss.Style{OnCursor: ground("7"), OnMap: ground("2"), OnOver: ground("3")},
		weak:   colour("8"),
	}

	colourless = palette{
		ink: [inkCount]lipgloss.Style{
			Frame:  lipgloss.NewStyle().Faint(true),
			Accent: lipgloss.NewStyle().Bold(true),
			Alert:  lipgloss.NewStyle().Bold(true),
		},
		ground: [groundCount]lipgloss.Style{
			OnCursor: lipgloss.NewStyle().Reverse(true),
			OnMap:    lipgloss.NewStyle().Reverse(true),
			OnOver:   lipgloss.NewStyle().Reverse(true),
		},
		weak: lipgloss.NewStyle().Faint(true),
	}
)
