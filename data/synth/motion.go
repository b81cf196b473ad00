package synth

import (
	"math"
	"math/rand/v2"

	"actmax/data"
)

// activity is how people move, in physical numbers. A spread is one standard deviation.
type activity struct {
	name, slug string

	tempo  float64 // Hz: cycles a second. A cycle is a stride (two steps), a stroke, a pedal turn, a jump
	pace   float64 // fraction: spread of tempo between people
	waver  float64 // fraction: spread of tempo within a recording
	vigour float64 // fraction: spread of strength between people
	uneven float64 // fraction: spread of strength from cycle to cycle
	bouts  float64 // fraction: spread of strength over some seconds (games: rest and effort)
	loose  float64 // degrees: spread of the harmonics' phases, between people and again between recordings
	posed  float64 // degrees: spread of posture between two recordings of one person, about each axis
	turns  float64 // s: mean time between two changes of direction, each a second and a half long; 0: none

	strikes []float64 // cycles: moments at which something hits (a foot, a ball)
	ring    float64   // Hz: how the limb rings after it
	decay   float64   // s: time after which the ringing has fallen to 1/e

	arm, leg sensor
}

// xyz is one number for each axis of a sensor.
type xyz = [3]float64

// sensor is what an activity does to one of the two sensors.
type sensor struct {
	rest   xyz       // G: gravity, and the mean of what the movement adds to it
	sits   xyz       // degrees: spread between people of how the sensor is turned about its x, y, z
	tones  [3][]tone // harmonics 1, 2, ... of the cycle
	strike xyz       // G: first swing of the ringing after a strike
	drift  xyz       // G rms: slow wandering, below about 1 Hz
	noise  xyz       // G rms: tremor, cloth and sensor noise, all frequencies alike
}

// tone is one harmonic of a cycle: g cos(2 pi k cycles + degrees).
type tone struct{ g, degrees float64 }

const (
	driftTime  = 0.45 // s: memory of slow wandering
	boutTime   = 1.1  // s: memory of effort
	turnLength = 1.6  // s
	turnForce  = 0.10 // G: sideways push in a turn
	turnSlow   = 0.15 // fraction of tempo lost in the middle of a turn
	turnSoft   = 0.25 // fraction of strength lost there
	limpShare  = 0.20 // fraction: what one unit of a person's limp adds to the odd harmonics
	reach      = 8.0  // G: the sensors read no more than this, either way
	styleShare = 0.15 // fraction: spread of every harmonic's amplitude between recordings
)

// take is one recording of one person while it is made.
type take struct {
	rng      *rand.Rand
	act      *activity
	tempo    float64 // Hz
	strength float64
	limbs    [2]limb

	waver, uneven, bout wander
	cycle               float64 // 0..1
	turnIn              float64 // s until the next turn begins; below 0: in a turn
	turnSide            float64 // +1 or -1; 0 outside a turn
	ringing             complex128
}

// limb is one sensor on one person in one recording.
type limb struct {
	*sensor
	turn     [3][3]float64 // from the activity's axes to those of the sensor as worn
	cos, sin [3][]float64  // G: the harmonics
	drifts   [3]wander
}

func newTake(a *activity, p *person, rng *rand.Rand) *take {
	t := &take{
		rng: rng, act: a,
		tempo: a.tempo * (1 + a.pace*p.tempo),
		// The mean square of exp(s z - s²) is 1 for a normal z: people differ, their mean power is the table's.
		strength: math.Exp(a.vigour*p.vigour - a.vigour*a.vigour),
		cycle:    rng.Float64(),
		waver:    newWander(rng, 1.5), uneven: newWander(rng, 0.4), bout: newWander(rng, boutTime),
		turnIn: a.turns * rng.ExpFloat64(),
	}
	for i := range t.limbs {
		l := &t.limbs[i]
		l.sensor = &a.arm
		worn := p.arm
		if i == 1 {
			l.sensor = &a.leg
			worn = p.leg
		}
		var angles [3]float64
		for k := range 3 {
			angles[k] = (l.sits[k]*worn[k] + a.posed*rng.NormFloat64()) * math.Pi / 180
			l.drifts[k] = newWander(rng, driftTime)
		}
		l.turn = rotation(angles)
		t.style(l, p)
	}
	return t
}

// style gives every harmonic the person's own and the day's own amplitude and phase.
func (t *take) style(l *limb, p *person) {
	for axis, tones := range l.tones {
		for k, o := range tones {
			g := o.g * math.Exp(styleShare*t.rng.NormFloat64()-styleShare*styleShare)
			if k%2 == 0 {
				g *= max(0, 1+limpShare*p.limp)
			}
			// Neighbouring harmonics and axes shift against each other, not all together.
			own := p.shape * math.Cos(float64(2*k+3*axis))
			phase := (o.degrees + t.act.loose*(own+t.rng.NormFloat64())) * math.Pi / 180
			l.cos[axis] = append(l.cos[axis], g*math.Cos(phase))
			l.sin[axis] = append(l.sin[axis], -g*math.Sin(phase))
		}
	}
}

// record returns n samples of the six axes, [axes][n] in G.
func (t *take) record(n int) [][]float32 {
	out := make([][]float32, len(data.Axes))
	all := make([]float32, len(out)*n)
	for axis := range out {
		out[axis] = all[axis*n : (axis+1)*n : (axis+1)*n]
	}
	for i := range n {
		strength, push := t.advance()
		c, s := math.Cos(2*math.Pi*t.cycle), math.Sin(2*math.Pi*t.cycle)
		for j := range t.limbs {
			v := t.limbs[j].sample(t.rng, c, s, strength, imag(t.ringing), push)
			for axis := range v {
				out[3*j+axis][i] = float32(min(max(v[axis], -reach), reach))
			}
		}
	}
	return out
}

// advance moves time on by one sample and returns the strength of the movement and the sideways push in G.
func (t *take) advance() (strength, push float64) {
	const dt = 1 / data.Rate
	a := t.act
	turning := t.turning(dt)
	tempo := t.tempo * max(0.3, 1+a.waver*t.waver.next(t.rng)) * (1 - turnSlow*turning)
	before := t.cycle
	t.cycle += tempo * dt
	strength = t.strength * max(0, 1+a.uneven*t.uneven.next(t.rng)) * (1 - turnSoft*turning)
	if a.bouts > 0 {
		strength *= math.Exp(a.bouts*t.bout.next(t.rng) - a.bouts*a.bouts)
	}
	if len(a.strikes) > 0 {
		t.ringing *= complexExp(-dt/a.decay, 2*math.Pi*a.ring*dt)
	}
	for _, at := range a.strikes {
		// The strike falls between two samples: the ringing has already lasted for the rest of the interval.
		late := t.cycle - at
		if late >= 1 {
			late--
		}
		if late < 0 || late >= t.cycle-before {
			continue
		}
		since := late / tempo
		t.ringing += complexExp(-since/a.decay, 2*math.Pi*a.ring*since)
	}
	t.cycle -= math.Floor(t.cycle)
	return strength, turnForce * turning * t.turnSide
}

// turning is how far into a turn the person is: 0 outside, 1 in its middle.
func (t *take) turning(dt float64) float64 {
	if t.act.turns == 0 {
		return 0
	}
	t.turnIn -= dt
	if t.turnIn > 0 {
		t.turnSide = 0
		return 0
	}
	if t.turnSide == 0 {
		t.turnSide = 1 - 2*float64(t.rng.IntN(2))
	}
	if -t.turnIn > turnLength {
		t.turnIn = t.act.turns * t.rng.ExpFloat64()
		return 0
	}
	return (1 - math.Cos(2*math.Pi*-t.turnIn/turnLength)) / 2
}

// sample returns what the sensor reads, in G; c and s are cosine and sine of the cycle, ringing is what the last
// strikes left, push the sideways push of a turn in G.
func (l *limb) sample(rng *rand.Rand, c, s, strength, ringing, push float64) (out [3]float64) {
	var v [3]float64
	for axis := range v {
		ck, sk := c, s
		sum := 0.0
		for k, g := range l.cos[axis] {
			sum += g*ck + l.sin[axis][k]*sk
			ck, sk = ck*c-sk*s, sk*c+ck*s
		}
		v[axis] = l.rest[axis] + strength*(sum+l.strike[axis]*ringing)
	}
	v[2] += push
	for axis := range out {
		r := &l.turn[axis]
		out[axis] = r[0]*v[0] + r[1]*v[1] + r[2]*v[2] +
			l.drift[axis]*l.drifts[axis].next(rng) + l.noise[axis]*rng.NormFloat64()
	}
	return out
}

func complexExp(re, im float64) complex128 {
	s, c := math.Sincos(im)
	e := math.Exp(re)
	return complex(e*c, e*s)
}
