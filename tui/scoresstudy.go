package tui

import (
	"fmt"
	"slices"

	"actmax/optimize"
	"actmax/optimize/results"
	"actmax/optimize/study"
	"actmax/tui/canvas"
)

// scoresBeside is what stands beside the figures on the screen: those of a study, and what the paper prints.
type scoresBeside struct {
	network int // of the study that is the one on the screen; -1: none
	claims  []study.Claim
	of      *study.Study
	data    string
	hash    string
}

// besides finds out what can stand beside the figures for the network and the data on the screen.
func (c *scoresScreen) besides(m *explorer) *scoresBeside {
	b, name := &c.others, ""
	if m.o.Dataset != nil {
		name = m.o.Dataset.Name
	}
	if b.of == m.o.Study && b.data == name && b.hash == m.o.Network.Hash {
		return b
	}
	*b = scoresBeside{network: -1, of: m.o.Study, data: name, hash: m.o.Network.Hash}
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

// preset is that of the study under which a method had the present settings; ok is false where it had others.
func (b *scoresBeside) preset(m *explorer, method string) (preset string, ok bool) {
	if b.network < 0 {
		return "", false
	}
	now := m.methodSettings(method).Values(optimize.DecidesScore)
	for _, v := range b.of.Variants {
		same := v.Method == method
		for key, mine := range now {
			same = same && sameValue(v.Settings[key], mine)
		}
		if same {
			return v.Preset, true
		}
	}
	return "", false
}

// sameValue compares a setting with one that may have come from JSON, where every number is a float64.
func sameValue(a, b any) bool { return fmt.Sprint(a) == fmt.Sprint(b) }

// row is the study's row over all its networks of this head; own that of the network on the screen.
func (b *scoresBeside) row(m *explorer, layer, method string) (over *study.Row, own *study.NetworkRow) {
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

// claim is what the paper prints of a method's attainment on a layer; nil where it prints nothing.
func (b *scoresBeside) claim(layer, method string) *study.Claim {
	for i, c := range b.claims {
		if c.About == study.Attainment && c.Method == method && (c.Layer == "" || c.Layer == layer) {
			return &b.claims[i]
		}
	}
	return nil
}

// beside says how the figures of a cell stand against the study's and the paper's.
func (c *scoresScreen) beside(m *explorer, cell scoreCell, f figures) []detailLine {
	b := c.besides(m)
	layer, method := m.tree.layers[cell.layer].name, m.methodAt(cell.method)
	var out []detailLine
	say := func(n canvas.Style, format string, args ...any) {
		out = append(out, detailLine{fmt.Sprintf(format, args...), n})
	}
	dot := " " + m.glyphs.Point + " "
	over, own := f.over, f.own
	switch {
	case b.of == nil:
	case b.network < 0:
		say(canvas.Dim, "study: this network is not among its %d", len(b.of.Networks))
	case over == nil:
		say(canvas.Dim, "study: nothing of this layer and method under these settings")
	default:
		say(canvas.Text, "study, %s: S_sim %s%sattainment %s%s%s attain", networks(over.Networks), ranged(over.SSim, meanSquare), dot,
			ranged(over.Attainment, func(v results.Number) string { return orDash(attainment(float64(v), false)) }), dot, percentOf(over.Share.Mean))
		if own != nil {
			say(canvas.Dim, "this network in it: S_sim %s%sattainment %s%s", meanSquare(own.SSim), dot, orDash(attainment(float64(own.Attainment), false)), agreement(f, own))
		}
	}
	if len(b.claims) == 0 {
		if b.of == nil && m.o.Dataset != nil {
			say(canvas.Dim, "the paper prints nothing of %s", m.o.Dataset.Title)
		}
		return out
	}
	unprinted := ""
	for _, claim := range b.claims {
		if claim.Method != "" && claim.Method != method || claim.Layer != "" && claim.Layer != layer {
			continue
		}
		ours, text := nan, ""
		switch claim.About {
		case study.Attainment:
			if f.done == f.units {
				ours = f.row.Held()
			}
		case study.Failures:
			failed, whole := c.failures()
			if ours = float64(failed); !whole && failed == 0 {
				ours = nan
			}
			text = fmt.Sprintf(" (%d in this table)", failed)
		default: // nothing is printed that ours could be held against
			if i := len(out) - 1; unprinted == claim.Where && i >= 0 {
				out[i].text += "; " + claim.Says
				continue
			}
			unprinted = claim.Where
		}
		verdict, n := claim.Judge(ours), canvas.Dim
		switch verdict {
		case study.Agrees:
			text += ": ours agrees"
		case study.Differs:
			text, n = text+": ours differs", canvas.Alert
		}
		value := ""
		if canvas.Known(float64(claim.Value)) {
			value = fmt.Sprintf("%g, ", float64(claim.Value))
		}
		say(n, "paper, %s: %s%s%s", claim.Where, value, claim.Says, text)
	}
	return out
}

// failures counts the failed units of the table; whole tells whether every cell of it is done.
func (c *scoresScreen) failures() (failed int, whole bool) {
	whole = true
	for _, f := range c.cells {
		failed += f.row.Failed
		whole = whole && f.done == f.units
	}
	return failed, whole
}

// agreement says whether a study found the same figures for the network on the screen, to the last bit.
func agreement(f figures, own *study.NetworkRow) string {
	if f.done < f.units {
		return ""
	}
	live := study.NewNetworkRow(own.Network, own.Preset, own.Layer, own.Method, f.summary)
	if fmt.Sprint(live) == fmt.Sprint(*own) {
		return ": the same as here"
	}
	return ": not the same as here"
}

func networks(n int) string {
	if n == 1 {
		return "1 network"
	}
	return fmt.Sprintf("%d networks", n)
}

// ranged writes a mean over networks with the least and the greatest.
func ranged(s study.Spread, text func(results.Number) string) string {
	if !canvas.Known(float64(s.Mean)) {
		return "-"
	}
	return fmt.Sprintf("%s (%s-%s)", text(s.Mean), text(s.Min), text(s.Max))
}
