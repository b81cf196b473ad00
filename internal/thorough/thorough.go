// Package thorough says how much tests are to try.
package thorough

import "os"

// Long reports whether tests try everything instead of a part of it: ACTMAX_LONG is set, as .ci/run does.
func Long() bool { return os.Getenv("ACTMAX_LONG") != "" }
