package wxapi

import (
	"context"
	"time"
)

// Limits of a contact way.
const (
	MaxContactExpire = 14 * 24 * time.Hour
	MaxContactText   = 30  // characters of state and remark
	MaxContactUsers  = 100 // with the members of departments
)

// Types and scenes of a contact way.
const (
	contactSingle = 1
	contactMulti  = 2
	sceneQRCode   = 2
)

// ContactWay is a 联系我 code of WeCom, which has no QR tickets: a person who scans it
// gets one of Users as a contact. The event contains State. With Expire it is temporary
// and must have one user.
type ContactWay struct {
	Users      []string
	Parties    []int64
	State      string
	Remark     string
	SkipVerify bool
	Expire     time.Duration
}

// Contact is a created ContactWay.
type Contact struct {
	ConfigID string `json:"config_id"`
	QRCode   string `json:"qr_code"` // address of the picture
}

// Check returns a *LimitError if w exceeds a limit.
func (w ContactWay) Check() error {
	switch {
	case len(w.Users)+len(w.Parties) == 0:
		return limit("user", "a contact way needs at least one")
	case len(w.Users) > MaxContactUsers:
		return limit("user", "%d are given, but the platform accepts at most %d", len(w.Users), MaxContactUsers)
	case w.Expire < 0 || w.Expire > MaxContactExpire || w.Expire%time.Second != 0:
		return limit("expires_in", "%d is not one of 1 to %d (14 days)", int64(w.Expire.Seconds()), int(MaxContactExpire.Seconds()))
	case w.Expire > 0 && w.kind() != contactSingle:
		return limit("user", "a temporary contact way must have exactly one")
	}
	if err := checkText("remark", w.Remark, MaxContactText); err != nil {
		return err
	}
	return checkText("state", w.State, MaxContactText)
}

func (w ContactWay) kind() int {
	if len(w.Users) == 1 && len(w.Parties) == 0 {
		return contactSingle
	}
	return contactMulti
}

type contactBody struct {
	Type       int      `json:"type"`
	Scene      int      `json:"scene"`
	Remark     string   `json:"remark,omitempty"`
	SkipVerify bool     `json:"skip_verify"`
	State      string   `json:"state,omitempty"`
	User       []string `json:"user,omitempty"`
	Party      []int64  `json:"party,omitempty"`
	IsTemp     bool     `json:"is_temp,omitempty"`
	ExpiresIn  int64    `json:"expires_in,omitempty"`
}

// AddContactWay creates a contact way with a QR code. If w exceeds a limit, nothing is
// sent.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *Client) AddContactWay(ctx context.Context, w ContactWay) (*Contact, error) {
	if err := w.Check(); err != nil {
		return nil, err
	}
	body := contactBody{
		Type: w.kind(), Scene: sceneQRCode, Remark: w.Remark, SkipVerify: w.SkipVerify, State: w.State,
		User: w.Users, Party: w.Parties, IsTemp: w.Expire > 0, ExpiresIn: int64(w.Expire.Seconds()),
	}
	var contact Contact
	if err := c.authorized(ctx, c.post("externalcontact/add_contact_way", body), &contact); err != nil {
		return nil, err
	}
	if contact.ConfigID == "" {
		return nil, c.notJSON("externalcontact/add_contact_way")
	}
	return &contact, nil
}
