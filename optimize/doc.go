// Package optimize synthesizes the signal that maximally activates a unit of a network: gradient ascent on the input,
// with penalties that keep the signal realistic (Yoshimura, Maekawa, Hara: activation maximization for
// activity-recognition networks).
//
//	x[t+1] = x[t] + eta gamma^t dJ/dx,   J = f - sum of w_i R_i                                   (equations 2 and 5)
//
// A Job says which unit, under which Settings and Edits. An Ascent computes it step by step; a Batch computes several
// side by side, one in each lane of a model.Block. A step is a pure function of network, settings, edits, seed and
// step: the same whatever the lane, the neighbours in the block, and the number of workers.
//
// A Pool computes many jobs on its workers. The Run it returns is the handle to one of them: its newest Snapshot can be
// read at any time, it can be held, stepped, edited and cancelled, and its Tape gives the state at any step computed so
// far.
//
// Signals are [axes][time] in G, feature maps [axes][time] after the unit's activation function, both flat, time
// innermost.
package optimize
