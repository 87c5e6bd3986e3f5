// Package qr draws QR codes as text for a terminal, as PNG and as JPEG, with the
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

// Encode returns the code of a text, with error correction level M.
func Encode(text string) (*Code, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("QR code: %d bytes do not fit", len(text))
	}
	return &Code{code}, nil
}

// PNG draws the code black on white, with scale pixels per module. The scale must be
// at least 2, a limit of the encoder.
func (c *Code) PNG(scale int) []byte {
	code := *c.code
	code.Scale = scale
	return code.PNG()
}

// Text draws two rows of modules per line with half blocks. With colour the code is
// black on white on every terminal. Without colour the glyphs are the light modules:
// this is correct on a dark background and inverted on a light one; readers accept
// both.
func (c *Code) Text(colour bool) string {
	var b strings.Builder
	for y := -quiet; y < c.code.Size+quiet; y += 2 {
		if colour {
			b.WriteString("\x1b[38;5;16;48;5;231m") // palette entries that no theme changes
		}
		for x := -quiet; x < c.code.Size+quiet; x++ {
			b.WriteString(glyph(c.drawn(x, y, colour), c.drawn(x, y+1, colour)))
		}
		if colour {
			b.WriteString("\x1b[0m")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// drawn reports whether a module is drawn: with colour the dark modules, without
// colour the light ones. The row below the quiet zone is never drawn.
func (c *Code) drawn(x, y int, colour bool) bool {
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
