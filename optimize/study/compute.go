package study

import (
	"context"
	"fmt"
	"sync"
	"time"

	"actmax/data"
	"actmax/data/similar"
	"actmax/internal/parallel"
	"actmax/optimize"
	"actmax/optimize/score"
)

// ahead is how many pieces are in the pool at once: units of one piece take different numbers of steps, and lanes that
// are done early continue with the next.
const ahead = 3

// lazyIndex builds the index of the training segments when it is first asked for.
type lazyIndex struct {
	once  sync.Once
	index *similar.Index
	err   error
}

// segments returns the index. One worker a query: the queries themselves are spread.
func (s *session) segments(ctx context.Context) (*similar.Index, error) {
	s.index.once.Do(func() {
		s.index.index, s.index.err = similar.New(ctx, s.Data, s.Data.Subset(data.Train),
			similar.Options{Width: s.Variants[0].Settings.SimilarWidth, Workers: 1})
	})
	return s.index.index, s.index.err
}

// compute loads the pieces that are finished and computes the others.
func (s *session) compute(ctx context.Context) error {
	var err error
	if s.high, err = score.MeanHigh(ctx, s.Data, s.Data.Subset(data.Train), s.Jobs); err != nil {
		return err
	}
	var todo []*Piece
	for _, p := range s.pieces {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !s.load(p) {
			todo = append(todo, p)
		}
	}
	if len(todo) == 0 {
		return nil
	}
	index, err := s.segments(ctx)
	if err != nil {
		return err
	}
	starts := make([]optimize.Starts, s.networksAndControls())
	for _, p := range todo {
		if starts[p.Network] == nil && s.Starts != nil {
			starts[p.Network] = s.Starts(ctx, s.network(p.Network).Network)
		}
		p.prepare(s.network(p.Network), starts[p.Network])
	}
	pool := optimize.NewPool(s.Jobs)
	defer pool.Close()
	t := newTimer(todo)
	running := make([][]*optimize.Run, len(todo))
	for i, p := range todo {
		for k := i; k < min(i+ahead, len(todo)); k++ {
			if running[k] != nil {
				continue
			}
			for _, j := range todo[k].jobs {
				r, err := pool.Start(j)
				if err != nil {
					return unusable("%s unit %d of network %s: %v", j.Network.Layers[j.Layer].Name, j.Unit,
						s.network(p.Network).Plan.Name, err)
				}
				running[k] = append(running[k], r)
			}
		}
		if err := s.finish(ctx, p, running[i], index, t); err != nil {
			return err
		}
		running[i], p.jobs = nil, nil
	}
	return nil
}

// prepare makes a job a unit.
func (p *Piece) prepare(n *network, starts optimize.Starts) {
	for u := range n.Units(p.Layer) {
		p.jobs = append(p.jobs, optimize.Job{Network: n.Network, Layer: p.Layer, Unit: u, Settings: p.Settings,
			Starts: starts, Untaped: true})
	}
}

// finish waits for the runs of a piece, scores and keeps them.
func (s *session) finish(ctx context.Context, p *Piece, runs []*optimize.Run, index *similar.Index, t *timer) error {
	n := s.network(p.Network)
	show := func() {
		finished := 0
		for _, r := range runs {
			if _, ok := r.Result(); ok {
				finished++
			}
		}
		s.progress(Progress{
			Network: n.Plan.Name, Number: p.Network + 1, Of: s.networksAndControls(), What: "ascents",
			Detail: fmt.Sprintf("%s, %s, %s", p.Preset, n.Layers[p.Layer].Name, p.Method),
			Done:   t.done, Total: t.total, Left: t.left(float64(finished) / float64(len(runs))),
		})
	}
	show()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	done := make([]*optimize.Result, len(runs))
	for i, r := range runs {
		for waiting := true; waiting; {
			select {
			case <-ctx.Done():
				return context.Cause(ctx)
			case <-r.Done():
				waiting = false
			case <-look.C:
				show()
			}
		}
		result, ok := r.Result()
		if !ok {
			return fmt.Errorf("network %s, %s unit %d: %w", n.Plan.Name, n.Layers[p.Layer].Name, i, r.Err())
		}
		done[i] = result
	}
	scores, err := s.score(ctx, p, done, index)
	if err != nil {
		return err
	}
	if err := s.keep(p, done, scores, t.piece()); err != nil {
		return err
	}
	t.finished()
	return nil
}

// score compares every unit's signal with the training segments.
func (s *session) score(ctx context.Context, p *Piece, runs []*optimize.Result,
	index *similar.Index) ([]UnitScore, error) {
	n := s.network(p.Network).Network
	scores := make([]UnitScore, len(runs))
	err := parallel.Each(ctx, len(runs), s.Jobs, nil, func(u int) error {
		one, err := ScoreUnit(index, n, s.Data.Rate, p.Layer, u, &runs[u].Snapshot, p.Settings.SimilarTop,
			p.Settings.SimilarWidth)
		scores[u] = one
		return err
	})
	return scores, err
}

// timer estimates what is left from the work in each piece.
type timer struct {
	done, total    int     // pieces
	work, all, now float64 // work done, in all, and of the current piece
	todo           []*Piece
	began, last    time.Time
}

func newTimer(todo []*Piece) *timer {
	t := &timer{total: len(todo), todo: todo, began: time.Now(), last: time.Now(), now: todo[0].work}
	for _, p := range todo {
		t.all += p.work
	}
	return t
}

// left estimates the time to the end when a share of the current piece is done; 0 before anything is.
func (t *timer) left(share float64) time.Duration {
	work := t.work + share*t.now
	if work <= 0 {
		return 0
	}
	return time.Duration(float64(time.Since(t.began)) / work * (t.all - work))
}

// piece is the time since the last one was finished.
func (t *timer) piece() time.Duration { return time.Since(t.last) }

func (t *timer) finished() {
	t.work += t.now
	t.now = 0
	if t.done++; t.done < t.total {
		t.now = t.todo[t.done].work
	}
	t.last = time.Now()
}
