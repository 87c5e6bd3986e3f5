package wxapi

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

// Image is a picture from the platform.
type Image struct {
	Type string // such as image/jpeg
	Data []byte
}

// FetchImage fetches a picture whose URL is in an answer of the platform.
func (c *Client) FetchImage(ctx context.Context, address string) (*Image, error) {
	image, _, err := c.image(ctx, "picture", address)
	return image, err
}

func (c *Client) image(ctx context.Context, op, address string) (*Image, int, error) {
	a, err := c.send(ctx, request{op: op, method: http.MethodGet, url: address})
	if err != nil {
		return nil, 0, err
	}
	if a.status != http.StatusOK {
		return nil, a.status, c.badStatus(op, a.status)
	}
	kind := http.DetectContentType(a.body)
	if !strings.HasPrefix(kind, "image/") {
		return nil, a.status, c.unanswered(op, errors.New("the answer is not a picture"))
	}
	return &Image{kind, a.body}, a.status, nil
}
