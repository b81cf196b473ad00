package synth

// person is what one subject brings to every activity. The numbers are standard scores: an activity's spreads say
// how many hertz, G or degrees one unit is worth. Over the training subjects (the first five) every column has mean
// 0 and mean square 1, so that an activity's own numbers describe the average over them.
type person struct {
	tempo  float64 // quicker (+) or slower
	vigour float64 // stronger (+) or weaker movement
	limp   float64 // left and right steps differ: strengthens or weakens the odd harmonics of a stride
	shape  float64 // shifts the harmonics against one another: an own way of moving
	arm    xyz     // how the arm sensor is worn: turned about its x, y, z
	leg    xyz     // how the leg sensor is worn
}

var people = [8]person{
	//  tempo, vigour, limp, shape,  arm x, y, z,           leg x, y, z
	{+0.55, -0.75, +1.48, +0.43, xyz{-0.99, +0.64, +1.43}, xyz{+1.64, -0.47, +0.16}},
	{+0.10, +1.28, -0.84, -1.61, xyz{+1.29, -1.32, -0.50}, xyz{-1.07, +1.28, -0.82}},
	{-0.26, +0.66, -1.36, +1.30, xyz{+0.91, +0.28, -1.49}, xyz{+0.56, +0.65, +1.61}},
	{+1.31, +0.31, +0.31, +0.45, xyz{+0.03, +1.36, -0.12}, xyz{-0.22, -1.64, +0.32}},
	{-1.70, -1.51, +0.41, -0.57, xyz{-1.23, -0.95, +0.68}, xyz{-0.90, +0.19, -1.27}},
	{+0.30, -0.20, -0.60, +0.75, xyz{+0.45, -0.50, +0.80}, xyz{-0.60, -0.40, +0.70}},
	{-0.80, +0.55, +0.90, -0.85, xyz{-0.70, +1.05, -0.90}, xyz{+0.95, +0.80, -0.55}},
	{+1.05, -0.90, -0.25, +1.10, xyz{+1.20, +0.35, +0.95}, xyz{-1.10, -0.90, +1.00}},
}
