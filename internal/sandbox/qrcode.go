package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"

	"wxtool/internal/qr"
	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	permanentCodes = 100000
	maxSceneID     = 1<<32 - 1
	maxLimitScene  = 100000
	maxSceneStr    = 64
	maxExpire      = 2592000
	defaultExpire  = 60

	ticketPicture = "/cgi-bin/showqrcode" // path of the pictures
)

func qrcodeFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/qrcode/create", MP, post, false, 100000, (*call).createTicket},
			{ticketPicture, MP, get, true, 0, (*call).showTicket},
		},
		mp: map[int]string{
			40052: "invalid action name",
			40053: "invalid action info",
			45029: "qrcode count out of limit",
		},
	}
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

// createTicket makes a code. For a permanent code with the scene of an earlier one it
// answers that one.
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

// ticket checks the request. That 40053 is the code for an expire_seconds that is too
// long, and for a permanent scene_id out of range, is a guess.
func (b ticketBody) ticket() (world.Ticket, error) {
	t := world.Ticket{Action: b.ActionName, Expire: b.ExpireSeconds}
	good := false
	switch b.ActionName {
	case "QR_SCENE":
		t.Scene, good = sceneID(b.ActionInfo.Scene["scene_id"], maxSceneID)
	case "QR_LIMIT_SCENE":
		t.Scene, good = sceneID(b.ActionInfo.Scene["scene_id"], maxLimitScene)
	case "QR_STR_SCENE", "QR_LIMIT_STR_SCENE":
		t.Scene, good = sceneStr(b.ActionInfo.Scene["scene_str"])
	default:
		return t, refuse(40052)
	}
	switch {
	case !good, t.Expire < 0, t.Expire > maxExpire:
		return t, refuse(40053)
	case t.Permanent():
		t.Expire = 0
	case t.Expire == 0:
		t.Expire = defaultExpire
	}
	return t, nil
}

// sceneID reads a scene_id of 1 to most. A temporary one of more than 32 bits becomes
// the largest of 32 bits, as users of the platform have reported.
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

// keep adds a code for the account, unless it has this permanent code already.
func (c *call) keep(t world.Ticket) (world.Ticket, error) {
	t.AppID = c.account.AppID
	if t.Permanent() {
		if same, found := c.tx.PermanentTicket(t.AppID, t.Action, t.Scene); found {
			return same, nil
		}
		if c.tx.PermanentTickets(t.AppID) >= cmp.Or(c.config.Limits.PermanentCodes, permanentCodes) {
			return t, refuse(45029)
		}
	}
	return c.tx.AddTicket(t), nil
}

// showTicket answers the picture of a code, a JPEG with the platform's image/jpg.
//
// https://developers.weixin.qq.com/doc/offiaccount/Account_Management/Generating_a_Parametric_QR_Code.html
func (c *call) showTicket() (any, error) {
	t, found := c.tx.Ticket(c.query.Get("ticket"))
	if !found {
		return notFound{}, nil
	}
	c.find(MP, t.AppID)
	code, err := qr.Encode(t.URL)
	if err != nil {
		return nil, err
	}
	return picture{"image/jpg", code.JPEG()}, nil
}
