package tui

import (
	"context"
	"errors"
	"testing"
	"time"

	"actmax/data"
	"actmax/model/train"
	"actmax/tui/session"
)

// measuredOf makes up what a measurement would tell: activity a has the mean a+1, and every segment is a strong one.
func measuredOf(o Options) *train.Measurement {
	out := &train.Measurement{}
	segments := len(o.Dataset.Subset(data.Train))
	for i := range o.Network.Layers {
		var l train.LayerMeasurement
		axes, _ := o.Network.SignalShape(i)
		for range o.Network.Units(i) {
			for a := range o.Dataset.Activities {
				l.ClassMean = append(l.ClassMean, float32(a+1))
			}
			var strong []train.Strong
			for k := segments - 1; k >= 0; k-- {
				axis := -1
				if axes == 1 {
					axis = k % 6
				}
				strong = append(strong, train.Strong{Training: k, Axis: axis, Mean: float64(k) / 10, Peak: float32(k) / 5})
			}
			l.Strongest = append(l.Strongest, strong)
		}
		out.Layers = append(out.Layers, l)
	}
	return out
}

// The activities of a unit are named as soon as they are known, late though that may be.
func TestMeasuredLate(t *testing.T) {
	screenTest(t, "late", 120, 40, func(o *Options) {
		made := measuredOf(*o)
		o.Measure = func(context.Context, session.Say) (*train.Measurement, error) {
			time.Sleep(2 * time.Second)
			return made, nil
		}
	}, func(t *testing.T, x *terminal) {
		x.wait(time.Second)
		x.wantNot("before", "jumping · sitting · walking")
		x.wait(2 * time.Second)
		x.want("after", "jumping · sitting · walking")
	})
	screenTest(t, "never", 120, 40, func(o *Options) {
		o.Measure = func(context.Context, session.Say) (*train.Measurement, error) {
			return nil, errors.New("disk gone")
		}
	}, func(t *testing.T, x *terminal) {
		x.wait(time.Second)
		x.complains("failed", "disk gone")
		if x.m.common.Session.Open.Measured != nil {
			t.Error("it is measured")
		}
	})
}
