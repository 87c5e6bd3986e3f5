package interop

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
)

// The smallest pictures, for uploads.
var (
	pngDot  = picture(png.Encode)
	jpegDot = picture(func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) })
)

func picture(encode func(io.Writer, image.Image) error) []byte {
	var data bytes.Buffer
	if err := encode(&data, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		panic(err)
	}
	return data.Bytes()
}

func noError(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}
