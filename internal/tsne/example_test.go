package tsne_test

import (
	"context"
	"fmt"

	"actmax/internal/tsne"
)

// Two groups of points stay two groups.
func ExampleEmbed() {
	points := [][2]float64{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {9, 9}, {9, 8}, {8, 9}, {8, 8}}
	d := tsne.NewDistances(len(points), func(i, j int) float64 {
		x, y := points[i][0]-points[j][0], points[i][1]-points[j][1]
		return x*x + y*y
	})
	m, err := tsne.Embed(context.Background(), d, tsne.Options{Seed: 1})
	if err != nil {
		panic(err)
	}
	for i := range 4 {
		if (m.Points[i][0] > 0) == (m.Points[i+4][0] > 0) {
			fmt.Println("mixed")
		}
	}
	fmt.Println(len(m.Points), "points, perplexity", m.Perplexity)
	// Output: 8 points, perplexity 2
}
