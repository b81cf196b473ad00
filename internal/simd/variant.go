package simd

import (
	"fmt"
	"os"
	"unsafe"
)

// Environment is the name of the environment variable that forces a variant.
const Environment = "ACTMAX_SIMD"

// level is one implementation of every function of this package.
type level int

const (
	portable level = iota
	avx2
	avx512
)

var levels = [...]string{portable: "portable", avx2: "avx2", avx512: "avx512"}

// active is the implementation in use. It is written at start (and by tests, between calls) and read by every function.
var active, choice = choose(os.Getenv(Environment), best())

// choose returns the requested variant, or the best one and an error if the request cannot be met.
func choose(request string, best level) (level, error) {
	if request == "" {
		return best, nil
	}
	for l, name := range levels {
		if name != request {
			continue
		}
		if level(l) > best {
			return best, fmt.Errorf("%s=%s: this processor or build only has %q and below; unset %s or choose one of those",
				Environment, request, levels[best], Environment)
		}
		return level(l), nil
	}
	return best, fmt.Errorf("%s=%q is unknown; expected portable, avx2 or avx512 (or unset it)", Environment, request)
}

// Variant returns the name of the implementation in use: "avx512", "avx2" or "portable".
func Variant() string { return levels[active] }

// Variants returns the names of the implementations that this processor and build can run, the slowest first.
func Variants() []string { return levels[:best()+1] }

// Check returns an error if the value of ACTMAX_SIMD is unknown or this processor cannot run it. The package then uses
// the best variant. Programs call Check once at start.
func Check() error { return choice }

// Lanes returns the fastest number of lanes of the variant in use: one vector register (16 in portable Go, which has
// none). Every function takes any number of lanes; other numbers only cost time.
func Lanes() int {
	if active == avx2 {
		return 8
	}
	return 16
}

// Aligned returns n zeroed floats that begin at a multiple of 64 bytes, so that no vector straddles two cache lines.
func Aligned(n int) []float32 {
	const floats = 64 / 4
	b := make([]float32, n+floats-1)
	skip := 0
	if n > 0 {
		if over := uintptr(unsafe.Pointer(unsafe.SliceData(b))) % 64 / 4; over > 0 {
			skip = floats - int(over)
		}
	}
	return b[skip : skip+n : skip+n]
}
