package sandbox

import (
	"net/http"
	"slices"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform. The page has two limits for pictures, 2 MB and 10 MB; the
// sandbox has the larger.
const (
	imageBytes    = 10 << 20
	voiceBytes    = 2 << 20
	videoBytes    = 10 << 20
	thumbBytes    = 64 << 10
	articleBytes  = 1 << 20
	mediaPicture  = "/sandbox/media"
	uploadPath    = "/cgi-bin/media/upload"
	uploadImgPath = "/cgi-bin/media/uploadimg"
)

// mediaFamily has the temporary media, and the pictures of articles.
func mediaFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{uploadPath, MP, post, false, 100000, (*call).uploadMedia},
			{uploadImgPath, MP, post, false, 0, (*call).uploadPicture},
			{"/cgi-bin/media/get", MP, "", false, 200000, (*call).getMedia},
			{"/cgi-bin/media/get/jssdk", MP, "", false, 0, (*call).getPageVoice},
			{mediaPicture, MP, get, true, 0, (*call).showMedia},
		},
		mp: map[int]string{
			40004: "invalid media type", // *
			40005: "invalid file type",  // *
			40007: "invalid media_id",   // *
			40009: "invalid image size", // *
			40010: "invalid voice size",
			40011: "invalid video size",
			40012: "invalid thumb size",
			41005: "media data missing", // *
			44001: "empty media data",
		},
	}
}

// mediaType is what the platform accepts as one type of media. That the content decides,
// not the name of the file, is a guess, and so is the code for a file that is too large.
type mediaType struct {
	name   string
	most   int
	large  int // errcode
	kinds  []string
	member string // of the answer
}

func mediaTypes() []mediaType {
	return []mediaType{
		{"image", imageBytes, 40009, []string{"image/jpeg", "image/png", "image/gif"}, "media_id"},
		{"voice", voiceBytes, 40010, []string{"audio/amr", "audio/mpeg"}, "media_id"},
		{"video", videoBytes, 40011, []string{"video/mp4"}, "media_id"},
		{"thumb", thumbBytes, 40012, []string{"image/jpeg"}, "thumb_media_id"},
	}
}

// acceptable reads the file of a form and checks it.
func (c *call) acceptable(t mediaType, members ...string) (name string, data []byte, err error) {
	name, data, err = c.file(members...)
	switch {
	case err != nil:
	case len(data) == 0:
		err = refuse(44001)
	case !slices.Contains(t.kinds, sniff(data).kind):
		err = refuse(40005)
	case len(data) > t.most:
		err = refuse(t.large)
	}
	return name, data, err
}

// accept checks a file and adds it to the state; its content is kept after the update.
func (c *call) accept(t mediaType, lasting bool, members ...string) (world.Media, error) {
	name, data, err := c.acceptable(t, members...)
	if err != nil {
		return world.Media{}, err
	}
	return c.addMedia(t.name, sniff(data).kind, name, data, lasting), nil
}

// addMedia adds a medium, whose content is kept after the update.
func (c *call) addMedia(typ, kind, name string, data []byte, lasting bool) world.Media {
	return c.keepMedia(world.Media{Type: typ, Kind: kind, Name: name, Lasting: lasting}, data)
}

// keepMedia adds a medium of the account, whose content is kept after the update.
func (c *call) keepMedia(m world.Media, data []byte) world.Media {
	m.Platform, m.AppID, m.Size = c.account.Platform, c.account.AppID, len(data)
	added, forgotten := c.tx.AddMedia(m)
	c.upload, c.uploadID, c.forgotten = data, added.ID, forgotten
	return added
}

// uploadMedia keeps a file for three days. The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia
func (c *call) uploadMedia() (any, error) {
	all := mediaTypes()
	i := slices.IndexFunc(all, func(t mediaType) bool { return t.name == c.query.Get("type") })
	if i < 0 {
		return nil, refuse(40004)
	}
	m, err := c.accept(all[i], false, "media")
	if err != nil {
		return nil, err
	}
	reply := uploadReply{Type: m.Type, Created: m.Created.Unix()}
	if all[i].member == "media_id" {
		reply.MediaID = m.ID
	} else {
		reply.ThumbID = m.ID
	}
	return reply, nil
}

type uploadReply struct {
	Type    string `json:"type"`
	MediaID string `json:"media_id,omitempty"`
	ThumbID string `json:"thumb_media_id,omitempty"`
	Created int64  `json:"created_at"`
}

// uploadPicture keeps a picture for an article, under an address that anybody can read.
// Older pages call the part of the form buffer.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_uploadimage
func (c *call) uploadPicture() (any, error) {
	m, err := c.accept(mediaType{"image", articleBytes, 40009, []string{"image/jpeg", "image/png"}, ""}, true, "media", "buffer")
	if err != nil {
		return nil, err
	}
	var reply struct {
		URL string `json:"url"`
	}
	reply.URL = mediaURL(c.origin(), m.ID)
	return reply, nil
}

// origin is the address at which the sandbox was called.
func (c *call) origin() string { return "http://" + c.r.Host }

// mediaURL is the address of the content of a medium.
func mediaURL(origin, id string) string { return origin + mediaPicture + "?media_id=" + id }

// ownMedia finds a medium of the account.
func (c *call) ownMedia(id string) (world.Media, error) {
	m, found := c.tx.Media(id)
	if !found || m.Platform != c.account.Platform || m.AppID != c.account.AppID {
		return world.Media{}, refuse(40007)
	}
	return m, nil
}

// download is a reply with the content of a medium, which is read after the update.
type download struct {
	media    world.Media
	attached bool // as a file to save
}

// getMedia answers a temporary medium, which may be one that a user has sent: its
// content, of a video the address of that. The page says GET, but PowerWeChat can only
// POST it, so both are accepted. That a missing media_id is 41006 is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/material/temporary/api_getmedia
func (c *call) getMedia() (any, error) {
	if c.query.Get("media_id") == "" {
		return nil, refuse(41006)
	}
	m, err := c.ownMedia(c.query.Get("media_id"))
	if err != nil {
		return nil, err
	}
	if m.Type == "video" {
		var reply struct {
			URL string `json:"video_url"`
		}
		reply.URL = mediaURL(c.origin(), m.ID)
		return reply, nil
	}
	return download{m, true}, nil
}

// getPageVoice answers a voice message that a web page has uploaded with the JS-SDK, in
// the format speex. The sandbox has no such pages, and answers any temporary medium as
// it is, which is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/material/temporary/api_gethdvoice
func (c *call) getPageVoice() (any, error) { return c.getMedia() }

// showMedia answers the content of a PicUrl, a video_url or the url of uploadimg.
func (c *call) showMedia() (any, error) {
	m, found := c.tx.Media(c.query.Get("media_id"))
	if !found {
		return notFound{}, nil
	}
	c.find(m.Platform, m.AppID)
	return download{m, false}, nil
}
