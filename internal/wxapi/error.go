package wxapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Error is the platform's refusal of a call. The HTTP status is 200 and the errcode is
// not 0.
//
// https://developers.weixin.qq.com/doc/service/guide/dev/api/errcode.html
type Error struct {
	Platform string // MP or Work; many codes have different meanings on the two
	Op       string // such as "qrcode/create"
	Code     int    // errcode
	Msg      string // errmsg without the rid
	RID      string // request id, for the log search of the platform; may be empty
}

func (e *Error) Error() string {
	text := fmt.Sprintf("%s: errcode %d: %s", e.Op, e.Code, e.Msg)
	if e.RID != "" {
		text += " (rid " + e.RID + ")"
	}
	return text
}

// ErrNoTicket means that the platform has no picture of a ticket.
var ErrNoTicket = errors.New("showqrcode: the platform does not know this ticket (HTTP status 404)")

// TokenRefused reports whether the platform rejected the access_token of a call: it is
// not the latest (40001), malformed (40014) or expired (42001). For a request for a token
// the result is false; there 40001 means a wrong secret.
func (e *Error) TokenRefused() bool {
	return e.Op != "gettoken" && e.Op != "stable_token" && slices.Contains([]int{40001, 40014, 42001}, e.Code)
}

func isTokenError(err error) bool {
	refusal, ok := errors.AsType[*Error](err)
	return ok && refusal.TokenRefused()
}

// decode decodes an answer into reply, or returns the refusal in it.
func (c *Client) decode(r request, body []byte, reply any) error {
	var status struct {
		Code int    `json:"errcode"`
		Msg  string `json:"errmsg"`
	}
	if err := json.Unmarshal(body, &status); err != nil {
		return c.notJSON(r.op)
	}
	if status.Code != 0 {
		msg, rid := splitRID(c.withoutSecrets(r, status.Msg))
		return &Error{c.Account.Platform, r.op, status.Code, msg, rid}
	}
	if err := json.Unmarshal(body, reply); err != nil {
		return c.notJSON(r.op)
	}
	return nil
}

// withoutSecrets masks the secrets of the request in a text of the platform, which may
// repeat them, also in the encoding of URLs and JSON.
func (c *Client) withoutSecrets(r request, text string) string {
	for _, secret := range []string{c.Account.Secret, r.query.Get("access_token")} {
		for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON(secret)} {
			if form != "" {
				text = strings.ReplaceAll(text, form, "***")
			}
		}
	}
	return text
}

// inJSON returns text encoded for a JSON string, "" if that is not possible.
func inJSON(text string) string {
	quoted, err := Marshal(text)
	if err != nil {
		return ""
	}
	return string(quoted[1 : len(quoted)-1])
}

// notJSON does not quote the answer, because the page of a proxy may repeat the URL.
func (c *Client) notJSON(op string) error {
	return c.unanswered(op, errors.New("the answer is not the JSON of this call; it may be from a proxy or another server"))
}

func (c *Client) badStatus(op string, status int) error {
	return c.unanswered(op, fmt.Errorf("HTTP status %d %s", status, http.StatusText(status)))
}

// splitRID splits the " rid: …" from an errmsg.
func splitRID(msg string) (text, rid string) {
	found := regexp.MustCompile(`^(.*?),?\s+rid:\s*([0-9A-Za-z-]+)\s*$`).FindStringSubmatch(msg)
	if found == nil {
		return msg, ""
	}
	return found[1], found[2]
}
