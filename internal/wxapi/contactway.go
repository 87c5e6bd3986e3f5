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

// ContactWay is WeCom's 联系我, which stands for the tickets that WeCom has not:
// a code that makes one of Users the contact of whoever scans it. State comes
// back in the event. With Expire it is temporary, for one user only.
type ContactWay struct {
	Users      []string
	Parties    []int64
	State      string
	Remark     string
	SkipVerify bool
	Expire     time.Duration
}

// Contact is the platform's answer to a ContactWay.
type Contact struct {
	ConfigID string `json:"config_id"`
	QRCode   string `json:"qr_code"` // address of the picture
}

// Check names the limit that w exceeds, as a *LimitError.
func (w ContactWay) Check() error {
	switch {
	case len(w.Users)+len(w.Parties) == 0:
		return limit("user", "none is given, and a contact way leads to someone")
	case len(w.Users) > MaxContactUsers:
		return limit("user", "%d are given, the platform takes at most %d", len(w.Users), MaxContactUsers)
	case w.Expire < 0 || w.Expire > MaxContactExpire || w.Expire%time.Second != 0:
		return limit("expires_in", "%d is not one of 1 to %d (14 days)", int64(w.Expire.Seconds()), int(MaxContactExpire.Seconds()))
	case w.Expire > 0 && w.kind() != contactSingle:
		return limit("user", "a temporary contact way leads to one user")
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

// AddContactWay creates a contact way with a QR code. Nothing is sent if w
// exceeds a limit.
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
