// Command gen writes the assembly of internal/simd for one vector width. go generate in that folder runs it for each
// width.
//
// One program writes all widths, so that the variants do the same operations in the same order. All kernels assume
// valid arguments, which the calling Go code checks. Strides of kernels are in bytes.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/mmcloughlin/avo/build"
)

func main() {
	bits := flag.Int("bits", 0, "vector width: 256 or 512")
	flag.Parse()
	v, err := newVector(*bits)
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(2)
	}
	build.ConstraintExpr("amd64,!purego")
	v.correlate()
	v.laneCorrelate()
	v.dot()
	v.fiveTaps()
	v.toom()
	v.nearest()
	v.elementwise()
	v.series()
	v.transpose()
	v.product()
	v.sparse()
	v.toomSpread()
	v.fetch()
	v.peak()
	build.Generate()
}
