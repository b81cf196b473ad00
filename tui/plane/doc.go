// Package plane is the geometry of a map on the screen: which part of it is seen (Camera), where an arrow leads from one of its
// points (Ways), and lines around groups of points (Outline). Points are where package atlas laid them, x to the right, y up; it
// knows neither units nor what they mean.
package plane
