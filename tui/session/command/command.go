// Package command writes what the explorer shows as a command line of actmax with the same result.
package command

import (
	"fmt"
	"strings"

	"actmax/internal/setting"
	"actmax/optimize"
)

// Line returns the arguments of actmax run for one ascent; dataArguments open the data if it needs any.
func Line(j optimize.Job, modelName string, dataArguments []string) []string {
	if modelName == "" {
		modelName = j.Network.Name
	}
	layer := j.Network.Layers[j.Layer].Name
	args := []string{"run", "--model", modelName, "--layer", layer, "--units", fmt.Sprint(j.Unit)}
	args = append(args, Settings(j.Settings)...)
	args = append(args, dataArguments...)
	for _, e := range j.Edits {
		args = append(args, "--at", fmt.Sprintf("%d:%s=%s", e.Step, e.Key, setting.Typed(e.Value)))
	}
	return append(args, "--out", fmt.Sprintf("run-%s-%d", FileName(layer), j.Unit))
}

// Settings returns the arguments that change the defaults to settings.
func Settings(s optimize.Settings) (args []string) {
	base := optimize.Default()
	if s.Preset != base.Preset && base.ApplyPreset(s.Preset) == nil {
		args = append(args, "--preset", s.Preset)
	}
	for _, r := range optimize.Table {
		if r.Key == "preset" || r.Value(&s) == r.Value(&base) {
			continue
		}
		args = append(args, "--set", r.Key+"="+setting.Typed(r.Value(&s)))
	}
	return args
}

// Words returns the words of a command line, quoted for a shell.
func Words(args []string) []string {
	out := []string{"actmax"}
	for _, a := range args {
		special := func(r rune) bool { return !isAlphanumeric(r) && !strings.ContainsRune("-_./=:,+@%", r) }
		if a == "" || strings.ContainsFunc(a, special) {
			a = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
		}
		out = append(out, a)
	}
	return out
}

// FileName returns a layer's name with every character replaced that is unsafe in file names.
func FileName(layer string) string {
	return strings.Map(func(r rune) rune {
		if isAlphanumeric(r) || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '_'
	}, layer)
}

func isAlphanumeric(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}
