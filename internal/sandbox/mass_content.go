package sandbox

import (
	"encoding/json"

	"wxtool/internal/sandbox/world"
)

// massBody is a mass message. Its content is in the member that msgtype names, of
// pictures in images.
type massBody struct {
	Filter struct {
		ToAll bool        `json:"is_to_all"`
		TagID json.Number `json:"tag_id"`
	} `json:"filter"`
	ToUser   json.RawMessage `json:"touser"`
	ToWXName string          `json:"towxname"`
	MsgType  string          `json:"msgtype"`

	ClientMsgID string `json:"clientmsgid"`

	client string     // clientmsgid, or the digest of receivers and content
	news   world.News // of mpnews
	shows  string     // on the phone
}

// massContent has the members of all types of content that the sandbox reads.
type massContent struct {
	Content  string   `json:"content"`
	MediaID  string   `json:"media_id"`
	MediaIDs []string `json:"media_ids"`
	CardID   string   `json:"card_id"`
}

// readMass reads a message and checks its content. That the codes of missing members
// are these is a guess. Articles are those of draft/add or media/uploadnews; other media
// may be temporary or permanent.
func (c *call) readMass() (massBody, error) {
	var body massBody
	members, err := c.decodeMessage(&body)
	if err != nil {
		return body, err
	}
	words := map[string]string{
		"mpnews": "[图文]", "text": "", "voice": "[语音]", "music": "[音乐]", "image": "[图片]", "mpvideo": "[视频]", "wxcard": "[卡券]",
	}
	word, known := words[body.MsgType]
	if !known {
		return body, refuse(40008)
	}
	raw := members[body.MsgType]
	if images := members["images"]; body.MsgType == "image" && images != nil {
		raw = images
	}
	var content massContent
	if raw != nil && json.Unmarshal(raw, &content) != nil {
		return body, refuse(47001)
	}
	switch {
	case body.MsgType == "text" && content.Content == "":
		return body, refuse(44004)
	case body.MsgType != "text" && content.MediaID == "" && len(content.MediaIDs) == 0 && content.CardID == "":
		return body, refuse(41006)
	}
	body.shows, body.client = word+cut(content.Content), body.clientID(members)
	return body, c.checkMass(&body, content)
}

// checkMass checks that the media of a message exist.
func (c *call) checkMass(body *massBody, content massContent) (err error) {
	if body.MsgType == "mpnews" {
		body.news, err = c.ownNews(content.MediaID)
		return err
	}
	ids := content.MediaIDs
	if content.MediaID != "" {
		ids = append(ids, content.MediaID)
	}
	for _, id := range ids {
		if err := c.checkMedia(id); err != nil {
			return err
		}
	}
	return nil
}
