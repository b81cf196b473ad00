package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// product computes tiles of four rows, or of one, by some vectors. As in correlate, a broadcast element multiplies
// every vector of the tile, but both matrices are unpacked, with plain strides.
func (v *vector) product() {
	for _, k := range []struct {
		name string
		rows int
		doc  string
	}{{"product", rows, "m rows, a multiple of four,"}, {"productRow", 1, "m rows"}} {
		v.function(k.name, "dst, a, b *float32, runs, sums, m, dstRow, dstStep, aRow, aStep, aSkip, bRow, bStep, bSkip,"+
			" cols, tail, add int", "computes "+k.doc+" of cols vectors, dstStep and bStep apart, each over runs of sums"+
			" products, with aSkip and bSkip between runs; the last vector has tail floats.")
		runs := AllocLocal(8)
		v.bodies(v.cols, func(name string, cols int, masked bool) { v.productBody(name, k.rows, cols, masked, runs) })
	}
}

func (v *vector) productBody(name string, rows, cols int, masked bool, runs Mem) {
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
	dst, a, m := argument("dst"), argument("a"), argument("m")
	row, step, next, column := newStride("aRow", rows), argument("aStep"), argument("bRow"), newStride("bStep", cols)

	Label(label("group"))
	acc := make([][]VecVirtual, rows)
	for i := range acc {
		acc[i] = make([]VecVirtual, cols)
		for c := range acc[i] {
			acc[i][c] = v.zero()
		}
	}
	tile := func(visit func(mem Mem, r VecVirtual, c int)) {
		line, p, step := GP64(), GP64(), argument("dstStep")
		MOVQ(dst, line)
		for i := range acc {
			MOVQ(line, p)
			for c, r := range acc[i] {
				visit(at(p, 0), r, c)
				if c < cols-1 {
					ADDQ(step, p)
				}
			}
			ADDQ(parameter("dstRow"), line)
		}
	}
	CMPQ(parameter("add"), Imm(0))
	JEQ(LabelRef(label("started")))
	tile(func(mem Mem, r VecVirtual, c int) { v.load(mem, r, mask(c)) })
	Label(label("started"))

	x, y := GP64(), argument("b")
	MOVQ(a, x)
	MOVQ(argument("runs"), runs)
	Label(label("run"))
	left := argument("sums")
	Label(label("loop"))
	source := make([]VecVirtual, cols)
	for c := range source {
		source[c] = v.reg()
		v.load(column.from(y, c), source[c], mask(c))
	}
	for i := range rows {
		weight := v.broadcast(row.from(x, i))
		for c := range cols {
			VFMADD231PS(source[c], weight, acc[i][c])
		}
	}
	ADDQ(step, x)
	ADDQ(next, y)
	DECQ(left)
	JNZ(LabelRef(label("loop")))
	ADDQ(parameter("aSkip"), x)
	ADDQ(parameter("bSkip"), y)
	DECQ(runs)
	JNZ(LabelRef(label("run")))

	tile(func(mem Mem, r VecVirtual, c int) { v.store(r, mem, mask(c)) })
	LEAQ(Mem{Base: dst, Index: argument("dstRow"), Scale: uint8(rows)}, dst)
	LEAQ(Mem{Base: a, Index: row.one, Scale: uint8(rows)}, a)
	SUBQ(Imm(uint64(rows)), m)
	JG(LabelRef(label("group")))
}
