package screen

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
)

// Key is a key of the explorer. A disabled key says why it does nothing when it is pressed.
type Key struct {
	key.Binding        // with the words of the footer and the help
	Action      Action // what the key asks for
	Sentence    string // for the help, without the full stop
	Why         string // reason for being disabled
}

// Group is a heading of the help with its keys.
type Group struct {
	Title string
	Keys  []Key
}

// Bind returns the key of an action with a screen's own words: a few for the footer ("": not in the footer) and a
// sentence for the help ("": the sentence shared by all screens).
func Bind(a Action, footer, sentence string) Key {
	k := keyOf(a)
	k.SetHelp(k.Help().Key, footer)
	if sentence != "" {
		k.Sentence = sentence
	}
	return k
}

// Off returns the disabled key of an action that does nothing on a screen; why is shown when it is pressed.
func Off(a Action, why string) Key {
	k := keyOf(a)
	k.Why = why
	k.SetEnabled(false)
	return k
}

// OffAll returns the disabled keys of several actions with the same reason.
func OffAll(why string, actions ...Action) (out []Key) {
	for _, a := range actions {
		out = append(out, Off(a, why))
	}
	return out
}

// OneUnitKeys returns the disabled keys of a screen that shows many units: those that work on a single unit.
func OneUnitKeys() []Key {
	return slices.Concat(
		OffAll("R restarts a single unit; press enter to open it", ActElsewhere),
		OffAll("this key works on one unit; press enter to open it", ActPin, ActCopy, ActAspect, ActList),
		OffAll("settings are on the Unit screen; press 1 (m chooses a method here)", ActSettings, ActUndo, ActPreset),
	)
}

// Disabled returns why an action does nothing under the given keys of a screen; "" if it is enabled.
func Disabled(keys []Key, a Action) string {
	for _, k := range keys {
		if k.Action == a {
			return k.Why
		}
	}
	return ""
}

// keyOf returns the key that an action has on every screen.
func keyOf(a Action) Key {
	for _, g := range Groups {
		for _, k := range g.Keys {
			if k.Action == a {
				return k
			}
		}
	}
	if a >= ActScreen { // the number keys open screens
		number := fmt.Sprint(int(a-ActScreen) + 1)
		return common(a, number, "", "", number)
	}
	return Key{Action: a}
}

func common(a Action, show, footer, sentence string, keys ...string) Key {
	binding := key.NewBinding(key.WithKeys(keys...), key.WithHelp(show, footer))
	return Key{Binding: binding, Action: a, Sentence: sentence}
}

// Screens is the title of the group of keys that open screens.
const Screens = "Screens"

// Groups lists the keys in the order of the help, with the meaning that they have unless a screen gives them another.
var Groups = []Group{
	{"Move", []Key{
		common(ActDown, "j ↓", "j/k unit",
			"next row: in the tree, list or menu that has the focus", "j", "down"),
		common(ActUp, "k ↑", "",
			"previous row", "k", "up"),
		common(ActLayerDown, "J", "",
			"next layer, unfolded", "J", "shift+down"),
		common(ActLayerUp, "K", "",
			"previous layer, unfolded", "K", "shift+up"),
		common(ActLeft, "h ←", "",
			"fold the layer; in the settings: previous setting", "h", "left"),
		common(ActRight, "l →", "",
			"unfold the layer; in the settings: next setting", "l", "right"),
		common(ActTop, "g", "",
			"first row", "g"),
		common(ActBottom, "G", "",
			"last row", "G", "shift+g"),
		common(ActHalfDown, "ctrl+d", "",
			"half a page down", "ctrl+d", "pgdown"),
		common(ActHalfUp, "ctrl+u", "",
			"half a page up", "ctrl+u", "pgup"),
		common(ActPane, "tab", "tab pane",
			"next pane: tree, similar segments, settings; on a small screen also switches the lower pane", "tab"),
		common(ActOpen, "enter", "",
			"fold or unfold a layer, open a setting, choose from a menu", "enter"),
		common(ActBack, "esc", "",
			"back: close the menu or field, clear the filter, or return to the tree", "esc"),
	}},
	{Screens, []Key{
		common(ActZoomIn, "z", "",
			"zoom in on the Map screen: around the unit under the cursor", "z"),
		common(ActZoomOut, "Z", "",
			"zoom out on the Map screen: at most to the whole map", "Z", "shift+z"),
		common(ActOrder, "o", "",
			"order of the units: by number, attainment, similarity or activity", "o"),
	}},
	{"Several networks", []Key{
		common(ActOver, "b", "",
			"over to the other open network, to the unit's counterpart: the unit of the same layer whose activations "+
				"on the training segments correlate most; if none reaches 0.5, to the unit of the same number", "b"),
		common(ActCounterparts, "c", "",
			"compare the unit with its counterpart: the unit on the left, its counterpart on the right, each computed "+
				"in its own network; on the Compare screen: switch between counterparts and methods", "c"),
		common(ActNetworks, "B", "",
			"list of the open networks: the chosen one is searched for counterparts; if one is open: open another in "+
				"the background", "B", "shift+b"),
	}},
	{"Run", []Key{
		common(ActHold, "space", "space hold",
			"hold or continue; at the end: play again", "space"),
		common(ActStepBack, ",", "",
			"one step back, then hold", ","),
		common(ActStepOn, ".", "",
			"one step forward, then hold", "."),
		common(ActTenthBack, "<", "",
			"a tenth of the run back", "<", "shift+,"),
		common(ActTenthOn, ">", "",
			"a tenth of the run forward", ">", "shift+."),
		common(ActStart, "home", "",
			"go to step 0", "home"),
		common(ActEnd, "end", "",
			"go to the newest step", "end"),
		common(ActSlower, "-", "",
			"play at half speed; on a setting: one step less", "-"),
		common(ActFaster, "+ =", "",
			"play at double speed; on a setting: one step more", "+", "="),
		common(ActFlatOut, "f", "f flat out",
			"skip playback: follow the newest step (toggle)", "f"),
		common(ActRestart, "r", "",
			"restart from step 0 with the current settings, without edits", "r"),
		common(ActElsewhere, "R", "",
			"restart from another start: seeded noise, then the next seed; reports how far apart the results are",
			"R", "shift+r"),
	}},
	{"Settings", []Key{
		common(ActSettings, "s", "s settings",
			"focus the settings", "s"),
		common(ActUndo, "u", "",
			"undo the last change of a setting", "u"),
		common(ActPreset, "U", "",
			"reset the settings to the preset", "U", "shift+u"),
		common(ActMethods, "m", "m method",
			"list of methods and presets; choosing one restarts", "m"),
		common(ActAspect, "v", "v view",
			"next view of the pane below the plots: the objective, the frequencies of the signal and of real "+
				"segments, or the unit's activations in training", "v"),
		common(ActList, "t", "t list",
			"next list of real segments: the most similar to the window, or those that activate the unit most", "t"),
		common(ActAxis, "a", "",
			"axis or sensor: draw all axes of a six-axis signal, one sensor or one axis; its power by Hz is their "+
				"mean. A unit that looks at each axis alone has a one-axis signal and no choice", "a"),
	}},
	{"Other", []Key{
		common(ActFilter, "/", "/ find",
			"find units: numbers 3 or 3-9, a layer, an activity (walking, ascending-stairs), dead silent failed "+
				"diverged restarted stale running, att sim amp twin with < <= > >= (attainment, mean MSE of similar "+
				"segments, largest amplitude in G, correlation with the nearest unit of the other network); a space "+
				"means and, | means or", "/"),
		common(ActNext, "n", "",
			"next unit found", "n"),
		common(ActPrevious, "N", "",
			"previous unit found", "N", "shift+n"),
		common(ActExport, "e", "",
			"export the result: numbers, arrays and a figure; the message names the folder", "e"),
		common(ActPin, "p", "",
			"pin the current state to compare others with it; again: unpin", "p"),
		common(ActCopy, "y", "",
			"copy the command line that reproduces the result", "y"),
		common(ActPalette, ":", ": commands",
			"command palette: every command, with or without a key, and every setting", ":"),
		common(ActCancel, "x", "",
			"cancel the running task: reading, measuring, indexing", "x"),
		common(ActHelp, "?", "? help",
			"this help: every key and every number, in one sentence each", "?"),
		common(ActRedraw, "ctrl+l", "",
			"redraw the screen", "ctrl+l"),
		common(ActSuspend, "ctrl+z", "",
			"suspend; fg returns", "ctrl+z"),
		common(ActQuit, "q", "q quit",
			"quit", "q", "ctrl+c"),
	}},
}
