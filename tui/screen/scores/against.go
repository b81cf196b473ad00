package scores

import (
	"fmt"
	"slices"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/number"
	"actmax/tui/screen"
	"actmax/tui/session"
	"actmax/tui/session/board"
	"actmax/tui/style"
)

// references are figures to compare those on the screen with: of a study, and of the paper.
type references struct {
	network int // index in the study of the network on the screen; -1: none
	claims  []study.Claim
	of      *study.Study
	data    string
	hash    string
}

// reference returns the references for the network and the data on the screen.
func (c *Screen) reference() *references {
	m := c.common.Session
	b, name := &c.references, ""
	if m.Data.Dataset != nil {
		name = m.Data.Dataset.Name
	}
	if b.of == m.Study && b.data == name && b.hash == m.Open.Network.Hash {
		return b
	}
	*b = references{network: -1, of: m.Study, data: name, hash: m.Open.Network.Hash}
	for _, claim := range study.Published(name) {
		switch claim.About {
		case study.Attainment, study.Failures, study.Order, study.FailedBy:
			b.claims = append(b.claims, claim)
		}
	}
	if b.of != nil {
		b.network = slices.IndexFunc(b.of.Networks, func(n study.Network) bool { return n.Hash == b.hash })
	}
	return b
}

// preset returns the preset of the study under which a method had the current settings; ok is false if there is none.
func (b *references) preset(m *screen.Common, method string) (preset string, ok bool) {
	if b.network < 0 {
		return "", false
	}
	now := m.Session.MethodSettings(method).Values(optimize.DecidesScore)
	for _, v := range b.of.Variants {
		same := v.Method == method
		for key, value := range now {
			same = same && sameValue(v.Settings[key], value)
		}
		if same {
			return v.Preset, true
		}
	}
	return "", false
}

// sameValue reports whether two settings are equal; one may come from JSON, where every number is a float64.
func sameValue(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// row returns the study's row over all its networks of this head, and that of the network on the screen alone.
func (b *references) row(m *screen.Common, layer, method string) (over *study.Row, own *study.NetworkRow) {
	preset, ok := b.preset(m, method)
	if !ok {
		return nil, nil
	}
	n := &b.of.Networks[b.network]
	for i, r := range b.of.Rows {
		if r.Head == n.Head && r.Preset == preset && r.Layer == layer && r.Method == method {
			over = &b.of.Rows[i]
		}
	}
	for i, r := range b.of.Each {
		if r.Network == n.Name && r.Preset == preset && r.Layer == layer && r.Method == method {
			own = &b.of.Each[i]
		}
	}
	return over, own
}

// claim returns the paper's figure for the attainment of a method on a layer, nil if there is none.
func (b *references) claim(layer, method string) *study.Claim {
	for i, c := range b.claims {
		if c.About == study.Attainment && c.Method == method && (c.Layer == "" || c.Layer == layer) {
			return &b.claims[i]
		}
	}
	return nil
}

// comparison compares the figures of a cell with those of the study and the paper.
func (c *Screen) comparison(cell ScoreCell, f board.Figures) []detailLine {
	m := c.common.Session
	b := c.reference()
	layer, method := m.Open.Tree.Layers[cell.Layer].Name, m.MethodAt(cell.Method)
	var out []detailLine
	say := func(n style.Style, format string, args ...any) {
		out = append(out, detailLine{fmt.Sprintf(format, args...), n})
	}
	dot := " " + c.common.Glyphs.Point + " "
	over, own := f.Study, f.StudyOwn
	switch {
	case b.of == nil:
	case b.network < 0:
		say(style.Dim, "study: its %d networks do not include this one", len(b.of.Networks))
	case over == nil:
		say(style.Dim, "study: no figures for this layer and method under these settings")
	default:
		say(style.Text, "study, %s: S_sim %s%sattainment %s%s%s attain", networks(over.Networks),
			ranged(over.SSim, number.MeanSquare), dot,
			ranged(over.Attainment, attained), dot, number.Share(over.Share.Mean))
		if own != nil {
			say(style.Dim, "this network in it: S_sim %s%sattainment %s%s",
				number.MeanSquare(own.SSim), dot, attained(own.Attainment), agreement(f, own))
		}
	}
	if len(b.claims) == 0 {
		if b.of == nil && m.Data.Dataset != nil {
			say(style.Dim, "no published figures for %s", m.Data.Dataset.Title)
		}
		return out
	}
	unprinted := ""
	for _, claim := range b.claims {
		if claim.Method != "" && claim.Method != method || claim.Layer != "" && claim.Layer != layer {
			continue
		}
		ours, text := session.NaN, ""
		switch claim.About {
		case study.Attainment:
			if f.Done == f.Units {
				ours = f.Row.Held()
			}
		case study.Failures:
			failed, whole := c.failures()
			if ours = float64(failed); !whole && failed == 0 {
				ours = session.NaN
			}
			text = fmt.Sprintf(" (%d in this table)", failed)
		default: // a statement without a figure to compare with
			if i := len(out) - 1; unprinted == claim.Where && i >= 0 {
				out[i].Text += "; " + claim.Says
				continue
			}
			unprinted = claim.Where
		}
		verdict, n := claim.Judge(ours), style.Dim
		switch verdict {
		case study.Agrees:
			text += ": ours agrees"
		case study.Differs:
			text, n = text+": ours differs", style.Alert
		}
		value := ""
		if number.Known(float64(claim.Value)) {
			value = fmt.Sprintf("%g, ", float64(claim.Value))
		}
		say(n, "paper, %s: %s%s%s", claim.Where, value, claim.Says, text)
	}
	return out
}

// failures counts the failed units of the table; whole reports whether every cell of it is done.
func (c *Screen) failures() (failed int, whole bool) {
	whole = true
	for _, f := range c.Cells {
		failed += f.Row.Failed
		whole = whole && f.Done == f.Units
	}
	return failed, whole
}

// agreement says whether a study has the same figures for the network on the screen, to the last bit.
func agreement(f board.Figures, own *study.NetworkRow) string {
	if f.Done < f.Units {
		return ""
	}
	live := study.NewNetworkRow(own.Network, own.Preset, own.Layer, own.Method, f.Summary)
	if fmt.Sprint(live) == fmt.Sprint(*own) {
		return ": same as here"
	}
	return ": differs from here"
}

func attained(v results.Number) string { return number.OrDash(number.Attainment(float64(v), false)) }

func networks(n int) string {
	if n == 1 {
		return "1 network"
	}
	return fmt.Sprintf("%d networks", n)
}

// ranged formats a mean over networks with its minimum and maximum.
func ranged(s study.Spread, text func(results.Number) string) string {
	if !number.Known(float64(s.Mean)) {
		return "-"
	}
	return fmt.Sprintf("%s (%s-%s)", text(s.Mean), text(s.Min), text(s.Max))
}
