package cli

import (
	"context"

	"actmax/data"
	"actmax/internal/cli/open"
	"actmax/internal/cli/progress"
	"actmax/internal/cli/settings"
	"actmax/internal/cli/starts"
	"actmax/model"
	"actmax/model/train"
)

func (a *app) progress() *progress.Line { return progress.New(a.stderr, a.quiet) }

// reading are the options of reading data that show progress on a line.
func (a *app) reading(s *settings.Settings, p *progress.Line) open.Options {
	return open.Options{
		Resample: s.Data.Resample, Jobs: a.jobs, Warn: p.Warn,
		Progress: func(name string, done, total int) { p.Update("reading %s: %d of %d files", name, done, total) },
	}
}

// measuring are the options of a pass over the training segments that show progress on a line.
func (a *app) measuring(p *progress.Line) train.MeasureOptions {
	return train.MeasureOptions{
		Jobs: a.jobs, Warn: p.Warn,
		Progress: func(done, total int) { p.Update("measuring activations: %d of %d segments", done, total) },
	}
}

// openData is open.Data with progress.
func (a *app) openData(ctx context.Context, s *settings.Settings, f open.Flags, n *model.Network) (
	*data.Dataset, error) {
	p := a.progress()
	defer p.Done()
	return open.Data(ctx, f, n, a.reading(s, p))
}

// openDataFor is open.DataFor with progress.
func (a *app) openDataFor(ctx context.Context, s *settings.Settings, n *model.Network, m string, f *open.Flags) (
	set *data.Dataset, note string, err error) {
	p := a.progress()
	defer p.Done()
	return open.DataFor(ctx, n, m, f, a.reading(s, p))
}

// openRun is open.RunIn with progress. It prints the note.
func (a *app) openRun(ctx context.Context, s *settings.Settings, dir, m string, f *open.Flags) (*open.Run, error) {
	p := a.progress()
	r, note, err := open.RunIn(ctx, dir, m, f, a.reading(s, p))
	p.Done()
	if err != nil {
		return nil, err
	}
	a.note(note)
	return r, nil
}

// newStarts returns real segments to start ascents from; measuring the network for them shows its progress.
func (a *app) newStarts(ctx context.Context, n *model.Network, set *data.Dataset) *starts.Starts {
	return starts.New(ctx, n, set, func() (*train.Measurement, error) {
		p := a.progress()
		defer p.Done()
		return train.Measure(ctx, n, set, a.measuring(p))
	})
}
