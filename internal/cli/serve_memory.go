package cli

import (
	"math"
	"runtime/debug"

	"wxtool/internal/ui"
)

// collectLess lets a server collect garbage a fourth as often, which is nearly a tenth of
// its work: nearly all of its memory is garbage as soon as a request is answered and
// printed. When much is waiting, the limit lets it collect more often again. What the
// user set in the environment stays.
func collectLess(env *ui.Env) (restore func()) {
	const percent, limit = 400, 256 << 20
	if _, set := env.LookupEnv("GOGC"); set {
		return func() {}
	}
	before, limited := debug.SetGCPercent(percent), debug.SetMemoryLimit(-1)
	if limited == math.MaxInt64 {
		debug.SetMemoryLimit(limit)
	}
	return func() {
		debug.SetGCPercent(before)
		debug.SetMemoryLimit(limited)
	}
}
