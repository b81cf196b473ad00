package screen

// Action is what a key does.
type Action int

const (
	ActNone Action = iota
	ActDown
	ActUp
	ActLayerDown
	ActLayerUp
	ActLeft
	ActRight
	ActTop
	ActBottom
	ActHalfDown
	ActHalfUp
	ActPane
	ActOpen
	ActBack
	ActHold
	ActStepBack
	ActStepOn
	ActTenthBack
	ActTenthOn
	ActStart
	ActEnd
	ActSlower
	ActFaster
	ActFlatOut
	ActRestart
	ActElsewhere
	ActSettings
	ActUndo
	ActPreset
	ActMethods
	ActZoomIn
	ActZoomOut
	ActOrder
	ActOver
	ActCounterparts
	ActNetworks
	ActFilter
	ActNext
	ActPrevious
	ActAxis
	ActAspect
	ActList
	ActExport
	ActPin
	ActCopy
	ActPalette
	ActCancel
	ActHelp
	ActRedraw
	ActSuspend
	ActQuit

	// ActScreen opens the first screen, ActScreen+1 the second, and so on.
	ActScreen
)
