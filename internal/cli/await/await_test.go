package await

import (
	"context"
	"errors"
	"testing"
)

func TestDo(t *testing.T) {
	if v, err := Do(context.Background(), func() (int, error) { return 3, nil }); v != 3 || err != nil {
		t.Errorf("%d, %v", v, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	end := make(chan struct{})
	defer close(end)
	if _, err := Do(ctx, func() (int, error) { <-end; return 3, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("work that never ends: %v", err)
	}
	defer func() {
		if p := recover(); p != "no more paper" {
			t.Errorf("the panic that came out: %v", p)
		}
	}()
	_, _ = Do(context.Background(), func() (int, error) { panic("no more paper") })
	t.Error("a panic was swallowed")
}
