// Package plot draws curves, bars, sparklines, histograms, stable axes and rulers into the area of a painter. It does
// not depend on networks or units.
//
// Values are drawn between two bounds in their own unit. Values that are not finite are left out.
package plot
