package wxapi

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"wxtool/internal/wxhost"
)

// Limits of a QR ticket.
const (
	MaxExpire           = 30 * 24 * time.Hour
	MaxSceneID          = 1<<32 - 1
	MaxPermanentSceneID = 100000
	MaxSceneStr         = 64
)

// QRCode describes a ticket to create, with SceneID or SceneStr. It is permanent, or
// temporary for Expire. With a zero Expire the platform uses 60 seconds.
type QRCode struct {
	SceneID   int64
	SceneStr  string
	Permanent bool
	Expire    time.Duration
}

// Ticket is a created QRCode.
type Ticket struct {
	Ticket        string `json:"ticket"`
	ExpireSeconds int64  `json:"expire_seconds,omitempty"` // 0 if permanent
	URL           string `json:"url"`                      // the content of the code
}

// ExpiresAt is the time at which a ticket that was created now expires, zero for a
// permanent one.
func (t *Ticket) ExpiresAt(now time.Time) time.Time {
	if t.ExpireSeconds == 0 {
		return time.Time{}
	}
	return now.UTC().Add(time.Duration(t.ExpireSeconds) * time.Second).Truncate(time.Second)
}

// ActionName returns the platform's name for the kind of ticket.
func (q QRCode) ActionName() string {
	name := "QR_"
	if q.Permanent {
		name += "LIMIT_"
	}
	if q.SceneStr != "" {
		name += "STR_"
	}
	return name + "SCENE"
}

// Check returns a *LimitError if q exceeds a limit.
func (q QRCode) Check() error {
	top := int64(MaxSceneID)
	if q.Permanent {
		top = MaxPermanentSceneID
	}
	switch {
	case q.SceneStr != "" && q.SceneID != 0:
		return limit("scene", "both scene_id and scene_str are given; use only one")
	case q.SceneStr == "" && (q.SceneID < 1 || q.SceneID > top):
		return limit("scene_id", "%d is not one of 1 to %d, the range of %s", q.SceneID, top, q.ActionName())
	case q.Permanent && q.Expire != 0:
		return limit("expire_seconds", "a permanent code has none")
	case q.Expire < 0 || q.Expire > MaxExpire || q.Expire%time.Second != 0:
		return limit("expire_seconds", "%d is not one of 1 to %d (30 days)", int64(q.Expire.Seconds()), int(MaxExpire.Seconds()))
	}
	return checkText("scene_str", q.SceneStr, MaxSceneStr)
}

type qrScene struct {
	ID  int64  `json:"scene_id,omitempty"`
	Str string `json:"scene_str,omitempty"`
}

type qrBody struct {
	ExpireSeconds int64  `json:"expire_seconds,omitempty"`
	ActionName    string `json:"action_name"`
	ActionInfo    struct {
		Scene qrScene `json:"scene"`
	} `json:"action_info"`
}

// QRCodeCreate creates a ticket. If q exceeds a limit, nothing is sent.
//
// https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
func (c *Client) QRCodeCreate(ctx context.Context, q QRCode) (*Ticket, error) {
	if err := q.Check(); err != nil {
		return nil, err
	}
	body := qrBody{ExpireSeconds: int64(q.Expire.Seconds()), ActionName: q.ActionName()}
	body.ActionInfo.Scene = qrScene{q.SceneID, q.SceneStr}
	var ticket Ticket
	if err := c.authorized(ctx, c.post("qrcode/create", body), &ticket); err != nil {
		return nil, err
	}
	if ticket.Ticket == "" || ticket.URL == "" {
		return nil, c.notJSON("qrcode/create")
	}
	return &ticket, nil
}

// ShowURL returns the URL of a ticket's picture. The official one is on another host
// than the API.
func ShowURL(origin, ticket string) string {
	if u, err := url.Parse(origin); err == nil && strings.HasSuffix(u.Hostname(), "api.weixin.qq.com") {
		origin = "https://" + wxhost.Codes
	}
	return origin + "/cgi-bin/showqrcode?ticket=" + url.QueryEscape(ticket)
}

// ShowQRCode fetches the picture of a ticket; it needs no token. For an unknown ticket
// (HTTP status 404) the error is ErrNoTicket.
func (c *Client) ShowQRCode(ctx context.Context, ticket string) (*Image, error) {
	image, status, err := c.image(ctx, "showqrcode", ShowURL(c.Origin, ticket))
	if status == http.StatusNotFound {
		return nil, ErrNoTicket
	}
	return image, err
}
