package model

// panels are a layer's weights in the order that the vector loops want them.
type panels struct{}
