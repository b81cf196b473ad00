package study

import (
	"reflect"
	"slices"
	"testing"

	"actmax/data"
	"actmax/model"
	"actmax/model/train"
)

// TestDiffers: a network that was trained with any other option is another one, and the option is named. An option or a
// setting that is new has to be decided on here.
func TestDiffers(t *testing.T) {
	d := recordings()
	record := func(o train.Options) *model.Training {
		t.Helper()
		r, err := train.Record(d, o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	o := train.Options{Settings: train.Default()}
	was := record(o)
	if was.Epochs != train.Epochs || was.Scale != data.ScaleG || was.DataHash != d.Hash ||
		len(was.Split["train"]) != 2 {
		t.Errorf("%+v", was)
	}
	if what := differs(was, record(train.Options{Settings: train.Default(), Epochs: train.Epochs, Scale: data.ScaleG,
		Jobs: 1})); what != "" {
		t.Errorf("the same training differs in its %s", what)
	}
	for _, row := range train.Table {
		other := o
		switch v := row.At(&other.Settings).(type) {
		case *string:
			*v = row.Choices[1]
		case *int:
			*v *= 2
		case *float64:
			*v /= 2
		default:
			t.Fatalf("%s: a setting of type %T", row.Key, v)
		}
		if differs(was, record(other)) == "" {
			t.Errorf("another %s makes no difference", row.Key)
		}
	}
	weights := map[string]func(*train.Options){
		"Scale": func(o *train.Options) { o.Scale = data.ScaleStandard }, "Seed": func(o *train.Options) { o.Seed = 1 },
		"Epochs": func(o *train.Options) { o.Epochs = 3 },
	}
	// settings were looked at above
	none := []string{"Settings", "Jobs", "State", "Resume", "Replace", "Progress", "Measured", "Version"}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[train.Options]()) {
		other := o
		change := weights[f.Name]
		if change == nil {
			if !slices.Contains(none, f.Name) {
				t.Errorf("train.Options.%s: does it change the weights?", f.Name)
			}
			continue
		}
		if change(&other); differs(was, record(other)) == "" {
			t.Errorf("another %s makes no difference", f.Name)
		}
	}
	if _, err := train.Record(d, train.Options{Settings: train.Default(), Scale: "kg"}); err == nil {
		t.Error("a scale that there is none of is recorded")
	}
}

// TestSameLayers: networks of other weights have the same layers; those that differ in any other field of one do not.
func TestSameLayers(t *testing.T) {
	d := recordings()
	a := small(t, d, 1)
	if !sameLayers(a, small(t, d, 2)) {
		t.Error("other weights and statistics make other layers")
	}
	trained := []string{"Weight", "Bias", "Statistics"}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[model.Layer]()) {
		b := small(t, d, 2)
		v := reflect.ValueOf(&b.Layers[1]).Elem().FieldByName(f.Name)
		if v.Kind() == reflect.Array || v.Kind() == reflect.Struct { // kernels, shapes: their first number
			if v.Kind() == reflect.Array {
				v = v.Index(0)
			} else {
				v = v.Field(0)
			}
		}
		switch v.Kind() {
		case reflect.String:
			v.SetString(v.String() + "x")
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		default:
			v.SetZero()
		}
		if sameLayers(a, b) != slices.Contains(trained, f.Name) {
			t.Errorf("another %s: the same layers %v", f.Name, sameLayers(a, b))
		}
	}
	b := small(t, d, 2)
	if b.Layers = b.Layers[:3]; sameLayers(a, b) {
		t.Error("a layer less makes no difference")
	}
}
