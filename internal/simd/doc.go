// Package simd contains the vector loops that all other packages compute with.
//
// A lane is one signal: arrays are [channel][axis][time][lanes], so that one vector register holds the same sample of
// several signals and no loop shuffles. Every function exists in portable Go and, on amd64, in AVX2+FMA and AVX-512
// assembly written by the generator in gen/ (go generate reproduces it byte for byte; the build tag purego excludes
// it). The fastest variant is chosen at start; the environment variable ACTMAX_SIMD=portable|avx2|avx512 forces one.
//
// # What callers may rely on
//
// Any number of lanes, columns and rows and any step works in every variant. Lanes returns the fastest number of lanes.
// Other numbers, also one lane, are as fast if the columns are adjacent (steps equal to lanes).
//
// Each element of Correlate and LaneCorrelate is accumulated in ascending order of the reduction index, in one
// accumulator that starts from 0, the bias or the old value. So a lane's result does not depend on its neighbours, on
// their number, on the number of columns or rows, or on how a reduction is split over calls that add. Likewise an
// element of Dot does not depend on the rows and columns computed with it.
//
// FanOut, LaneFanOut, FanIn and LaneFanIn are Correlate and LaneCorrelate for filters of five taps between one row and
// many: faster, with the same bits.
//
// Toom.Filter filters with five taps in 38 % of the time between 64 channels (AVX2: 40 %). A lane's result does not
// depend on its neighbours, on their number, on the output channels or on the distances between rows. In the last bits
// it does depend on the position of a column in its tile of six, and on the other values in the ten columns that the
// tile reads. If that must not be, for example to get equal results for equal windows of a signal, use Correlate.
//
// ToomGradient sums the gradients of such filters in 42 % of the time of Dot between 64 channels (AVX2: 43 %). A part's
// sums do not depend on other parts. Product multiplies unpacked matrices, with the guarantees of Correlate. Sparse
// skips the zeros of one of them, with the bits of Product.
//
// These guarantees are about bits and hold in every variant and on every processor: the tests compare bits in each
// variant and, emulated, on arm64 (make arm64).
//
// # Between variants and processors
//
// avx2 and avx512 agree bit for bit, except for Dot and the sums of series.go (SumSquares, Variation, Excess, Clip),
// which have as many partial sums as a vector has floats. Portable Go on amd64 rounds products that the others fuse
// with sums, and so differs in the last bits. On arm64 Go's compiler fuses them too, as the language allows: portable
// Go there need not equal portable Go on amd64, nor the other variants, because it may fuse other sums. ReLU, Mask,
// Adam, AddScaled and the gradients of series.go round after every operation and are the same everywhere; so are packed
// weights.
//
// # Precision
//
// A sum of n products differs from exact arithmetic by at most about 2n·2⁻²⁴ times the sum of the products' magnitudes
// (the tests check that bound for every variant, against float64); in practice by a few units of 2⁻²⁴.
//
// Toom.Filter has a larger error, because values cancel in its transforms (the tests check an analogous bound, with the
// magnitudes in the transforms). Between 64 channels, over rectified noise and with random weights, the error is 1.3e-6
// of the rms (root mean square) of the values, and at most 2e-5 of it; that of Correlate is 2.3e-7, and at most 3e-6.
// TestToomError prints the figures of each variant, and fails above 2e-6 or 3e-5. The error scales with the largest
// inputs of a tile: a value that is small because its own inputs are small has the absolute error of its larger
// neighbours. A value whose inputs are all 0 is exactly the bias, so that inputs without influence have a gradient of
// exactly 0, as with Correlate. Weights are transformed in float64 and rounded once.
//
// F(6,5), six outputs of five taps at ten points, is the only Toom-Cook filter here. F(4,5), at eight points, would be
// more accurate and take 1.2 times the multiplications. It is not needed, because F(6,5) follows the reference ascents
// within their tolerances (docs/performance.md has the differences). Correlate filters everything that F(6,5) does not
// suit: other numbers of taps, strides and dilations, fewer than six columns, too few channels (ToomPays), and filters
// between one row and many, for which there is nothing to gain.
//
// ToomGradient has an error of 1.6e-6 of the rms of the gradients between 64 channels, over rectified noise and noise,
// and at most 2e-5 of it. TestToomGradientPrecision prints the figures, and fails above 2.5e-6 or 4e-5.
//
// Denormal numbers are kept. Finite input never gives NaN unless a sum overflows in both directions, which happens in
// Toom.Filter a decade before it does in Correlate (TestToomRange prints it). NaN and infinities stay in their lane,
// and there in the tiles that read them.
//
// Functions of this package start no goroutine, allocate nothing (except Aligned and those named New...) and may run
// concurrently on different destinations.
package simd
