package screen

import (
	"fmt"

	"charm.land/bubbles/v2/key"
)

// Key is a key of the explorer: its binding, which names it for the footer and the help, what it asks for, and a sentence without its
// full stop for the help. A disabled one says why when it is pressed.
type Key struct {
	key.Binding
	Action   Action
	Sentence string
	Why      string // it is disabled
}

// Group is a heading of the help and its keys.
type Group struct {
	Title string
	Keys  []Key
}

// Bind returns the key of an action with the words that a screen has for it: a few for its footer, "" for none, and a sentence for the
// help, "" for that of every screen.
func Bind(a Action, footer, sentence string) Key {
	k := keyOf(a)
	k.SetHelp(k.Help().Key, footer)
	if sentence != "" {
		k.Sentence = sentence
	}
	return k
}

// Off returns the key of an action that does nothing on a screen, and why.
func Off(a Action, why string) Key {
	k := keyOf(a)
	k.Why = why
	k.SetEnabled(false)
	return k
}

// OffAll is Off for several actions.
func OffAll(why string, actions ...Action) (out []Key) {
	for _, a := range actions {
		out = append(out, Off(a, why))
	}
	return out
}

func keyOf(a Action) Key {
	for _, g := range Groups {
		for _, k := range g.Keys {
			if k.Action == a {
				return k
			}
		}
	}
	if a >= ActScreen { // it opens a screen
		number := fmt.Sprint(int(a-ActScreen) + 1)
		return common(a, number, "", "", number)
	}
	return Key{Action: a}
}

func common(a Action, show, footer, sentence string, keys ...string) Key {
	return Key{Binding: key.NewBinding(key.WithKeys(keys...), key.WithHelp(show, footer)), Action: a, Sentence: sentence}
}

// Screens is the heading of the keys that open screens.
const Screens = "Screens"

// Groups are the keys that mean the same on every screen that gives them no meaning of its own, as the help lists them.
var Groups = []Group{
	{"Move", []Key{
		common(ActDown, "j ↓", "j/k unit",
			"next row: in the tree, the list or the menu that has the focus", "j", "down"),
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
			"half a page on", "ctrl+d", "pgdown"),
		common(ActHalfUp, "ctrl+u", "",
			"half a page back", "ctrl+u", "pgup"),
		common(ActPane, "tab", "tab pane",
			"next pane: tree, similar segments, settings; on a small screen also turns the lower pane", "tab"),
		common(ActOpen, "enter", "",
			"fold or unfold a layer, open a setting, choose from a menu", "enter"),
		common(ActBack, "esc", "",
			"back: close the menu, the field, the filter, or return to the tree", "esc"),
	}},
	{Screens, []Key{
		common(ActZoomIn, "z", "",
			"closer on the Map screen: around the unit under the cursor", "z"),
		common(ActZoomOut, "Z", "",
			"further away on the Map screen: until all of the map is to be seen", "Z", "shift+z"),
		common(ActOrder, "o", "",
			"order of the units: by number, attainment, similarity, activity", "o"),
	}},
	{"Several networks", []Key{
		common(ActOver, "b", "",
			"over to the other network that is open, to the counterpart of the unit: the one of the same layer whose activations over the training segments correlate most with its own; where none correlates at 0.5 or more, to the unit of the same number", "b"),
		common(ActCounterparts, "c", "",
			"compare the unit with its counterpart: left the unit in its network, right the counterpart in the other, each computed in its own; on the Compare screen between that and methods", "c"),
		common(ActNetworks, "B", "",
			"list of the open networks: the one chosen is that in which counterparts are looked for; with one open: open another beside it", "B", "shift+b"),
	}},
	{"Run", []Key{
		common(ActHold, "space", "space hold",
			"hold or go on; from the end: play again", "space"),
		common(ActStepBack, ",", "",
			"one step back, and hold", ","),
		common(ActStepOn, ".", "",
			"one step on, and hold", "."),
		common(ActTenthBack, "<", "",
			"a tenth of the run back", "<", "shift+,"),
		common(ActTenthOn, ">", "",
			"a tenth of the run on", ">", "shift+."),
		common(ActStart, "home", "",
			"to step 0", "home"),
		common(ActEnd, "end", "",
			"to the newest step", "end"),
		common(ActSlower, "-", "",
			"play at half the speed; on a setting: one step less", "-"),
		common(ActFaster, "+ =", "",
			"play at twice the speed; on a setting: one step more", "+", "="),
		common(ActFlatOut, "f", "f flat out",
			"always show the newest step, as fast as it is computed; again: back to the pace", "f"),
		common(ActRestart, "r", "",
			"run again from step 0 under the present settings, without edits", "r"),
		common(ActElsewhere, "R", "",
			"start elsewhere: from the sine to seeded noise, then the next seed; says how far apart the results lie", "R", "shift+r"),
	}},
	{"Settings", []Key{
		common(ActSettings, "s", "s settings",
			"focus the settings", "s"),
		common(ActUndo, "u", "",
			"undo the last change of a setting", "u"),
		common(ActPreset, "U", "",
			"back to the preset", "U", "shift+u"),
		common(ActMethods, "m", "m method",
			"list of methods and presets; choosing one restarts", "m"),
		common(ActAspect, "v", "v view",
			"what the pane below the plots shows: the objective, the frequencies of the signal and of real segments, or the unit's activations in training", "v"),
		common(ActList, "t", "t list",
			"which real segments are listed: those most similar to the window, or those that activate the unit most", "t"),
		common(ActAxis, "a", "",
			"axis or sensor: which axes of a six-axis signal are drawn, all, those of a sensor or one; its power by Hz is the mean over them. Units whose filters slide over each axis alone have a signal of one axis, where there is nothing to choose", "a"),
	}},
	{"Else", []Key{
		common(ActFilter, "/", "/ find",
			"find units: numbers 3 or 3-9, a layer, an activity (walking, ascending-stairs), dead silent failed diverged restarted stale running, att sim amp twin with < <= > >= (attainment, mean MSE of similar segments, largest amplitude in G, correlation with the nearest unit of the other network); a space means and, | means or", "/"),
		common(ActNext, "n", "",
			"next unit that was found", "n"),
		common(ActPrevious, "N", "",
			"previous unit that was found", "N", "shift+n"),
		common(ActExport, "e", "",
			"export the result: numbers, arrays and a figure into a folder that it names", "e"),
		common(ActPin, "p", "",
			"pin the state on the screen, to compare others with; again: take the pin away", "p"),
		common(ActCopy, "y", "",
			"copy the command line that repeats the result", "y"),
		common(ActPalette, ":", ": commands",
			"palette: every command, also those without a key, and every setting", ":"),
		common(ActCancel, "x", "",
			"give up what the footer says is under way: reading, measuring, indexing", "x"),
		common(ActHelp, "?", "? help",
			"this help: every key, and every number in a sentence", "?"),
		common(ActRedraw, "ctrl+l", "",
			"draw the screen anew", "ctrl+l"),
		common(ActSuspend, "ctrl+z", "",
			"suspend; fg returns", "ctrl+z"),
		common(ActQuit, "q", "q quit",
			"quit", "q", "ctrl+c"),
	}},
}
