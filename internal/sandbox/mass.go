package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform. A follower gets four mass messages a month; the others are
// filtered.
const (
	massAMonth = 4
	massUsers  = 10000
)

// massSender is the sender of the event after a mass message or a publication.
const massSender = "mphelper"

// massFamily has the mass messages (群发).
func massFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/mass/sendall", MP, post, false, 100, (*call).massToAll},
			{"/cgi-bin/message/mass/send", MP, post, false, 100, (*call).massToList},
			{"/cgi-bin/message/mass/preview", MP, post, false, 100, (*call).previewMass},
			{"/cgi-bin/media/uploadvideo", MP, post, false, 0, (*call).uploadMassVideo},
		},
		mp: map[int]string{
			40130: "invalid openid list size, at least two openid", // *
			40132: "invalid username",
			40152: "invalid group id", // *
		},
	}
}

type massReply struct {
	errorReply
	MsgID  int64 `json:"msg_id"`
	DataID int64 `json:"msg_data_id,omitempty"`
}

// massToAll sends a message to all followers, or to those with a tag.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_sendall
func (c *call) massToAll() (any, error) {
	body, err := c.readMass()
	if err != nil {
		return nil, err
	}
	tag := ""
	if !body.Filter.ToAll {
		id := tagID(body.Filter.TagID)
		if !c.isTag(id) {
			return nil, refuse(40152)
		}
		tag = strconv.Itoa(id)
	}
	list := c.tx.Followers(c.account.owner(), tag)
	return c.mass(body, list, len(list))
}

// massToList sends a message to at least two followers. That others in the list are
// filtered, also who is in it twice, and refused only if there are no followers in it, is
// a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_masssend
func (c *call) massToList() (any, error) {
	body, err := c.readMass()
	if err != nil {
		return nil, err
	}
	var given, list []string
	if body.ToUser != nil && json.Unmarshal(body.ToUser, &given) != nil {
		return nil, refuse(47001)
	}
	switch {
	case len(given) < 2:
		return nil, refuse(40130)
	case len(given) > massUsers:
		return nil, refuse(40032)
	}
	for _, openID := range given {
		if _, err := c.follower(openID); err == nil {
			list = append(list, openID)
		}
	}
	if len(list) == 0 {
		return nil, refuse(40003)
	}
	slices.Sort(list)
	return c.mass(body, slices.Compact(list), len(given))
}

// mass sends a message to followers, and then pushes MASSSENDJOBFINISH. That users on the
// black list are filtered is a guess.
//
// https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends_and_Originality_Checks.html
func (c *call) mass(body massBody, list []string, total int) (any, error) {
	if err := c.checkRepeated(body); err != nil {
		return nil, err
	}
	owner, sent := c.account.owner(), 0
	for _, openID := range list {
		u, _ := c.tx.User(owner, openID)
		if u.Black || !c.countUpTo(massAMonth, "mass "+openID, world.Month) {
			continue
		}
		c.tx.AddLine(owner, u.Name, world.Line{From: world.FromMessage, Type: body.MsgType, Text: body.shows})
		sent++
	}
	reply := c.massReply("send job submission success", body)
	c.tx.SetMassJob(owner, world.MassJob{MsgID: reply.MsgID, DataID: reply.DataID, Client: body.client, Type: body.MsgType, Sent: c.now})
	if body.news.MediaID != "" && !body.news.Temporary { // a draft that was sent leaves the draft box
		body.news.Gone = true
		c.tx.SetNews(body.news)
	}
	helper := person(c.tx, c.account, massSender)
	number := strconv.Itoa
	err := c.pushAfter("mass", helper, "mass-send-job-finish-simple",
		set("MsgID", strconv.FormatInt(reply.MsgID, 10)), set("Status", "send success"), set("TotalCount", number(total)),
		set("FilterCount", number(sent)), set("SentCount", number(sent)), set("ErrorCount", "0"))
	return reply, err
}

// massReply makes up the ids of a message; only one with articles has a msg_data_id.
func (c *call) massReply(text string, body massBody) massReply {
	id := func() int64 {
		n, _ := strconv.ParseInt("1"+c.tx.Random(9, world.Digits), 10, 64) // ten digits fit
		return n
	}
	reply := massReply{errorReply: errorReply{0, text}, MsgID: id()}
	if body.MsgType == "mpnews" {
		reply.DataID = id()
	}
	return reply
}

// previewMass sends a message to one follower, named by OpenID or, which counts more,
// by WeChat id. That an unknown WeChat id is 40132 is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/message/api_preview
func (c *call) previewMass() (any, error) {
	body, err := c.readMass()
	if err != nil {
		return nil, err
	}
	var openID string
	if body.ToUser != nil && json.Unmarshal(body.ToUser, &openID) != nil {
		return nil, refuse(40003)
	}
	u, err := c.follower(openID)
	if name := body.ToWXName; name != "" {
		var found bool
		if u, found = c.tx.User(c.account.owner(), name); !found || u.Name != name || !u.Following {
			return nil, refuse(40132)
		}
	} else if err != nil {
		return nil, refuse(40003)
	}
	c.tx.AddLine(c.account.owner(), u.Name, world.Line{From: world.FromMessage, Type: body.MsgType, Text: body.shows})
	return c.massReply("preview success", body), nil
}

// uploadMassVideo prepares a video for a mass message. The sandbox answers with the
// media_id of the video itself, the platform with another one.
//
// https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Batch_Sends_and_Originality_Checks.html
func (c *call) uploadMassVideo() (any, error) {
	var given struct {
		MediaID string `json:"media_id"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	m, err := c.ownMedia(given.MediaID)
	if err != nil || m.Type != "video" {
		return nil, refuse(40007)
	}
	return uploadReply{Type: "video", MediaID: m.ID, Created: c.now.Unix()}, nil
}
