package unit

import (
	"fmt"

	"actmax/data"
	"actmax/data/similar"
	"actmax/model"
	"actmax/model/train"
	"actmax/optimize/score"
	"actmax/tui/canvas"
	"actmax/tui/number"
	"actmax/tui/session/tree"
	"actmax/tui/session/visit"
	"actmax/tui/style"
	"actmax/tui/widget"
)

// listing is a list of real segments.
type listing int

const (
	listSimilar   listing = iota // the most similar to the best window, by distance
	ListStrongest                // those that activate the unit most, by mean activation
	ListCount
)

// listTitles are the titles of the lists and the numbers of their rows.
var listTitles = [ListCount]struct {
	name    string
	figures []string
}{
	{"Similar training segments", []string{"MSE", "root", "/base"}},
	{"Strongest training segments", []string{"mean", "max", "/th_eap"}},
}

// strongQuestion identifies a list of the strongest segments.
type strongQuestion struct {
	place    tree.Place
	width    int
	data     *data.Dataset
	measured *train.Measurement
}

// strongRow is a real segment that activates the unit strongly, with the unit's response.
type strongRow struct {
	train.Strong
	Match  similar.Match // the segment, and where its best window begins
	Mapped []float32     // the unit's feature map for it
}

// strongList lists the training segments that activate the unit most.
type strongList struct {
	asked, answered strongQuestion
	Rows            []strongRow
	power           [][]float64 // their mean spectrum
	err             error
	pick            int
	top             int // first row on the screen
}

func (m *Screen) strongQuestion(v *visit.Visit) strongQuestion {
	s := m.c.Session
	return strongQuestion{v.Place, s.Settings.SimilarWidth, s.Data.Dataset, s.Open.Measured}
}

// waits reports whether the list is shown and out of date.
func (s *strongList) waits(m *Screen, v *visit.Visit) bool {
	if m.Aside.Listing != ListStrongest || m.c.Session.Data.Dataset == nil || m.c.Session.Open.Measured == nil {
		return false
	}
	return s.answered != m.strongQuestion(v)
}

// ask starts computing the unit's response to its strongest segments.
func (s *strongList) ask(m *Screen, v *visit.Visit) {
	q := m.strongQuestion(v)
	if !s.waits(m, v) || s.asked == q {
		return
	}
	s.asked = q
	n, strongest := m.c.Session.Open.Network, m.c.Session.Strongest(v.Place)
	m.c.Session.Go("computing the strongest segments", func() func() {
		rows, power, err := measureStrongest(n, q, strongest)
		return func() {
			if q != s.asked {
				return // the answer to an older question
			}
			s.answered, s.Rows, s.power, s.err = q, rows, power, err
			s.pick = max(0, min(s.pick, len(s.Rows)-1))
			m.c.Session.Changed()
		}
	})
}

// measureStrongest computes the unit's feature map for each of its strongest segments, and the mean spectrum of all.
func measureStrongest(
	n *model.Network, q strongQuestion, strongest []train.Strong,
) (rows []strongRow, power [][]float64, err error) {
	d := q.data
	training := d.Subset(data.Train)
	signals := make([][]float32, 0, len(strongest))
	matches := make([]similar.Match, 0, len(strongest))
	for _, k := range strongest {
		if k.Training >= len(training) {
			return nil, nil, fmt.Errorf("the units were measured on other data: training segment %d of %d",
				k.Training, len(training))
		}
		segment := training[k.Training]
		signals = append(signals, score.Samples(d, segment, k.Axis))
		matches = append(matches, similar.Match{Segment: segment, Training: k.Training, Axis: k.Axis})
	}
	keep := func(i int, activation []float32, from, _ int) error {
		matches[i].Offset = from
		rows = append(rows, strongRow{strongest[i], matches[i], append([]float32(nil), activation...)})
		return nil
	}
	err = score.NewResponder(n, q.place.Layer).Each(q.place.Unit, signals, q.width, keep)
	return rows, score.MatchedPower(d, matches), err
}

// TurnList switches to the other list.
func (m *Screen) TurnList() {
	switch {
	case m.c.Session.Data.Dataset == nil:
		m.c.Session.Say("no data open; open some with `:open data`")
		return
	case m.Aside.Listing == listSimilar && m.c.Session.Open.Measured == nil:
		m.c.Session.Say("units not measured yet, so the strongest segments are unknown")
		return
	}
	m.Aside.Listing = (m.Aside.Listing + 1) % ListCount
	if !m.c.Size.Wide && m.Lower != FocusSimilar {
		m.Focus, m.Lower = FocusSimilar, FocusSimilar
	}
	m.c.Session.Say("%s", [ListCount]string{
		"list: training segments most similar to the window",
		"list: training segments that activate the unit most",
	}[m.Aside.Listing])
}

// listed returns how many segments are listed.
func (m *Screen) listed() int {
	if m.Aside.Listing == ListStrongest {
		return len(m.Aside.Strong.Rows)
	}
	return len(m.Similar.Now.List)
}

// picked returns the row under the cursor of the list.
func (m *Screen) picked() int {
	if m.Aside.Listing == ListStrongest {
		return m.Aside.Strong.pick
	}
	return m.Similar.Pick
}

// listedPower returns the mean spectrum of the listed segments; nil if unknown.
func (m *Screen) listedPower(v *visit.Visit) [][]float64 {
	if m.Aside.Listing == ListStrongest {
		if s := &m.Aside.Strong; s.answered == m.strongQuestion(v) {
			return s.power
		}
		return nil
	}
	if m.Similar.Now.place == v.Place {
		return m.Similar.Now.power
	}
	return nil
}

// moveListed picks another segment of the list; it reports whether the pick changed.
func (m *Screen) moveListed(n int) bool {
	if m.Aside.Listing == listSimilar {
		return m.Similar.move(n)
	}
	s := &m.Aside.Strong
	to := min(max(s.pick+n, 0), len(s.Rows)-1)
	moved := to != s.pick
	s.pick = to
	return moved
}

// PickedSegment returns the real segment under the cursor of the list; nil if there is none.
func (m *Screen) PickedSegment(v *visit.Visit, from int) *widget.Segment {
	if m.Aside.Listing == listSimilar {
		return m.Similar.picked(m, v)
	}
	s := &m.Aside.Strong
	if v.Shown == nil || s.pick >= len(s.Rows) || s.answered != m.strongQuestion(v) {
		return nil
	}
	k := s.Rows[s.pick]
	out := m.segment(k.Match, v.Shown)
	if out != nil {
		out.Shift, out.Mapped = from-k.Match.Offset, k.Mapped
	}
	return out
}

// draw draws the list.
func (s *strongList) draw(p canvas.Painter, m *Screen, v *visit.Visit, focused bool) {
	g := m.c.Glyphs
	body := m.drawHeadline(p, v)
	say := func(text string, n style.Style) { body.Text(1, 0, canvas.Clip(text, body.W-2, g), n) }
	switch {
	case m.c.Session.Data.Dataset == nil:
		say("no data open; open some with `:open data`", style.Dim)
		return
	case m.c.Session.Open.Measured == nil:
		say("measuring the units on the training segments "+g.More, style.Dim)
		return
	case s.answered != m.strongQuestion(v):
		say("computing the strongest segments "+g.More, style.Dim)
		return
	case s.err != nil:
		say(s.err.Error(), style.Alert)
		return
	case len(s.Rows) == 0:
		say("no training segment activates this unit", style.Dim)
		return
	}
	rows := body.H
	foot := rows > 6
	if foot {
		rows--
	}
	s.top = max(0, min(max(min(s.top, s.pick), s.pick-rows+1), len(s.Rows)-rows))
	for y := range min(rows, len(s.Rows)-s.top) {
		k := s.Rows[s.top+y]
		row := listRow{
			number: s.top + y, match: k.Match, width: s.answered.width,
			picked: s.top+y == s.pick, focused: focused,
			first: fmt.Sprintf("%.3f", k.Mean), word: "mean",
		}
		if len(k.Mapped) > 1 { // otherwise mean and maximum are the same
			row.second = fmt.Sprintf("%.2f", k.Peak)
		}
		if t := v.Shown.Threshold; number.Known(t) && t > 0 {
			row.third = number.Times(float64(k.Peak) / t)
		}
		m.drawListRow(body, y, row)
	}
	if foot {
		sum := 0.0
		for _, k := range s.Rows {
			sum += k.Mean
		}
		mean := number.Short(sum / float64(len(s.Rows)))
		text := fmt.Sprintf("mean f of %d: %s; the signal: %s", len(s.Rows), mean, number.Short(rawMean(v.Shown.Map)))
		body.Text(1, body.H-1, canvas.Clip(text, body.W-2, g), style.Dim)
	}
}

// rawMean returns f without clipping, the measure of the strongest segments.
func rawMean(m []float32) float64 {
	sum := 0.0
	for _, a := range m {
		sum += float64(a)
	}
	return sum / float64(len(m))
}
