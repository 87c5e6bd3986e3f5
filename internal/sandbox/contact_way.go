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
	contactWaysADay      = 100000 // temporary ones
	contactUsers         = 100
	contactText          = 30
	maxContactExpire     = 14 * int64(world.Day)
	defaultContactExpire = 7 * int64(world.Day)
	pixels               = 8 // per module in a picture

	contactPicture = "/sandbox/contact_way" // path of the pictures, which are the qr_code of an answer
)

// contactWayFamily has the 联系我 of a corp. The texts of 41043 and 41044 are guesses.
func contactWayFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/externalcontact/add_contact_way", Work, post, false, 0, (*call).addContactWay},
			{"/cgi-bin/externalcontact/get_contact_way", Work, post, false, 0, (*call).getContactWay},
			{"/cgi-bin/externalcontact/list_contact_way", Work, post, false, 0, (*call).listContactWays},
			{"/cgi-bin/externalcontact/update_contact_way", Work, post, false, 0, (*call).updateContactWay},
			{"/cgi-bin/externalcontact/del_contact_way", Work, post, false, 0, (*call).deleteContactWay},
			{contactPicture, Work, get, true, 0, (*call).showContactWay},
		},
		work: map[int]string{
			41037: "missing contact way type", // *
			41038: "missing contact way scene",
			41039: "invalid contact way type",
			41040: "invalid contact way scene", // *
			41041: "contact way user count out of limit",
			41043: "missing contact way config_id",
			41044: "invalid contact way config_id",
			41045: "contact way count out of limit",
		},
	}
}

// contactBody has a pointer where leaving a member out matters.
type contactBody struct {
	ConfigID    string          `json:"config_id"`
	Type        *int            `json:"type"`
	Scene       *int            `json:"scene"`
	Style       *int            `json:"style"`
	Remark      *string         `json:"remark"`
	SkipVerify  *bool           `json:"skip_verify"`
	State       *string         `json:"state"`
	User        []string        `json:"user"`
	Party       []int           `json:"party"`
	IsTemp      bool            `json:"is_temp"`
	ExpiresIn   *int64          `json:"expires_in"`
	ChatExpires *int64          `json:"chat_expires_in"`
	UnionID     *string         `json:"unionid"`
	MarkSource  *bool           `json:"mark_source"`
	Conclusions json.RawMessage `json:"conclusions"`
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
	way := world.ContactWay{AppID: c.account.AppID, Type: *given.Type, Scene: *given.Scene, Marks: true}
	if given.IsTemp {
		way.Expire = defaultContactExpire
	}
	given.change(&way)
	if err := checkContactWay(way); err != nil {
		return nil, err
	}
	if !c.roomForContactWay(way) {
		return nil, refuse(41045)
	}
	id := c.tx.AddContactWay(way)
	return contactReply{ok(), id, c.contactCode(id, way)}, nil
}

// roomForContactWay reports whether the corp may have one more. Temporary ones are
// counted by the day.
func (c *call) roomForContactWay(way world.ContactWay) bool {
	if way.Temporary() {
		return c.countUpTo(cmp.Or(c.config.Limits.ContactWays, contactWaysADay), "temporary contact ways", world.Day)
	}
	return c.tx.ContactWays(way.AppID) < cmp.Or(c.config.Limits.ContactWays, contactWays)
}

// contactCode is the URL of the picture of a contact way, "" without a QR code.
func (c *call) contactCode(id string, way world.ContactWay) string {
	if way.Scene == 1 {
		return ""
	}
	return "http://" + c.r.Host + contactPicture + "?config_id=" + id
}

// check refuses a type or scene that is missing or wrong.
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
	case b.IsTemp && *b.Type != 1:
		return refuse(40058)
	}
	return b.checkTimes()
}

// checkTimes refuses lifetimes of more than 14 days.
func (b contactBody) checkTimes() error {
	for _, seconds := range []*int64{b.ExpiresIn, b.ChatExpires} {
		if seconds != nil && (*seconds < 0 || *seconds > maxContactExpire) {
			return refuse(40058)
		}
	}
	return nil
}

// change sets what the body has. That expires_in has no effect without is_temp is a
// guess.
func (b contactBody) change(way *world.ContactWay) {
	setGiven(&way.Style, b.Style)
	setGiven(&way.Remark, b.Remark)
	setGiven(&way.State, b.State)
	setGiven(&way.ChatExpire, b.ChatExpires)
	setGiven(&way.UnionID, b.UnionID)
	setGiven(&way.Marks, b.MarkSource)
	if way.Temporary() && b.ExpiresIn != nil {
		way.Expire = cmp.Or(*b.ExpiresIn, defaultContactExpire)
	}
	if b.SkipVerify != nil {
		way.Verify = !*b.SkipVerify
	}
	if b.User != nil {
		way.Users = b.User
	}
	if b.Party != nil {
		way.Parties = b.Party
	}
	if b.Conclusions != nil {
		way.Conclusions = b.Conclusions
	}
}

// setGiven sets a value that is given.
func setGiven[T any](value, given *T) {
	if given != nil {
		*value = *given
	}
}

// checkContactWay refuses wrong values. That several of them are 40058 is a guess.
func checkContactWay(way world.ContactWay) error {
	switch {
	case len(way.Users) > contactUsers:
		return refuse(41041)
	case way.Type == 1 && len(way.Users) != 1, len(way.Users)+len(way.Parties) == 0,
		utf8.RuneCountInString(way.Remark) > contactText, utf8.RuneCountInString(way.State) > contactText:
		return refuse(40058)
	}
	return nil
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
