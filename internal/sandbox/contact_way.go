package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"wxtool/internal/qr"
	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	contactWays          = 500000
	contactUsers         = 100
	contactText          = 30
	maxContactExpire     = 14 * int64(world.Day)
	defaultContactExpire = 7 * int64(world.Day)
	pixels               = 8 // per module in a picture

	contactPicture = "/sandbox/contact_way" // path of the pictures, which are the qr_code of an answer
)

func contactWayFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/externalcontact/add_contact_way", Work, post, false, 0, (*call).addContactWay},
			{contactPicture, Work, get, true, 0, (*call).showContactWay},
		},
		work: map[int]string{
			41037: "missing contact way type", // *
			41038: "missing contact way scene",
			41039: "invalid contact way type",
			41040: "invalid contact way scene", // *
			41041: "contact way user count out of limit",
			41045: "contact way count out of limit",
		},
	}
}

type contactBody struct {
	Type      *int              `json:"type"`
	Scene     *int              `json:"scene"`
	Style     int               `json:"style"`
	Remark    string            `json:"remark"`
	State     string            `json:"state"`
	User      []string          `json:"user"`
	Party     []json.RawMessage `json:"party"`
	IsTemp    bool              `json:"is_temp"`
	ExpiresIn int64             `json:"expires_in"`
}

type contactReply struct {
	errorReply
	ConfigID string `json:"config_id"`
	QRCode   string `json:"qr_code,omitempty"`
}

// addContactWay makes a contact way, with a picture for scene 2, a QR code.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *call) addContactWay() (any, error) {
	var given contactBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if err := given.check(); err != nil {
		return nil, err
	}
	if c.tx.ContactWays(c.account.AppID) >= cmp.Or(c.config.Limits.ContactWays, contactWays) {
		return nil, refuse(41045)
	}
	id := c.tx.AddContactWay(world.ContactWay{
		AppID: c.account.AppID, State: given.State, Users: given.User, Expire: given.lasts(),
	})
	reply := contactReply{errorReply: ok(), ConfigID: id}
	if *given.Scene == 2 {
		reply.QRCode = "http://" + c.r.Host + contactPicture + "?config_id=" + id
	}
	return reply, nil
}

// check refuses wrong values. That several of them are 40058 is a guess.
func (b contactBody) check() error {
	switch {
	case b.Type == nil:
		return refuse(41037)
	case b.Scene == nil:
		return refuse(41038)
	case *b.Type != 1 && *b.Type != 2:
		return refuse(41039)
	case *b.Scene != 1 && *b.Scene != 2:
		return refuse(41040)
	case len(b.User) > contactUsers:
		return refuse(41041)
	case *b.Type == 1 && len(b.User) != 1, len(b.User)+len(b.Party) == 0,
		b.IsTemp && *b.Type != 1, b.ExpiresIn < 0, b.ExpiresIn > maxContactExpire,
		utf8.RuneCountInString(b.Remark) > contactText, utf8.RuneCountInString(b.State) > contactText:
		return refuse(40058)
	}
	return nil
}

// lasts is the lifetime in seconds, 0 without is_temp. That expires_in alone has no
// effect is a guess.
func (b contactBody) lasts() int64 {
	if !b.IsTemp {
		return 0
	}
	return cmp.Or(b.ExpiresIn, defaultContactExpire)
}

// showContactWay answers the picture of a contact way.
func (c *call) showContactWay() (any, error) {
	way, found := c.tx.ContactWay(c.query.Get("config_id"))
	if !found {
		return notFound{}, nil
	}
	c.find(Work, way.AppID)
	code, err := qr.Encode(way.URL)
	if err != nil {
		return nil, err
	}
	return picture{"image/png", code.PNG(pixels)}, nil
}
