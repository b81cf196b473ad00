package synth

var activities = [12]activity{
	{name: "sitting", slug: "sitting", posed: 4, turns: 0},
	{name: "standing", slug: "standing", posed: 4},
	{name: "lying", slug: "lying", posed: 6},
	{name: "walking", slug: "walking", tempo: .77, pace: .045, waver: .02, vigour: .2, uneven: .1, loose: 25, posed: 3, turns: 20, strikes: []float64{.05, .62}, ring: 7.5, decay: .06},
	{name: "climbing stairs", slug: "climbing", tempo: .56, pace: .05, waver: .06, vigour: .15, uneven: .2, loose: 25, posed: 4, turns: 9, strikes: []float64{.1}, ring: 6, decay: .07},
	{name: "descending stairs", slug: "descending", tempo: .64, pace: .06, waver: .06, vigour: .15, uneven: .2, loose: 35, posed: 4, turns: 9, strikes: []float64{.1, .55}, ring: 7, decay: .07},
	{name: "running", slug: "running", tempo: 1.3, pace: .035, waver: .012, vigour: .15, uneven: .08, loose: 20, posed: 3, strikes: []float64{.2}, ring: 8, decay: .06},
	{name: "cycling", slug: "cycling", tempo: .97, pace: .1, waver: .04, vigour: .2, uneven: .12, loose: 20, posed: 4},
	{name: "rowing", slug: "rowing", tempo: .35, pace: .12, waver: .04, vigour: .2, uneven: .1, loose: 20, posed: 4, strikes: []float64{.1}, ring: 4, decay: .1},
	{name: "cross trainer", slug: "cross-trainer", tempo: .8, pace: .1, waver: .05, vigour: .2, uneven: .12, loose: 25, posed: 4, strikes: []float64{.1, .6}, ring: 5, decay: .1},
	{name: "jumping", slug: "jumping", tempo: 2.1, pace: .05, waver: .03, vigour: .3, uneven: .15, loose: 20, posed: 4, strikes: []float64{.1}, ring: 7, decay: .08},
	{name: "basketball", slug: "basketball", tempo: 1.0, pace: .08, waver: .2, vigour: .2, uneven: .35, bouts: .6, loose: 45, posed: 6, turns: 5, strikes: []float64{.1, .6}, ring: 6, decay: .07},
}
