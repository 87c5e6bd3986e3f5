package sandbox

import (
	"net/http"
	"strings"

	"wxtool/internal/sandbox/world"
)

// Paths of the customers of a corp.
const (
	customerPath  = "/cgi-bin/externalcontact/get"
	customersPath = "/cgi-bin/externalcontact/list"
)

// customerFamily has what an application can ask about the customers of a corp.
func customerFamily() family {
	const get = http.MethodGet
	return family{
		endpoints: []endpoint{
			{customerPath, Work, get, false, 0, (*call).customer},
			{customersPath, Work, get, false, 0, (*call).customers},
		},
		work: map[int]string{
			40096: "invalid external userid", // *
			41035: "missing external userid", // *
			84061: "not external contact",    // *
		},
	}
}

// customersReply is also the answer to a refused call, which has an empty list.
type customersReply struct {
	errorReply
	IDs []string `json:"external_userid"`
}

// customers lists the customers of a member. A member without any is 84061. That a
// userid that is unknown to the sandbox is 60111 is a guess.
//
// https://developer.work.weixin.qq.com/document/path/92113
func (c *call) customers() (any, error) {
	id := c.query.Get("userid")
	if id == "" {
		return nil, refuse(41009)
	}
	reply := customersReply{errorReply: ok()}
	for _, u := range c.tx.UsersOf(c.account.owner()) {
		for _, contact := range u.Contacts {
			if strings.EqualFold(contact.Member, id) {
				reply.IDs = append(reply.IDs, externalUserID(u.AppID, u.Name))
			}
		}
	}
	if len(reply.IDs) > 0 {
		return reply, nil
	}
	if _, found := c.memberOf(id); !found {
		return nil, refuse(60111)
	}
	return nil, refuse(84061)
}

// customerReply is also the answer to a refused call, which has an empty list.
type customerReply struct {
	errorReply
	Contact   *externalContact `json:"external_contact,omitempty"`
	Followers []follower       `json:"follow_user"`
}

type externalContact struct {
	ID     string `json:"external_userid"`
	Name   string `json:"name"`
	Avatar string `json:"avatar"`
	Type   int    `json:"type"` // 1: a user of WeChat
	Gender int    `json:"gender"`
}

// follower is a member who has added a customer.
type follower struct {
	UserID      string   `json:"userid"`
	Remark      string   `json:"remark"`
	Description string   `json:"description"`
	Created     int64    `json:"createtime"`
	Tags        []string `json:"tags"`
	Mobiles     []string `json:"remark_mobiles"`
	AddWay      int      `json:"add_way"` // 1: by a code
	Operator    string   `json:"oper_userid"`
	State       string   `json:"state,omitempty"`
}

// customer answers about a customer and the members who have added the customer. That
// the remark is the name, as the client of WeCom shows it, and that an empty state is
// left out, are guesses. There is no unionid, as the corp has no open platform account.
//
// https://developer.work.weixin.qq.com/document/path/92114
func (c *call) customer() (any, error) {
	id := c.query.Get("external_userid")
	if id == "" {
		return nil, refuse(41035)
	}
	if len(id) != 32 || !strings.HasPrefix(id, "wm") && !strings.HasPrefix(id, "wo") {
		return nil, refuse(40096)
	}
	for _, u := range c.tx.UsersOf(c.account.owner()) {
		if len(u.Contacts) > 0 && externalUserID(u.AppID, u.Name) == id {
			return customerReply{ok(), &externalContact{id, u.Name, "http://wx.qlogo.cn/mmhead/" + digest("avatar", u.Name)[:32] + "/0", 1, 0}, followersOf(u, id)}, nil
		}
	}
	return nil, refuse(84061)
}

func followersOf(u world.User, id string) []follower {
	var list []follower
	for _, contact := range u.Contacts {
		list = append(list, follower{
			UserID: contact.Member, Remark: u.Name, Created: contact.Since.Unix(), Tags: []string{}, Mobiles: []string{},
			AddWay: 1, Operator: id, State: contact.State,
		})
	}
	return list
}
