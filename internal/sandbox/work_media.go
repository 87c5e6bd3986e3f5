package sandbox

import (
	"net/http"
	"slices"
	"strconv"
)

// Limits of the platform.
const (
	workFileBytes = 20 << 20
	leastBytes    = 6 // more than five
)

// workMediaFamily has the temporary media of WeCom, which the applications of a corp
// share.
func workMediaFamily() family {
	return family{
		endpoints: []endpoint{
			{uploadPath, Work, http.MethodPost, false, 0, (*call).uploadWorkMedia},
			{"/cgi-bin/media/get", Work, "", false, 0, (*call).getWorkMedia},
		},
		work: map[int]string{
			40004: "invalid media type",
			40005: "invalid type",
			40006: "invalid file size",
			40007: "invalid media_id",
			44001: "empty media data", // *
		},
	}
}

// workMediaTypes have no kinds where any content will do. That wrong content is 40004,
// and a wrong size 40006, are guesses.
func workMediaTypes() []mediaType {
	return []mediaType{
		{name: "image", most: imageBytes, kinds: []string{"image/jpeg", "image/png"}},
		{name: "voice", most: voiceBytes, kinds: []string{"audio/amr"}},
		{name: "video", most: videoBytes, kinds: []string{"video/mp4"}},
		{name: "file", most: workFileBytes},
	}
}

type workUpload struct {
	errorReply
	Type    string `json:"type"`
	MediaID string `json:"media_id"`
	Created string `json:"created_at"`
}

// uploadWorkMedia keeps a file for three days. As programs of developers show, the part
// of the form may have any name. The order of the checks is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90253
func (c *call) uploadWorkMedia() (any, error) {
	all := workMediaTypes()
	i := slices.IndexFunc(all, func(t mediaType) bool { return t.name == c.query.Get("type") })
	if i < 0 {
		return nil, refuse(40005)
	}
	name, data, err := c.file()
	kind := sniff(data).kind
	switch {
	case err != nil || len(data) == 0:
		return nil, refuse(44001)
	case all[i].kinds != nil && !slices.Contains(all[i].kinds, kind):
		return nil, refuse(40004)
	case len(data) < leastBytes, len(data) > all[i].most:
		return nil, refuse(40006)
	}
	if kind == "" {
		kind = "application/octet-stream"
	}
	m := c.addMedia(all[i].name, kind, name, data, false)
	return workUpload{errorReply{0, "ok"}, m.Type, m.ID, strconv.FormatInt(m.Created.Unix(), 10)}, nil
}

// getWorkMedia answers the content of a medium, also of a video. The page says GET, but
// PowerWeChat can only POST it, so both are accepted. That a missing media_id is 41006 is
// a guess.
//
// https://developer.work.weixin.qq.com/document/path/90254
func (c *call) getWorkMedia() (any, error) {
	if c.query.Get("media_id") == "" {
		return nil, refuse(41006)
	}
	m, err := c.ownMedia(c.query.Get("media_id"))
	if err != nil {
		return nil, err
	}
	return download{m, true}, nil
}
