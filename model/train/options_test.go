package train

import "testing"

func smallOptions(t testing.TB, o Options) Options {
	t.Helper()
	o.Settings = Default()
	o.Settings.Batch, o.Settings.Eta = 16, 3e-3
	if o.Epochs == 0 {
		o.Epochs = 3
	}
	o, err := o.normal()
	if err != nil {
		t.Fatal(err)
	}
	return o
}
