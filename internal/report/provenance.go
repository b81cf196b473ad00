package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"actmax/data"
	"actmax/optimize/study"
)

// provenance gives the data, networks with seeds, and settings of a figure over the networks of one head.
func provenance(s *study.Study, head, preset string) string {
	var seeds []string
	low, high := math.Inf(1), math.Inf(-1)
	for _, n := range s.Networks {
		if n.Head != head {
			continue
		}
		seeds = append(seeds, fmt.Sprint(n.Seed))
		if v := float64(n.Test); finite(v) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	network := fmt.Sprintf("%d networks, head %s, seeds %s", len(seeds), head, strings.Join(seeds, ", "))
	if len(seeds) == 1 {
		network = fmt.Sprintf("one network, head %s, seed %s", head, seeds[0])
	}
	if low <= high {
		network += fmt.Sprintf(", test macro-F1 %s", Figure(low, 3))
		if Figure(low, 3) != Figure(high, 3) {
			network += " to " + Figure(high, 3)
		}
	}
	return fmt.Sprintf("Data: %s. Networks: %s. %s", dataLine(s), network, settingsLine(s, preset))
}

// oneNetwork gives the same for a figure of units of one network.
func oneNetwork(s *study.Study, i int, preset string) string {
	n := s.Networks[i]
	return fmt.Sprintf("Data: %s. Network: %s, head %s, seed %d, test macro-F1 %s. %s", dataLine(s), n.Name, n.Head,
		n.Seed, Figure(float64(n.Test), 3), settingsLine(s, preset))
}

func dataLine(s *study.Study) string {
	d := s.Data
	text := d.Title
	if d.SourceRate > 0 && d.SourceRate != d.Rate {
		text += fmt.Sprintf(", %s Hz to %s Hz (%s)", Number(d.SourceRate), Number(d.Rate), d.Resample)
	}
	return text + fmt.Sprintf(", %d training segments", d.Segments[data.Train.String()])
}

// settingsLine gives the settings that all methods of a preset share.
func settingsLine(s *study.Study, preset string) string {
	var methods []study.VariantSettings
	for _, v := range s.Variants {
		if v.Preset == preset {
			methods = append(methods, v)
		}
	}
	if len(methods) == 0 {
		return ""
	}
	at := func(key string) any { return methods[0].Settings[key] }
	return fmt.Sprintf("Ascents: preset %s: %v, eta %v, gamma %v, %v steps, norm %v, penalty weights %s, start %v %v "+
		"G, %s, seed %v. Kernels: %s.",
		preset, at("ascent.optimizer"), at("ascent.eta"), at("ascent.gamma"), at("ascent.steps"), at("penalty.norm"),
		weights(methods),
		at("ascent.start"), at("ascent.amplitude_g"), restarts(at("ascent.restarts")), at("ascent.seed"), s.SIMD)
}

func restarts(n any) string {
	switch text := fmt.Sprint(n); text {
	case "0":
		return "no restarts"
	case "1":
		return "up to 1 restart"
	default:
		return "up to " + text + " restarts"
	}
}

// weights lists the different weights of penalties in the methods.
func weights(methods []study.VariantSettings) string {
	var all []string
	for _, m := range methods {
		for _, key := range []string{"penalty.l2", "penalty.tv", "penalty.aap", "penalty.eap"} {
			if w := fmt.Sprint(m.Settings[key]); w != "0" && !slices.Contains(all, w) {
				all = append(all, w)
			}
		}
	}
	if len(all) == 0 {
		return "0"
	}
	return strings.Join(all, ", ")
}

// fileName returns the name of the file of a figure. The first of several heads has the plain name: adding a head to a
// study then leaves no file under an old name.
func fileName(s *study.Study, figure, head, preset string) string {
	name := figure + "-" + preset
	if head != s.Heads()[0] {
		name += "-" + strings.ReplaceAll(head, " ", "-")
	}
	return name
}
