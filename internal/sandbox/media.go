package sandbox

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"

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
	maxUpload     = 24 << 20 // what the sandbox reads at most
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
			{"/cgi-bin/media/get/jssdk", MP, "", false, 0, (*call).getMedia},
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

// file reads the file of a form, from a part with one of these names, or any. Like the
// platform it does not find it if the boundary is in quotes, as .NET writes it, or if the
// part has no file name.
func (c *call) file(members ...string) (name string, data []byte, err error) {
	missing := refuse(41005)
	kind := c.r.Header.Get("Content-Type")
	form, parameters, err := mime.ParseMediaType(kind)
	if err != nil || form != "multipart/form-data" || parameters["boundary"] == "" || strings.Contains(kind, `boundary="`) {
		return "", nil, missing
	}
	parts := multipart.NewReader(bytes.NewReader(c.body), parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return "", nil, missing
		}
		if len(members) > 0 && !slices.Contains(members, part.FormName()) || part.FileName() == "" {
			continue
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return "", nil, missing
		}
		return part.FileName(), data, nil
	}
}

// accept checks a file and adds it to the state; its content is kept after the update.
func (c *call) accept(t mediaType, lasting bool, members ...string) (world.Media, error) {
	name, data, err := c.file(members...)
	if err != nil {
		return world.Media{}, err
	}
	is := sniff(data)
	switch {
	case len(data) == 0:
		return world.Media{}, refuse(44001)
	case !slices.Contains(t.kinds, is.kind):
		return world.Media{}, refuse(40005)
	case len(data) > t.most:
		return world.Media{}, refuse(t.large)
	}
	return c.addMedia(t.name, is.kind, name, data, lasting), nil
}

// addMedia adds a medium, whose content is kept after the update.
func (c *call) addMedia(typ, kind, name string, data []byte, lasting bool) world.Media {
	added, forgotten := c.tx.AddMedia(world.Media{
		Platform: c.account.Platform, AppID: c.account.AppID, Type: typ, Kind: kind, Name: name, Size: len(data), Lasting: lasting,
	})
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
	reply.URL = mediaURL("http://"+c.r.Host, m.ID)
	return reply, nil
}

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
		reply.URL = mediaURL("http://"+c.r.Host, m.ID)
		return reply, nil
	}
	return download{m, true}, nil
}

// showMedia answers the content of a PicUrl, a video_url or the url of uploadimg.
func (c *call) showMedia() (any, error) {
	m, found := c.tx.Media(c.query.Get("media_id"))
	if !found {
		return notFound{}, nil
	}
	c.find(m.Platform, m.AppID)
	return download{m, false}, nil
}

// content reads the content of a medium.
func (s *Server) content(m world.Media) ([]byte, error) {
	if m.Sample {
		return sample(m.Type), nil
	}
	return s.media.Get(m.ID)
}

// fill completes an answer with the content of a medium. It must not be called during
// an update.
func (s *Server) fill(c *call, a answer) answer {
	if a.download == nil {
		return a
	}
	data, err := s.content(a.download.media)
	if err != nil {
		var lost answer
		s.world.Update(func(tx *world.Tx) {
			c.tx = tx
			lost = c.refused(refuse(40007))
		})
		return lost
	}
	a.kind, a.body = a.download.media.Kind, data
	a.header = http.Header{"X-Content-Type-Options": {"nosniff"}}
	if a.download.attached {
		a.header.Set("Content-Disposition", `attachment; filename="`+a.download.media.ID+sniff(data).ending+`"`)
	}
	return a
}

// keepUpload keeps the content of an upload.
func (s *Server) keepUpload(c *call) error {
	s.media.Delete(c.forgotten)
	if c.upload == nil {
		return nil
	}
	return s.media.Put(c.uploadID, c.upload)
}
