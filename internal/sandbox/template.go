package sandbox

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// templateFamily has the template messages.
func templateFamily() family {
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/template/send", MP, http.MethodPost, false, 0, (*call).sendTemplate},
		},
		mp: map[int]string{
			40037: "invalid template_id", // *
			43004: "require subscribe",   // *
		},
	}
}

type templateBody struct {
	ToUser     string `json:"touser"`
	TemplateID string `json:"template_id"`
	Data       map[string]struct {
		Value json.RawMessage `json:"value"`
	} `json:"data"`
}

// shows is the text of the message on the phone. The sandbox has no templates, so it
// shows the values in the order of their names.
func (b templateBody) shows(word string) string {
	words := []string{word}
	for _, name := range slices.Sorted(maps.Keys(b.Data)) {
		var text string
		if json.Unmarshal(b.Data[name].Value, &text) == nil && text != "" {
			words = append(words, text)
		}
	}
	return cut(strings.Join(words, " "))
}

type templateReply struct {
	errorReply
	MsgID int64 `json:"msgid"`
}

// sendTemplate sends a template message to a follower, and then pushes
// TEMPLATESENDJOBFINISH. Any template_id is accepted, as the sandbox has no templates.
// The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage
// https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Operation_Specifications.html
func (c *call) sendTemplate() (any, error) {
	var given templateBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	u, err := c.receiver(given.ToUser)
	switch {
	case err != nil:
		return nil, err
	case given.TemplateID == "":
		return nil, refuse(40037)
	case !u.Following:
		return nil, refuse(43004)
	}
	id, _ := strconv.ParseInt("2"+c.tx.Random(18, world.Digits), 10, 64) // 19 digits fit
	c.tx.AddLine(c.account.owner(), u.Name, world.Line{From: world.FromMessage, Type: "template", Text: given.shows("[模板消息]")})
	edits := set("MsgID", strconv.FormatInt(id, 10))
	if err := c.pushAfter("template", u, "template-send-job-finish", edits, set("Status", "success")); err != nil {
		return nil, err
	}
	return templateReply{ok(), id}, nil
}
