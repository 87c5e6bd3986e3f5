package sandbox_test

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/url"
	"testing"

	"wxtool/internal/qr"
)

// TestPictureOfATicket: the picture is a JPEG with the type image/jpg, of the code with
// the ticket's url.
func TestPictureOfATicket(t *testing.T) {
	w := newAPISandbox()
	var ticket struct{ Ticket, URL string }
	made := w.ask("qrcode/create?access_token="+w.token(t, mpToken, ""), `{"action_name":"QR_SCENE","action_info":{"scene":{"scene_id":7}}}`)
	if err := json.Unmarshal([]byte(made), &ticket); err != nil {
		t.Fatal(err)
	}
	res := w.raw("/cgi-bin/showqrcode?ticket=" + url.QueryEscape(ticket.Ticket))
	picture, err := jpeg.Decode(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/jpg" {
		t.Fatalf("%d %s, %v", res.StatusCode, res.Header.Get("Content-Type"), err)
	}
	code, err := qr.Encode(ticket.URL)
	if err != nil {
		t.Fatal(err)
	}
	want, err := png.Decode(bytes.NewReader(code.PNG(8)))
	if err != nil || picture.Bounds() != want.Bounds() {
		t.Fatalf("%v instead of %v, %v", picture.Bounds(), want.Bounds(), err)
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			got, _, _, _ := picture.At(x, y).RGBA()
			if black, _, _, _ := want.At(x, y).RGBA(); got != black {
				t.Fatalf("pixel %d,%d is %#x, want %#x", x, y, got, black)
			}
		}
	}
}
