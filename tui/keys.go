package tui

import (
	"fmt"
	"strings"

	"actmax/tui/screen"
)

// binding is one row of the key map: help, footer and docs/keys.md are made from it.
type binding struct {
	action screen.Action
	keys   []string // as the terminal library names them
	show   string   // as a person reads them
	short  string   // a word or two for the footer; empty: not in the footer
	help   string   // a sentence without a full stop
}

// keyGroup is a heading of the help and its keys.
type keyGroup struct {
	title    string
	bindings []binding
}

// keyMap holds every key of the explorer, in the order of the help.
var keyMap = []keyGroup{
	{"Move", []binding{
		{screen.ActDown, []string{"j", "down"}, "j ↓", "j/k unit", "next row: in the tree, the list or the menu that has the focus"},
		{screen.ActUp, []string{"k", "up"}, "k ↑", "", "previous row"},
		{screen.ActLayerDown, []string{"J", "shift+down"}, "J", "", "next layer, unfolded"},
		{screen.ActLayerUp, []string{"K", "shift+up"}, "K", "", "previous layer, unfolded"},
		{screen.ActLeft, []string{"h", "left"}, "h ←", "", "fold the layer; in the settings: previous setting"},
		{screen.ActRight, []string{"l", "right"}, "l →", "", "unfold the layer; in the settings: next setting"},
		{screen.ActTop, []string{"g"}, "g", "", "first row"},
		{screen.ActBottom, []string{"G", "shift+g"}, "G", "", "last row"},
		{screen.ActHalfDown, []string{"ctrl+d", "pgdown"}, "ctrl+d", "", "half a page on"},
		{screen.ActHalfUp, []string{"ctrl+u", "pgup"}, "ctrl+u", "", "half a page back"},
		{screen.ActPane, []string{"tab"}, "tab", "tab pane", "next pane: tree, similar segments, settings; on a small screen also turns the lower pane"},
		{screen.ActOpen, []string{"enter"}, "enter", "", "fold or unfold a layer, open a setting, choose from a menu"},
		{screen.ActBack, []string{"esc"}, "esc", "", "back: close the menu, the field, the filter, or return to the tree"},
	}},
	{"Screens", []binding{
		{screen.ActUnitScreen, []string{"1"}, "1", "", "the Unit screen: one unit and everything about it"},
		{screen.ActLayerScreen, []string{"2"}, "2", "2 layer", "the Layer screen: every unit of the layer at once, all converging; h j k l go from tile to tile, enter opens one, r runs again what was made under other settings"},
		{screen.ActCompareScreen, []string{"3"}, "3", "3 compare", "the Compare screen: two methods on one unit, or two units, side by side under one playhead; tab chooses the column that m and / change"},
		{screen.ActMapScreen, []string{"4"}, "4", "4 map", "the Map screen: the units of the layer laid out by their signals, a letter an activity; arrows, h and l go to the nearest point in that direction, j and k by number or order; v turns from the map to the map by shifts and to the units that repeat each other, t what is outlined or listed, enter opens the unit"},
		{screen.ActZoomIn, []string{"z"}, "z", "", "closer on the Map screen: around the unit under the cursor"},
		{screen.ActZoomOut, []string{"Z", "shift+z"}, "Z", "", "further away on the Map screen: until all of the map is to be seen"},
		{screen.ActScoresScreen, []string{"5"}, "5", "5 scores", "the Scores screen: every method on every layer, similarity and attainment with what failed; r runs all methods on the layer, R on the network, space holds, x gives up, enter opens the worst unit"},
		{screen.ActOrder, []string{"o"}, "o", "", "order of the units: by number, attainment, similarity, activity"},
	}},
	{"Several networks", []binding{
		{screen.ActOver, []string{"b"}, "b", "", "over to the other network that is open, to the counterpart of the unit: the one of the same layer whose activations over the training segments correlate most with its own; where none correlates at 0.5 or more, to the unit of the same number"},
		{screen.ActCounterparts, []string{"c"}, "c", "", "compare the unit with its counterpart: left the unit in its network, right the counterpart in the other, each computed in its own; on the Compare screen between that and methods"},
		{screen.ActNetworks, []string{"B", "shift+b"}, "B", "", "list of the open networks: the one chosen is that in which counterparts are looked for; with one open: open another beside it"},
	}},
	{"Run", []binding{
		{screen.ActHold, []string{"space"}, "space", "space hold", "hold or go on; from the end: play again"},
		{screen.ActStepBack, []string{","}, ",", "", "one step back, and hold"},
		{screen.ActStepOn, []string{"."}, ".", "", "one step on, and hold"},
		{screen.ActTenthBack, []string{"<", "shift+,"}, "<", "", "a tenth of the run back"},
		{screen.ActTenthOn, []string{">", "shift+."}, ">", "", "a tenth of the run on"},
		{screen.ActStart, []string{"home"}, "home", "", "to step 0"},
		{screen.ActEnd, []string{"end"}, "end", "", "to the newest step"},
		{screen.ActSlower, []string{"-"}, "-", "", "play at half the speed; on a setting: one step less"},
		{screen.ActFaster, []string{"+", "="}, "+ =", "", "play at twice the speed; on a setting: one step more"},
		{screen.ActFlatOut, []string{"f"}, "f", "f flat out", "always show the newest step, as fast as it is computed; again: back to the pace"},
		{screen.ActRestart, []string{"r"}, "r", "", "run again from step 0 under the present settings, without edits"},
		{screen.ActElsewhere, []string{"R", "shift+r"}, "R", "", "start elsewhere: from the sine to seeded noise, then the next seed; says how far apart the results lie"},
	}},
	{"Settings", []binding{
		{screen.ActSettings, []string{"s"}, "s", "s settings", "focus the settings"},
		{screen.ActUndo, []string{"u"}, "u", "", "undo the last change of a setting"},
		{screen.ActPreset, []string{"U", "shift+u"}, "U", "", "back to the preset"},
		{screen.ActMethods, []string{"m"}, "m", "m method", "list of methods and presets; choosing one restarts"},
		{screen.ActAspect, []string{"v"}, "v", "v view", "what the pane below the plots shows: the objective, the frequencies of the signal and of real segments, or the unit's activations in training"},
		{screen.ActList, []string{"t"}, "t", "t list", "which real segments are listed: those most similar to the window, or those that activate the unit most"},
		{screen.ActAxis, []string{"a"}, "a", "", "axis or sensor: which axes of a six-axis signal are drawn, all, those of a sensor or one; its power by Hz is the mean over them. Units whose filters slide over each axis alone have a signal of one axis, where there is nothing to choose"},
	}},
	{"Else", []binding{
		{screen.ActFilter, []string{"/"}, "/", "/ find", "find units: numbers 3 or 3-9, a layer, an activity (walking, ascending-stairs), dead silent failed diverged restarted stale running, att sim amp twin with < <= > >= (attainment, mean MSE of similar segments, largest amplitude in G, correlation with the nearest unit of the other network); a space means and, | means or"},
		{screen.ActNext, []string{"n"}, "n", "", "next unit that was found"},
		{screen.ActPrevious, []string{"N", "shift+n"}, "N", "", "previous unit that was found"},
		{screen.ActExport, []string{"e"}, "e", "", "export the result: numbers, arrays and a figure into a folder that it names"},
		{screen.ActPin, []string{"p"}, "p", "", "pin the state on the screen, to compare others with; again: take the pin away"},
		{screen.ActCopy, []string{"y"}, "y", "", "copy the command line that repeats the result"},
		{screen.ActPalette, []string{":"}, ":", ": commands", "palette: every command, also those without a key, and every setting"},
		{screen.ActGiveUp, []string{"x"}, "x", "", "give up what the footer says is under way: reading, measuring, indexing"},
		{screen.ActHelp, []string{"?"}, "?", "? help", "this help: every key, and every number in a sentence"},
		{screen.ActRedraw, []string{"ctrl+l"}, "ctrl+l", "", "draw the screen anew"},
		{screen.ActSuspend, []string{"ctrl+z"}, "ctrl+z", "", "suspend; fg returns"},
		{screen.ActQuit, []string{"q", "ctrl+c"}, "q", "q quit", "quit"},
	}},
}

var actions = func() map[string]screen.Action {
	m := map[string]screen.Action{}
	for _, g := range keyMap {
		for _, b := range g.bindings {
			for _, k := range b.keys {
				m[k] = b.action
			}
		}
	}
	return m
}()

// shortHints are those of the key map, which the Unit screen shows.
func shortHints() (shorts []string) {
	for _, g := range keyMap {
		for _, k := range g.bindings {
			if k.short != "" {
				shorts = append(shorts, k.short)
			}
		}
	}
	return shorts
}

// fit joins hints with two spaces, as many as fit into w columns. The last two, help and quit, come first: who knows them
// finds all others.
func fit(shorts []string, w int) string {
	const kept = 2
	if len(shorts) < kept {
		return ""
	}
	head, tail := shorts[:len(shorts)-kept], shorts[len(shorts)-kept:]
	for n := len(head); n >= 0; n-- {
		if out := strings.Join(append(append([]string(nil), head[:n]...), tail...), "  "); len(out) <= w {
			return out
		}
	}
	return ""
}

// KeysMarkdown returns docs/keys.md: every key of the explorer, from the key map.
func KeysMarkdown() string {
	var b strings.Builder
	b.WriteString("# Keys of the explorer\n\nMade from the key map in `tui/keys.go`; a test keeps them equal.\n")
	for _, g := range keyMap {
		fmt.Fprintf(&b, "\n## %s\n\n| key | does |\n|---|---|\n", g.title)
		for _, k := range g.bindings {
			shown := make([]string, 0, 2)
			for _, s := range strings.Fields(k.show) {
				shown = append(shown, "`"+s+"`")
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(shown, " "), strings.ReplaceAll(k.help, "|", "\\|"))
		}
	}
	return b.String()
}
