// Package plane is the geometry of a map on the screen: the visible part (Camera), the targets of the arrow keys from
// each point (Ways), and outlines of groups of points (Outline). The coordinates of points are those of package
// atlas, x to the right, y up. The package does not depend on units or on their meaning.
package plane
