// Package simd holds the vector loops that every other room computes with.
//
// A lane is a signal: arrays are [channel][axis][time][lanes], so that one vector register holds the same sample of
// several signals and no loop shuffles. Every function exists in portable Go and, on amd64, in AVX2+FMA and AVX-512
// assembly written by the generator in gen/ (go generate reproduces it byte for byte; the build tag purego leaves it
// out). The variant is chosen at start, and the environment variable ACTMAX_SIMD=portable|avx2|avx512 forces one.
//
// # What callers may rely on
//
// Any number of lanes, columns and rows and any step works in every variant. Lanes says which number of lanes is
// fastest; other numbers are as fast where the columns lie side by side (steps equal to lanes), one lane too.
//
// Each element of Correlate and LaneCorrelate is accumulated in ascending order of the reduction index, in one
// accumulator that starts from 0, the bias or the old value. So a lane's result does not depend on its neighbours, on
// their number, on the number of columns or rows, or on how a reduction is split over calls that add. The same holds for
// an element of Dot and the rows and columns computed with it.
//
// FanOut, LaneFanOut, FanIn and LaneFanIn are Correlate and LaneCorrelate for filters of five taps between one row and
// many, faster and with the same bits.
//
// Toom.Filter is the other way to filter with five taps, at 38 % of the time between 64 channels (AVX2: 40 %). A lane's
// result does not depend on its neighbours, on their number, or on the output channels and the distances between rows; it
// does depend, in the last bits, on where a column lies in its tile of six and on what else is in the ten columns that the
// tile reads. What must not depend on that, such as equal results for equal windows of a signal, takes Correlate.
//
// ToomGradient sums the gradients of such filters, at 42 % of the time of Dot between 64 channels (AVX2: 43 %); what it adds
// to does not depend on other parts. Product multiplies matrices that lie unpacked, with Correlate's promises, and
// Sparse passes over the zeros of one of them, with the bits of Product.
//
// These promises are about bits and hold in every variant and on every processor: the tests compare bits in each variant
// and, emulated, on arm64 (make arm64).
//
// # Between variants and processors
//
// avx2 and avx512 agree bit for bit in everything but Dot and the sums of series.go (SumSquares, Variation, Excess, Clip),
// whose partial sums are as many as a vector has floats. Portable Go on amd64 rounds products where the others fuse them with
// sums, and so differs in the last bits. On arm64 Go's compiler fuses them as well, which the language allows it: portable Go
// there need not equal portable Go on amd64, nor the other variants, whose sums it may fuse at other places. ReLU, Mask, Adam,
// AddScaled and the gradients of series.go round after every operation and are the same everywhere; so are packed weights.
//
// # Precision
//
// A sum of n products differs from exact arithmetic by at most about 2n·2⁻²⁴ times the sum of the products' magnitudes
// (the tests hold every variant to that bound, against float64); in practice by a few units of 2⁻²⁴.
//
// Toom.Filter has a larger error, because values cancel in its transforms (the tests hold it to the like bound, with the
// magnitudes that meet there). Between 64 channels, over rectified noise and with random weights, it is 1.3e-6 of the rms
// (root mean square) of the values, and at most 2e-5 of it, where Correlate has 2.3e-7 and at most 3e-6. TestToomError
// prints the figures of each variant, and fails above 2e-6 or 3e-5. The error goes by the largest inputs within reach of a
// tile: a value that is small only because its own inputs are has the absolute error of its louder neighbours. Where all its
// inputs are 0 it is exactly the bias: what no way leads back to has a gradient of exactly 0, as with Correlate. Weights are
// transformed in float64 and rounded once.
//
// F(6,5), six outputs of five taps at ten points, is the only Toom-Cook filter here. F(4,5), at eight points, would be more
// accurate and take 1.2 times the multiplications; nothing has asked for it: the reference ascents are followed within their
// tolerances as it is (docs/performance.md has the differences). What F(6,5) is not for is filtered directly, by Correlate:
// any other number of taps, strides and dilations, fewer than six columns, channels too few for it to pay (ToomPays), and
// filters between one row and many, where there is nothing to gain.
//
// ToomGradient has an error of 1.6e-6 of the rms of the gradients between 64 channels, over rectified noise and noise, and at
// most 2e-5 of it. TestToomGradientPrecision prints the figures, and fails above 2.5e-6 or 4e-5.
//
// Denormal numbers are kept. Finite input never yields NaN unless a sum overflows both ways, which in Toom.Filter happens a
// decade before it does in Correlate (TestToomRange prints it); NaN and infinities stay in their lane, and there in the tiles
// that see them.
//
// Functions of this package start no goroutine, allocate nothing (but for Aligned and those named New) and may run
// concurrently on different destinations.
package simd
