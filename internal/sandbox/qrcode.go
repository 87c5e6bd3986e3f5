package sandbox

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"wxtool/internal/qr"
)

// What the platform allows.
const (
	permanentCodes = 100000
	maxSceneID     = 1<<32 - 1
	maxLimitScene  = 100000
	maxSceneStr    = 64
	maxExpire      = 2592000
	defaultExpire  = 60

	ticketPicture = "/cgi-bin/showqrcode" // of the pictures of tickets
)

// ticket is a QR code of an Official Account.
type ticket struct {
	Ticket  string
	AppID   string
	Action  string
	Scene   string
	URL     string
	Created time.Time
	Expire  int64 // seconds; 0: permanent
}

type ticketBody struct {
	ExpireSeconds int64  `json:"expire_seconds"`
	ActionName    string `json:"action_name"`
	ActionInfo    struct {
		Scene map[string]json.RawMessage `json:"scene"`
	} `json:"action_info"`
}

type ticketReply struct {
	Ticket        string `json:"ticket"`
	ExpireSeconds int64  `json:"expire_seconds,omitempty"`
	URL           string `json:"url"`
}

// createTicket makes a ticket; a permanent one of the same scene is the same.
//
// https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode
func (c *call) createTicket() (any, error) {
	var given ticketBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	wanted, err := given.ticket()
	if err != nil {
		return nil, err
	}
	t, err := c.keep(wanted)
	if err != nil {
		return nil, err
	}
	return ticketReply{t.Ticket, t.Expire, t.URL}, nil
}

// ticket checks what is asked for. That a time that is too long is 40053, and
// a permanent scene_id out of range too, is a guess.
func (b ticketBody) ticket() (*ticket, error) {
	t := &ticket{Action: b.ActionName, Expire: b.ExpireSeconds}
	good := false
	switch b.ActionName {
	case "QR_SCENE":
		t.Scene, good = sceneID(b.ActionInfo.Scene["scene_id"], maxSceneID)
	case "QR_LIMIT_SCENE":
		t.Scene, good = sceneID(b.ActionInfo.Scene["scene_id"], maxLimitScene)
	case "QR_STR_SCENE", "QR_LIMIT_STR_SCENE":
		t.Scene, good = sceneStr(b.ActionInfo.Scene["scene_str"])
	default:
		return nil, refuse(40052)
	}
	switch {
	case !good, t.Expire < 0, t.Expire > maxExpire:
		return nil, refuse(40053)
	case t.permanent():
		t.Expire = 0
	case t.Expire == 0:
		t.Expire = defaultExpire
	}
	return t, nil
}

func (t *ticket) permanent() bool {
	return t.Action == "QR_LIMIT_SCENE" || t.Action == "QR_LIMIT_STR_SCENE"
}

// sceneID reads a scene_id of 1 to most. A temporary one that has more than 32
// bits becomes the largest that has not, as people have found.
func sceneID(raw json.RawMessage, most uint64) (string, bool) {
	n, err := strconv.ParseUint(string(raw), 10, 64)
	if err != nil || n == 0 || n > most && most != maxSceneID {
		return "", false
	}
	return strconv.FormatUint(min(n, most), 10), true
}

// sceneStr reads a scene_str, which must be a JSON string.
func sceneStr(raw json.RawMessage) (string, bool) {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	n := utf8.RuneCountInString(s)
	return s, n >= 1 && n <= maxSceneStr
}

// keep completes a ticket and keeps it.
func (c *call) keep(t *ticket) (*ticket, error) {
	t.AppID, t.Created = c.account.AppID, c.now
	if t.permanent() {
		codes := c.index.permanent[t.AppID]
		if same := codes[t.scene()]; same != nil {
			return same, nil
		}
		if len(codes) >= orElse(c.config.Limits.PermanentCodes, permanentCodes) {
			return nil, refuse(45029)
		}
	}
	t.URL = fresh(len(c.state.Tickets), func() (string, bool) {
		url := "http://weixin.qq.com/q/02" + c.random(20, alphanumeric)
		return url, c.index.ticketURLs[url] == nil
	})
	t.Ticket = c.seal(t)
	c.state.Tickets[t.Ticket] = t
	c.index.addTicket(t)
	return t, nil
}

// showTicket gives the picture of a ticket, a JPEG that the platform calls
// image/jpg.
func (c *call) showTicket() (any, error) {
	t := c.state.Tickets[c.query.Get("ticket")]
	if t == nil {
		return notFound{}, nil
	}
	c.find(MP, t.AppID)
	code, err := qr.Encode(t.URL)
	if err != nil {
		return nil, err
	}
	return picture{"image/jpg", code.JPEG()}, nil
}
