// Package plot draws curves, bars, sparklines, histograms, and axes that hold still with their rulers, over the area of
// a painter. Nothing here knows networks or units.
//
// Values are drawn between two bounds, in their own unit. What is not finite is left out.
package plot
