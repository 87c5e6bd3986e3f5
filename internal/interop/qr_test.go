package interop

import (
	"bytes"
	"image"
	"image/color"
	_ "image/jpeg" // the format of the platform
	_ "image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// readQR finds and reads the code in a photo with ZXing.
func readQR(t *testing.T, photo image.Image) string {
	t.Helper()
	return decodeQR(t, photo, nil)
}

func decodeQR(t *testing.T, picture image.Image, hints map[gozxing.DecodeHintType]any) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeReader().Decode(bitmap, hints)
	if err != nil {
		t.Fatalf("no reader can read this: %v", err)
	}
	return found.GetText()
}

func readPNG(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(workdir, name))
	if err != nil {
		t.Fatal(err)
	}
	return readPicture(t, data)
}

// readPicture reads a picture with only a code. It does not let ZXing search for the
// code, because the search fails for a few of a thousand codes, even of its own.
func readPicture(t *testing.T, data []byte) string {
	t.Helper()
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return decodeQR(t, picture, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
}

type ticket struct {
	Ticket string
	URL    string
}

func TestQRCodePNG(t *testing.T) {
	for _, how := range [][]string{{"--scene-id", "4294967295"}, {"--scene-str", "桌子", "--permanent"}} {
		for _, fetch := range []string{"--fetch=false", "--fetch"} {
			args := append([]string{"qrcode", "create", "--sandbox", "--json", "--png", "code.png", fetch}, how...)
			made := line[ticket](t, must(t, nil, args...))
			if got := readPNG(t, "code.png"); got == "" || got != made.URL {
				t.Errorf("%v: the code says %q, the ticket %q", args, got, made.URL)
			}
		}
	}
}

// officialTicket is the ticket in the official pages.
const officialTicket = "gQH47joAAAAAAAAAASxodHRwOi8vd2VpeGluLnFxLmNvbS9xL2taZ2Z3TVRtNzJXV1Brb3ZhYmJJAAIEZ23sUwMEmm3sUw=="

// TestQRCodeOnTerminals renders the text of a code with colour on a dark and a light
// terminal, and without colour on a dark one. Without colour on a light terminal the code
// is inverted; for that it uses a reader that accepts inverted codes.
func TestQRCodeOnTerminals(t *testing.T) {
	for _, terminal := range []struct {
		name, colour string
		paper, ink   color.Gray
		inverse      bool
	}{
		{"dark with colour", "always", color.Gray{0}, color.Gray{255}, false},
		{"light with colour", "always", color.Gray{255}, color.Gray{0}, false},
		{"dark without colour", "never", color.Gray{0}, color.Gray{255}, false},
		{"light without colour", "never", color.Gray{255}, color.Gray{0}, true},
	} {
		t.Run(terminal.name, func(t *testing.T) {
			text := string(must(t, nil, "qrcode", "show", officialTicket, "--color", terminal.colour).Stdout)
			photo := photograph(text, terminal.paper, terminal.ink)
			if terminal.inverse {
				photo = inverse(photo)
			}
			if got := readQR(t, photo); got != "http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI" {
				t.Errorf("it says %q", got)
			}
		})
	}
}

const dot = 6 // pixels per half character

// photograph renders lines of half blocks as a terminal does.
func photograph(text string, paper, ink color.Gray) *image.Gray {
	const black, reset = "\x1b[38;5;16;48;5;231m", "\x1b[0m"
	var rows []string
	for row := range strings.Lines(text) {
		if strings.Contains(row, "█") || strings.Contains(row, "▀") || strings.Contains(row, black) {
			rows = append(rows, strings.TrimSuffix(row, "\n"))
		}
	}
	photo := image.NewGray(image.Rect(0, 0, 60*dot, 60*dot))
	fill(photo, photo.Rect, paper)
	for y, row := range rows {
		fg, bg := ink, paper
		if plain, coloured := strings.CutPrefix(row, black); coloured {
			row, fg, bg = strings.TrimSuffix(plain, reset), color.Gray{0}, color.Gray{255}
		}
		for x, glyph := range []rune(row) {
			upper, lower := bg, bg
			if glyph == '█' || glyph == '▀' {
				upper = fg
			}
			if glyph == '█' || glyph == '▄' {
				lower = fg
			}
			at := image.Pt((x+5)*dot, (2*y+5)*dot)
			fill(photo, image.Rect(0, 0, dot, dot).Add(at), upper)
			fill(photo, image.Rect(0, dot, dot, 2*dot).Add(at), lower)
		}
	}
	return photo
}

func fill(photo *image.Gray, area image.Rectangle, c color.Gray) {
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			photo.SetGray(x, y, c)
		}
	}
}

func inverse(photo *image.Gray) *image.Gray {
	other := image.NewGray(photo.Rect)
	for i, v := range photo.Pix {
		other.Pix[i] = 255 - v
	}
	return other
}
