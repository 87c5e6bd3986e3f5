package qr_test

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"wxtool/internal/qr"
)

// TestJPEGAndPNGAgree decodes both with the standard library and compares each
// pixel, from the smallest code to the largest.
func TestJPEGAndPNGAgree(t *testing.T) {
	for _, text := range []string{"x", url, strings.Repeat("中", 200), strings.Repeat("x", 2300)} {
		code, err := qr.Encode(text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := jpeg.Decode(bytes.NewReader(code.JPEG()))
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(code.PNG(8)))
		if err != nil || got.Bounds() != want.Bounds() {
			t.Fatalf("%v instead of %v, %v", got.Bounds(), want.Bounds(), err)
		}
		for y := range want.Bounds().Dy() {
			for x := range want.Bounds().Dx() {
				a, b, c, _ := got.At(x, y).RGBA()
				d, _, _, _ := want.At(x, y).RGBA()
				if a != d || b != d || c != d {
					t.Fatalf("%d bytes: pixel %d,%d is %d, want %d", len(text), x, y, a, d)
				}
			}
		}
	}
}
