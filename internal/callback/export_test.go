package callback

import "wxtool/internal/lang"

// Hints lists what diagnoses advise.
func Hints() []lang.Text { return hints[hintNone+1:] }
