// Package simd holds the vector loops that every other room computes with.
//
// A lane is a signal: arrays are [channel][axis][time][lanes], so that one vector register holds the same sample of
// several signals and no loop shuffles. Every function exists in portable Go and, where the processor has them, in
// AVX2+FMA and AVX-512 assembly made by the generator in gen/; the variant is chosen at start, and the environment
// variable ACTMAX_SIMD=portable|avx2|avx512 forces one.
//
// Each element is accumulated in ascending order of the reduction index in one accumulator, so that a lane's result
// does not depend on its neighbours, on their number, or on the number of columns.
package simd
