package world

import (
	"io"
	"math/rand/v2"
)

// Alphabets for [Tx.Random].
const (
	Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	Digits       = "0123456789"
	Hex          = "0123456789abcdef"
)

// Random returns n characters of an alphabet of at most 256. Some are slightly more
// likely than others: nothing real is protected by what a sandbox makes up. Where
// the source of randomness fails, it is taken to have given zeros.
func (tx *Tx) Random(n int, alphabet string) string {
	b := make([]byte, n)
	tx.read(b)
	for i := range b {
		b[i] = alphabet[int(b[i])%len(alphabet)]
	}
	return string(b)
}

// RandomSource returns a source of its own, seeded from the world's, that can be
// read after the update.
func (tx *Tx) RandomSource() io.Reader {
	var seed [32]byte
	tx.read(seed[:])
	return rand.NewChaCha8(seed)
}

func (tx *Tx) read(b []byte) {
	if _, err := io.ReadFull(tx.world.rand, b); err != nil {
		clear(b)
	}
}

// fresh draws until what it drew is new. A sandbox that continues from a saved state
// with the same seed draws the same again, and then skips what exists. As many draws
// as there are entries, and one more, are enough, unless the randomness repeats
// itself: then the last draw is taken.
func fresh(existing int, draw func() string, isNew func(string) bool) string {
	for range existing {
		if drawn := draw(); isNew(drawn) {
			return drawn
		}
	}
	return draw()
}
