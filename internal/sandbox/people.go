package sandbox

import (
	"net/http"
	"slices"
	"strconv"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	openIDsAPage = 10000
	infosACall   = 100
	remarkBytes  = 30
)

// peopleFamily has the endpoints about the users of an Official Account.
func peopleFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/user/info", MP, get, false, 5000000, (*call).userInfo},
			{"/cgi-bin/user/info/batchget", MP, post, false, 0, (*call).userInfos},
			{"/cgi-bin/user/info/updateremark", MP, post, false, 10000, (*call).setRemark},
			{"/cgi-bin/user/get", MP, get, false, 500, (*call).followers},
		},
		mp: map[int]string{
			40003: "invalid openid",           // *
			40032: "invalid openid list size", // *
			40092: "invalid remark name",      // *
			41009: "missing openid",
		},
	}
}

// user finds a user of the account by OpenID. A name is not an OpenID.
func (c *call) user(openID string) (world.User, error) {
	if openID == "" {
		return world.User{}, refuse(41009)
	}
	u, found := c.tx.User(c.account.owner(), openID)
	if !found || u.OpenID != openID {
		return world.User{}, refuse(40003)
	}
	return u, nil
}

// follower finds a user who follows the account.
func (c *call) follower(openID string) (world.User, error) {
	u, err := c.user(openID)
	if err == nil && !u.Following {
		err = refuse(40003)
	}
	return u, err
}

// stranger is the answer for a user who does not follow the account.
type stranger struct {
	Subscribe int    `json:"subscribe"`
	OpenID    string `json:"openid"`
	TagIDs    []int  `json:"tagid_list"`
}

// userInfoReply has the members in the order of answers that were seen. Nickname, sex,
// place and picture have been empty since 2021-12-27.
type userInfoReply struct {
	Subscribe     int    `json:"subscribe"`
	OpenID        string `json:"openid"`
	Nickname      string `json:"nickname"`
	Sex           int    `json:"sex"`
	Language      string `json:"language"`
	City          string `json:"city"`
	Province      string `json:"province"`
	Country       string `json:"country"`
	HeadImgURL    string `json:"headimgurl"`
	SubscribeTime int64  `json:"subscribe_time"`
	UnionID       string `json:"unionid"`
	Remark        string `json:"remark"`
	GroupID       int    `json:"groupid"`
	TagIDs        []int  `json:"tagid_list"`
	Source        string `json:"subscribe_scene"`
	QRScene       uint64 `json:"qr_scene"`
	QRSceneStr    string `json:"qr_scene_str"`
}

// infoOf is the answer about a user. The accounts of the sandbox belong to one account of
// the open platform, so that there is a unionid, as for web pages. That groupid is the last of several tags is a
// guess: with one tag it is that one.
func infoOf(u world.User) any {
	tags := tagNumbers(u.Tags)
	if !u.Following {
		return stranger{OpenID: u.OpenID, TagIDs: []int{}}
	}
	reply := userInfoReply{
		Subscribe: 1, OpenID: u.OpenID, Language: "zh_CN", SubscribeTime: max(0, u.Since.Unix()), UnionID: unionID(world.Visit{User: u.Name}),
		Remark: u.Remark, TagIDs: tags, Source: u.Source,
	}
	if len(tags) > 0 {
		reply.GroupID = tags[len(tags)-1]
	}
	if u.IsText {
		reply.QRSceneStr = u.Scene
	} else {
		reply.QRScene, _ = strconv.ParseUint(u.Scene, 10, 64) // "" is 0
	}
	return reply
}

func tagNumbers(ids []string) []int {
	list := []int{}
	for _, id := range ids {
		if n, err := strconv.Atoi(id); err == nil { // acts check them
			list = append(list, n)
		}
	}
	return list
}

// userInfo answers about one user who has followed the account or written to it.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo
func (c *call) userInfo() (any, error) {
	u, err := c.user(c.query.Get("openid"))
	if err != nil {
		return nil, err
	}
	return infoOf(u), nil
}

// userInfos answers about up to 100 users. That one unknown user refuses the whole call
// is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_batchuserinfo
func (c *call) userInfos() (any, error) {
	var given struct {
		UserList []struct {
			OpenID string `json:"openid"`
		} `json:"user_list"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if n := len(given.UserList); n == 0 || n > infosACall {
		return nil, refuse(40032)
	}
	var reply struct {
		List []any `json:"user_info_list"`
	}
	for _, one := range given.UserList {
		u, err := c.user(one.OpenID)
		if err != nil {
			return nil, err
		}
		reply.List = append(reply.List, infoOf(u))
	}
	return reply, nil
}

// setRemark changes the remark about a follower. The page says that it must be shorter
// than 30 bytes; developers report that ten Chinese characters, 30 bytes, are accepted.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_updateremark
func (c *call) setRemark() (any, error) {
	var given struct {
		OpenID string `json:"openid"`
		Remark string `json:"remark"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	u, err := c.follower(given.OpenID)
	if err != nil {
		return nil, err
	}
	if len(given.Remark) > remarkBytes {
		return nil, refuse(40092)
	}
	u.Remark = given.Remark
	c.tx.SetUser(u)
	return ok(), nil
}

// openIDPage is one page of a list of OpenIDs. An empty one has no data.
type openIDPage struct {
	Total *int     `json:"total,omitempty"`
	Count int      `json:"count"`
	Data  *openIDs `json:"data,omitempty"`
	Next  string   `json:"next_openid"`
}

type openIDs struct {
	OpenID []string `json:"openid"`
}

// pageAfter returns the page that follows next, the last OpenID of the page before.
// That the order is that of the OpenIDs is a guess.
func pageAfter(all []string, next string) openIDPage {
	rest := all[:min(openIDsAPage, len(all))]
	if next != "" {
		i, found := slices.BinarySearch(all, next)
		if found {
			i++
		}
		rest = all[i:min(i+openIDsAPage, len(all))]
	}
	if len(rest) == 0 {
		return openIDPage{}
	}
	return openIDPage{Count: len(rest), Data: &openIDs{rest}, Next: rest[len(rest)-1]}
}

// followers lists the account's followers. That an unknown next_openid is 40003 is a
// guess.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_getfans
func (c *call) followers() (any, error) {
	next := c.query.Get("next_openid")
	if next != "" {
		if _, err := c.user(next); err != nil {
			return nil, err
		}
	}
	all := c.tx.Followers(c.account.owner(), "")
	page, total := pageAfter(all, next), len(all)
	page.Total = &total
	return page, nil
}
