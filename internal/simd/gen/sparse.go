package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const sparseColumns = 8 // vectors of a tile of sparse: enough accumulators to hide the latency of a multiply-add

// sparse computes the rows of a tile one after the other, each a sum of multiples of some rows of src. An element is
// broadcast, and the multiply-adds read the rows from memory.
func (v *vector) sparse() {
	v.function("sparse", "dst, src, value *float32, index, start *int32, m, dstRow, srcRow, cols, tail int",
		"sums, for m rows, value times the row of src at index, elements start[i] to start[i+1]-1 for row i,"+
			" over cols adjacent vectors of which the last has tail floats.")
	v.bodies(sparseColumns, v.sparseBody)
}

func (v *vector) sparseBody(name string, cols int, masked bool) {
	label := func(s string) string { return name + s }
	var last *tail
	if masked {
		last = v.newTail("tail")
	}
	mask := func(c int) *tail {
		if c == cols-1 {
			return last
		}
		return nil
	}
	dst, src, value, index, start, m := argument("dst"), argument("src"), argument("value"), argument("index"),
		argument("start"), argument("m")
	srcRow := argument("srcRow")
	Label(label("row"))
	acc := make([]VecVirtual, cols)
	for c := range acc {
		acc[c] = v.zero()
	}
	at := func(p Register, c int) Mem { return Mem{Base: p, Disp: 4 * v.floats * c} }
	i, end := GP64(), GP64()
	MOVLQSX(Mem{Base: start}, i)
	ADDQ(Imm(4), start)
	MOVLQSX(Mem{Base: start}, end)
	CMPQ(i, end)
	JGE(LabelRef(label("store")))
	Label(label("loop"))
	x := GP64()
	MOVLQSX(Mem{Base: index, Index: i, Scale: 4}, x)
	IMULQ(srcRow, x)
	ADDQ(src, x)
	weight := v.broadcast(Mem{Base: value, Index: i, Scale: 4})
	for c := range acc {
		if mask(c) == nil {
			VFMADD231PS(at(x, c), weight, acc[c])
			continue
		}
		source := v.reg()
		v.load(at(x, c), source, mask(c))
		VFMADD231PS(source, weight, acc[c])
	}
	INCQ(i)
	CMPQ(i, end)
	JLT(LabelRef(label("loop")))
	Label(label("store"))
	for c := range acc {
		v.store(acc[c], at(dst, c), mask(c))
	}
	ADDQ(parameter("dstRow"), dst)
	DECQ(m)
	JNZ(LabelRef(label("row")))
}
