package tui

// action is what a key asks for.
type action int

const (
	actNone action = iota
	actDown
	actUp
	actLayerDown
	actLayerUp
	actLeft
	actRight
	actTop
	actBottom
	actHalfDown
	actHalfUp
	actPane
	actOpen
	actBack
	actHold
	actStepBack
	actStepOn
	actTenthBack
	actTenthOn
	actStart
	actEnd
	actSlower
	actFaster
	actFlatOut
	actRestart
	actElsewhere
	actSettings
	actUndo
	actPreset
	actMethods
	actUnitScreen
	actLayerScreen
	actCompareScreen
	actMapScreen
	actZoomIn
	actZoomOut
	actScoresScreen
	actOrder
	actOver
	actCounterparts
	actNetworks
	actFilter
	actNext
	actPrevious
	actAxis
	actAspect
	actList
	actExport
	actPin
	actCopy
	actPalette
	actGiveUp
	actHelp
	actRedraw
	actSuspend
	actQuit
)
