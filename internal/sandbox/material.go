package sandbox

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"

	"wxtool/internal/sandbox/world"
)

const (
	addMaterialPath = "/cgi-bin/material/add_material"

	materialsAPage = 20
)

// materialFamily has the permanent material (永久素材), which menus and messages name by
// media_id. The limits of its number are far above what the sandbox keeps.
func materialFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{addMaterialPath, MP, post, false, 0, (*call).addMaterial},
			{"/cgi-bin/material/add_news", MP, post, false, 0, (*call).noMoreNews},
			{"/cgi-bin/material/get_material", MP, post, false, 0, (*call).getMaterial},
			{"/cgi-bin/material/del_material", MP, post, false, 0, (*call).deleteMaterial},
			{"/cgi-bin/material/get_materialcount", MP, "", false, 0, (*call).countMaterial},
			{"/cgi-bin/material/batchget_material", MP, post, false, 0, (*call).listMaterial},
		},
		mp: map[int]string{
			45103: "This API has been unsupported", // *
		},
	}
}

// materialTypes accept more formats than temporary media.
func materialTypes() []mediaType {
	return []mediaType{
		{"image", imageBytes, 40009, []string{"image/jpeg", "image/png", "image/gif", "image/bmp"}, "media_id"},
		{"voice", voiceBytes, 40010, []string{"audio/amr", "audio/mpeg", "audio/x-ms-wma", "audio/wav"}, "media_id"},
		{"video", videoBytes, 40011, []string{"video/mp4"}, "media_id"},
		{"thumb", thumbBytes, 40012, []string{"image/jpeg"}, "media_id"},
	}
}

// addMaterial keeps a file until it is deleted. A video has a title and an introduction
// in a second part of the form; that they may be missing, and that a part that is not
// JSON is 47001, are guesses. The url of pictures is also that of a thumb, as answers
// that were seen have it.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_addmaterial
func (c *call) addMaterial() (any, error) {
	all := materialTypes()
	i := slices.IndexFunc(all, func(t mediaType) bool { return t.name == c.query.Get("type") })
	if i < 0 {
		return nil, refuse(40004)
	}
	var about struct{ Title, Introduction string }
	if text, given := c.field("description"); given && all[i].name == "video" && json.Unmarshal(text, &about) != nil {
		return nil, refuse(47001)
	}
	name, data, err := c.acceptable(all[i], "media")
	if err != nil {
		return nil, err
	}
	m := c.keepMedia(world.Media{
		Type: all[i].name, Kind: sniff(data).kind, Name: name, Lasting: true, Material: true,
		Title: about.Title, Introduction: about.Introduction,
	}, data)
	reply := materialReply{MediaID: m.ID, Item: []any{}}
	if m.Type == "image" || m.Type == "thumb" {
		reply.URL = mediaURL(c.origin(), m.ID)
	}
	return reply, nil
}

type materialReply struct {
	MediaID string `json:"media_id"`
	URL     string `json:"url,omitempty"`
	Item    []any  `json:"item"`
}

// noMoreNews refuses articles as material, which since 2022 are drafts. It was seen:
//
//	{"errcode":45103,"errmsg":"This API has been unsupported hint: [Q4XFXa0912d228] rid: 622712e8-186450e1-7a4b2d49"}
//
// https://developers.weixin.qq.com/community/personal/oCJUswzuYFuKx_AC89mDd5SmZzOc/question
func (c *call) noMoreNews() (any, error) { return nil, refuse(45103) }

// material finds the permanent material that a body names.
func (c *call) material() (world.Media, error) {
	var given struct {
		MediaID string `json:"media_id"`
	}
	if err := c.decode(&given); err != nil {
		return world.Media{}, err
	}
	m, err := c.ownMedia(given.MediaID)
	if err == nil && !m.Material {
		err = refuse(40007)
	}
	return m, err
}

// getMaterial answers the content of material, of a video the address of that. A
// temporary media_id, and that of a draft, are 40007.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_getmaterial
func (c *call) getMaterial() (any, error) {
	m, err := c.material()
	if err != nil {
		return nil, err
	}
	if m.Type != "video" {
		return download{m, true}, nil
	}
	return struct {
		Title       string `json:"title"`
		Description string `json:"description"`
		URL         string `json:"down_url"`
	}{m.Title, m.Introduction, mediaURL(c.origin(), m.ID)}, nil
}

// deleteMaterial removes material. Menus that name it stay, which is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_delmaterial
func (c *call) deleteMaterial() (any, error) {
	m, err := c.material()
	if err != nil {
		return nil, err
	}
	c.tx.DeleteMedia(m.ID)
	c.forgotten = append(c.forgotten, m.ID)
	return ok(), nil
}

// countMaterial counts the material by type. The page says GET, but PowerWeChat can only
// POST it, so both are accepted. Thumbs count as pictures, which is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_getmaterialcount
func (c *call) countMaterial() (any, error) {
	count := map[string]int{}
	for _, m := range c.tx.Materials(c.account.owner(), "") {
		count[m.Type]++
	}
	return struct {
		Voice int `json:"voice_count"`
		Video int `json:"video_count"`
		Image int `json:"image_count"`
		News  int `json:"news_count"`
	}{count["voice"], count["video"], count["image"] + count["thumb"], 0}, nil
}

// pageBody asks for a page of a list.
type pageBody struct {
	Type      string `json:"type"`
	Offset    int    `json:"offset"`
	Count     int    `json:"count"`
	NoContent isSet  `json:"no_content"`
}

// isSet is 0 or 1 in the pages. silenceper sends it as true or false, so that is accepted.
type isSet bool

func (s *isSet) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case "1", "true":
		*s = true
	case "0", "false":
		*s = false
	default:
		return errors.New("not 0 or 1")
	}
	return nil
}

// within returns the page of a list with so many entries. That a count outside of 1 to
// 20 is 40035 is a guess.
func (p pageBody) within(total int) (from, to int, err error) {
	if p.Count < 1 || p.Count > materialsAPage || p.Offset < 0 {
		return 0, 0, refuse(40035)
	}
	from = min(p.Offset, total)
	return from, min(from+p.Count, total), nil
}

type pageReply[T any] struct {
	Total int `json:"total_count"`
	Count int `json:"item_count"`
	Items []T `json:"item"`
}

type materialEntry struct {
	MediaID string `json:"media_id"`
	Name    string `json:"name"`
	Updated int64  `json:"update_time"`
	URL     string `json:"url,omitempty"`
}

// listMaterial lists the material of a type, the newest first. The order, 40004 for
// another type, and that there are no articles, which are drafts, are guesses.
//
// https://developers.weixin.qq.com/doc/service/api/material/permanent/api_batchgetmaterial
func (c *call) listMaterial() (any, error) {
	var given pageBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if !slices.Contains([]string{"image", "video", "voice", "news"}, given.Type) {
		return nil, refuse(40004)
	}
	all := c.tx.Materials(c.account.owner(), given.Type)
	from, to, err := given.within(len(all))
	if err != nil {
		return nil, err
	}
	reply := pageReply[materialEntry]{Total: len(all), Count: to - from, Items: []materialEntry{}}
	for _, m := range all[from:to] {
		one := materialEntry{MediaID: m.ID, Name: m.Name, Updated: m.Created.Unix()}
		if m.Type == "image" {
			one.URL = mediaURL(c.origin(), m.ID)
		}
		reply.Items = append(reply.Items, one)
	}
	return reply, nil
}
