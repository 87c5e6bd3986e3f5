package verdict

// Effect is what somebody sees of a broken rule.
type Effect uint8

// EffectOfPush is that of a push without a good answer: it depends on what the
// push takes as an answer and on the platform.
const (
	EffectOfPush Effect = iota
)
