package wxapi_test

import (
	"errors"
	"net/http"
	"testing"

	"wxtool/internal/wxapi"
)

const (
	png  = "\x89PNG\r\n\x1a\n and so on"
	jpeg = "\xff\xd8\xff\xe0 and so on"
)

// picture is an answer with the expected result.
type picture struct {
	status int
	body   string
	kind   string // "" if it is not a picture
	none   bool   // the platform does not know the ticket
}

func (p picture) check(t *testing.T, op string, image *wxapi.Image, err error) {
	t.Helper()
	switch {
	case p.kind == "" && (err == nil || image != nil):
		t.Errorf("%s: %d %q is a picture: %+v, %v", op, p.status, p.body, image, err)
	case p.kind != "" && (err != nil || image.Type != p.kind || string(image.Data) != p.body):
		t.Errorf("%s: %d %q: %+v, %v", op, p.status, p.body, image, err)
	}
}

// TestPictures: an answer is a picture if its status is 200 and its content looks like
// one. Only status 404 means that the platform does not know the ticket.
func TestPictures(t *testing.T) {
	for _, tt := range []picture{
		{http.StatusOK, png, "image/png", false},
		{http.StatusOK, jpeg, "image/jpeg", false},
		{http.StatusOK, "<html>login</html>", "", false},
		{http.StatusOK, `{"errcode":40001,"errmsg":"no image/png"}`, "", false},
		{http.StatusOK, "", "", false},
		{http.StatusNoContent, png, "", false},
		{http.StatusPartialContent, png, "", false},
		{http.StatusFound, png, "", false},
		{http.StatusForbidden, png, "", false},
		{http.StatusNotFound, png, "", true},
		{http.StatusNotFound, "not found", "", true},
		{http.StatusInternalServerError, jpeg, "", false},
	} {
		c := answering{"showqrcode", tt.status, []byte(tt.body)}.client()
		shown, err := c.ShowQRCode(t.Context(), "ticket")
		tt.check(t, "showqrcode", shown, err)
		if errors.Is(err, wxapi.ErrNoTicket) != tt.none {
			t.Errorf("%d %q: %v", tt.status, tt.body, err)
		}
		fetched, err := c.FetchImage(t.Context(), "http://127.0.0.1:1/cgi-bin/showqrcode?ticket=ticket")
		tt.check(t, "picture", fetched, err)
		if errors.Is(err, wxapi.ErrNoTicket) {
			t.Errorf("%d %q: %v", tt.status, tt.body, err)
		}
	}
}
