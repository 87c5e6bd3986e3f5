package qr_test

import (
	"bytes"
	"image/png"
	"os"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/qr"
)

const url = "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"

const quiet = 4 // modules; ISO/IEC 18004 asks for four on each side

// symbol is the matrix of url from another encoder, with its quiet zone; true is a
// dark module. internal/interop tests with a QR reader.
func symbol(t *testing.T) [][]bool {
	t.Helper()
	text, err := os.ReadFile("testdata/ticket.txt")
	if err != nil {
		t.Fatal(err)
	}
	var dark [][]bool
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); strings.Trim(line, "#.") != "" {
			continue // the line that names the encoder
		}
		row := make([]bool, len(line)+2*quiet)
		for x, module := range line {
			row[quiet+x] = module == '#'
		}
		dark = append(dark, row)
	}
	if len(dark) != 33 { // version 4
		t.Fatalf("the symbol has %d rows", len(dark))
	}
	margin := slices.Repeat([][]bool{make([]bool, 33+2*quiet)}, quiet)
	return slices.Concat(margin, dark, margin)
}

func encode(t *testing.T) *qr.Code {
	t.Helper()
	code, err := qr.Encode(url)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func TestPNG(t *testing.T) {
	want := symbol(t)
	for _, scale := range []int{2, 5} {
		image, err := png.Decode(bytes.NewReader(encode(t).PNG(scale)))
		if err != nil {
			t.Fatal(err)
		}
		if size := image.Bounds().Size(); size.X != scale*len(want) || size.Y != scale*len(want) {
			t.Fatalf("scale %d: the picture has %v pixels", scale, size)
		}
		for y := range scale * len(want) {
			for x := range scale * len(want) {
				r, _, _, _ := image.At(x, y).RGBA()
				if dark := want[y/scale][x/scale]; r != 0 && r != 0xffff || (r == 0) != dark {
					t.Fatalf("scale %d: pixel %d,%d is %#x", scale, x, y, r)
				}
			}
		}
	}
}

// TestText: a line is two rows. With colour the glyphs are the dark modules and every
// line is black on white; without colour they are the light modules. The lower half
// of the last line is empty.
func TestText(t *testing.T) {
	want := symbol(t)
	const black, reset = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
	for _, colour := range []bool{true, false} {
		text := encode(t).Text(colour)
		lines := strings.SplitAfter(text, "\n")
		if len(lines) != 22 || lines[21] != "" { // 41 rows
			t.Fatalf("colour %t: %d lines", colour, len(lines))
		}
		for i, line := range lines[:21] {
			before, after := "", "\n"
			if colour {
				before, after = black, reset+"\n"
			}
			upper := want[2*i]
			var lower []bool
			if 2*i+1 < len(want) {
				lower = want[2*i+1]
			}
			if wantLine := before + draw(upper, lower, colour) + after; line != wantLine {
				t.Errorf("colour %t: line %d is %q, want %q", colour, i, line, wantLine)
			}
		}
	}
}

// draw draws a pair of rows; the modules that are equal to ink are drawn.
func draw(upper, lower []bool, ink bool) string {
	var b strings.Builder
	for x, dark := range upper {
		up := dark == ink
		low := lower != nil && lower[x] == ink
		b.WriteRune(map[[2]bool]rune{{true, true}: '█', {true, false}: '▀', {false, true}: '▄', {false, false}: ' '}[[2]bool{up, low}])
	}
	return b.String()
}

func TestTooLong(t *testing.T) {
	if _, err := qr.Encode(strings.Repeat("x", 3000)); err == nil || err.Error() != "QR code: 3000 bytes do not fit" {
		t.Error(err)
	}
}
