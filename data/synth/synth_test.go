package synth

import "testing"

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		Load(Seed)
	}
}
