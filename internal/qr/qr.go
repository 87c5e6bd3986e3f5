// Package qr draws QR codes, as text for a terminal, as PNG and as JPEG, with the
// quiet zone of four modules that readers need.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

const quiet = 4 // modules around the code

// Code is a QR code.
type Code struct{ code *qr.Code }

// Encode makes the code of a text, with error correction level M.
func Encode(text string) (*Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("QR code: %d bytes do not fit", len(text))
	}
	return &Code{code}, nil
}

// PNG draws black on white, scale pixels per module; the encoder of pictures needs
// two at least.
func (c *Code) PNG(scale int) []byte {
	code := *c.code
	code.Scale = scale
	return code.PNG()
}

// Text draws two rows of modules per line with half blocks. With colour it is
// black on white on every terminal. Without, glyphs are the light modules: that
// is right where the background is dark, and elsewhere the exact inverse, quiet
// zone included, which readers take too.
func (c *Code) Text(colour bool) string {
	var b strings.Builder
	for y := -quiet; y < c.code.Size+quiet; y += 2 {
		if colour {
			b.WriteString("\x1b[38;5;16;48;5;231m") // palette entries that no theme changes
		}
		for x := -quiet; x < c.code.Size+quiet; x++ {
			b.WriteString(glyph(c.inked(x, y, colour), c.inked(x, y+1, colour)))
		}
		if colour {
			b.WriteString("\x1b[0m")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// inked reports whether a module is drawn: with colour the dark ones, without
// the light. The odd last row is below the quiet zone and stays paper.
func (c *Code) inked(x, y int, colour bool) bool {
	if y >= c.code.Size+quiet {
		return false
	}
	return c.code.Black(x, y) == colour
}

func glyph(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}
