package sandbox

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"slices"
	"time"

	"wxtool/internal/sandbox/world"
)

// Limits of a list of contact ways.
const (
	contactWaysAPage  = 1000
	contactWaysByPage = 100 // default
	contactWaysSince  = 90 * 24 * time.Hour
)

// contactWay finds a contact way of the corp.
func (c *call) contactWay(id string) (world.ContactWay, error) {
	if id == "" {
		return world.ContactWay{}, refuse(41043)
	}
	way, found := c.tx.ContactWay(id)
	if !found || way.AppID != c.account.AppID {
		return world.ContactWay{}, refuse(41044)
	}
	return way, nil
}

// contactDetail has the members in the order of the official page.
type contactDetail struct {
	ConfigID    string          `json:"config_id"`
	Type        int             `json:"type"`
	Scene       int             `json:"scene"`
	Style       int             `json:"style,omitempty"`
	Remark      string          `json:"remark"`
	SkipVerify  bool            `json:"skip_verify"`
	State       string          `json:"state"`
	QRCode      string          `json:"qr_code,omitempty"`
	User        []string        `json:"user"`
	Party       []int           `json:"party"`
	IsTemp      bool            `json:"is_temp"`
	ExpiresIn   int64           `json:"expires_in,omitempty"`
	ChatExpires int64           `json:"chat_expires_in,omitempty"`
	UnionID     string          `json:"unionid,omitempty"`
	MarkSource  bool            `json:"mark_source"`
	Conclusions json.RawMessage `json:"conclusions,omitempty"`
}

// getContactWay answers what was set. That members without a value are left out is a
// guess. A picture of the conclusions keeps its media_id, where the platform has a URL.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *call) getContactWay() (any, error) {
	var given contactBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	way, err := c.contactWay(given.ConfigID)
	if err != nil {
		return nil, err
	}
	reply := struct {
		errorReply
		Way contactDetail `json:"contact_way"`
	}{ok(), contactDetail{
		ConfigID: given.ConfigID, Type: cmp.Or(way.Type, 2), Scene: cmp.Or(way.Scene, 2), Style: way.Style, Remark: way.Remark,
		SkipVerify: !way.Verify, State: way.State, QRCode: c.contactCode(given.ConfigID, way),
		User: append([]string{}, way.Users...), Party: append([]int{}, way.Parties...), IsTemp: way.Temporary(),
		ExpiresIn: way.Expire, ChatExpires: way.ChatExpire, UnionID: way.UnionID, MarkSource: way.Marks, Conclusions: way.Conclusions,
	}}
	return reply, nil
}

type contactListBody struct {
	Start  int64  `json:"start_time"`
	End    int64  `json:"end_time"`
	Cursor string `json:"cursor"`
	Limit  int    `json:"limit"`
}

// listed is one contact way of a list.
type listed struct {
	ConfigID string `json:"config_id"`
}

// listContactWays lists the permanent contact ways of a time, by default of the last 90
// days. That the oldest come first, that a limit of more than 1000 counts as 1000, and
// that a wrong cursor is 40058, are guesses.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *call) listContactWays() (any, error) {
	var given contactListBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	after, err := base64.RawURLEncoding.DecodeString(given.Cursor)
	if err != nil || given.Limit < 0 {
		return nil, refuse(40058)
	}
	ids := c.contactWaysIn(given)
	if len(after) > 0 {
		i := slices.Index(ids, string(after))
		if i < 0 {
			return nil, refuse(40058)
		}
		ids = ids[i+1:]
	}
	reply := struct {
		errorReply
		Ways []listed `json:"contact_way"`
		Next string   `json:"next_cursor"`
	}{errorReply: ok(), Ways: []listed{}}
	most := min(cmp.Or(given.Limit, contactWaysByPage), contactWaysAPage)
	for _, id := range ids[:min(most, len(ids))] {
		reply.Ways = append(reply.Ways, listed{id})
	}
	if len(ids) > most {
		reply.Next = base64.RawURLEncoding.EncodeToString([]byte(ids[most-1]))
	}
	return reply, nil
}

// contactWaysIn lists the config_ids of the contact ways that were made in the time of
// a request.
func (c *call) contactWaysIn(given contactListBody) []string {
	start := cmp.Or(given.Start, c.now.Add(-contactWaysSince).Unix())
	end := cmp.Or(given.End, c.now.Unix())
	return slices.DeleteFunc(c.tx.ListContactWays(c.account.AppID), func(id string) bool {
		way, _ := c.tx.ContactWay(id)
		return way.Created.Unix() < start || way.Created.Unix() > end
	})
}

// updateContactWay changes what the request has; the rest stays. That an expired
// temporary one is 41044 is a guess: the page says that it cannot be changed.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *call) updateContactWay() (any, error) {
	var given contactBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	way, err := c.contactWay(given.ConfigID)
	if err != nil {
		return nil, err
	}
	if way.Used || expired(way.Created, way.Expire, c.now) {
		return nil, refuse(41044)
	}
	if err := given.checkTimes(); err != nil {
		return nil, err
	}
	given.change(&way)
	if err := checkContactWay(way); err != nil {
		return nil, err
	}
	c.tx.SetContactWay(given.ConfigID, way)
	return ok(), nil
}

// deleteContactWay removes a contact way, whose code then leads nowhere.
//
// https://developer.work.weixin.qq.com/document/path/92228
func (c *call) deleteContactWay() (any, error) {
	var given contactBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if _, err := c.contactWay(given.ConfigID); err != nil {
		return nil, err
	}
	c.tx.DeleteContactWay(given.ConfigID)
	return ok(), nil
}
