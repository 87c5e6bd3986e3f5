package qr_test

import (
	"bytes"
	"image/png"
	"strings"
	"testing"

	"wxtool/internal/qr"
)

const url = "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI"

// TestTextAndPNGAgree reads the drawing back into modules, with and without
// colour, and holds it to the pixels. internal/interop has a QR reader read both.
func TestTextAndPNGAgree(t *testing.T) {
	code, err := qr.Encode(url)
	if err != nil {
		t.Fatal(err)
	}
	image, err := png.Decode(bytes.NewReader(code.PNG(3)))
	if err != nil {
		t.Fatal(err)
	}
	size := image.Bounds().Dx() / 3
	for _, colour := range []bool{true, false} {
		inked := modules(code.Text(colour))
		if len(inked) != size+1 {
			t.Fatalf("%d rows, want %d", len(inked), size+1)
		}
		for y := range size {
			for x := range size {
				r, _, _, _ := image.At(3*x+1, 3*y+1).RGBA()
				if dark := r == 0; inked[y][x] != (dark == colour) {
					t.Fatalf("colour %v: module %d,%d differs", colour, x, y)
				}
			}
		}
	}
}

// modules reads half blocks.
func modules(text string) [][]bool {
	var rows [][]bool
	text = strings.NewReplacer("\x1b[38;5;16;48;5;231m", "", "\x1b[0m", "").Replace(text)
	for line := range strings.Lines(text) {
		var upper, lower []bool
		for _, r := range strings.TrimSuffix(line, "\n") {
			upper = append(upper, r == '█' || r == '▀')
			lower = append(lower, r == '█' || r == '▄')
		}
		rows = append(rows, upper, lower)
	}
	return rows
}

func TestQuietZone(t *testing.T) {
	code, err := qr.Encode(url)
	if err != nil {
		t.Fatal(err)
	}
	rows := modules(code.Text(true))
	for i, row := range rows {
		for j, dark := range row {
			edge := i < 4 || j < 4 || i >= len(rows)-5 || j >= len(row)-4
			if edge && dark {
				t.Fatalf("module %d,%d is dark", j, i)
			}
		}
	}
}

func TestTooLong(t *testing.T) {
	if _, err := qr.Encode(strings.Repeat("x", 3000)); err == nil || err.Error() != "QR code: 3000 bytes do not fit" {
		t.Error(err)
	}
}
