package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// workMessageFamily has the messages of a WeCom application to members, and what it can
// ask about members. The text of 82001 is our own.
func workMessageFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/message/send", Work, post, false, 0, (*call).sendToMembers},
			{"/cgi-bin/user/get", Work, get, false, 0, (*call).member},
			{"/cgi-bin/department/list", Work, get, false, 0, (*call).departments},
		},
		work: map[int]string{
			40008: "invalid message type",
			41006: "missing media_id",
			41009: "missing userid",
			44004: "empty content",
			60111: "userid not found",               // *
			81013: "user & party & tag all invalid", // *
			82001: "user & party & tag all empty",
		},
	}
}

type workMessage struct {
	ToUser  string      `json:"touser"`
	ToParty string      `json:"toparty"`
	ToTag   string      `json:"totag"`
	MsgType string      `json:"msgtype"`
	AgentID json.Number `json:"agentid"`

	shows string // on the phone
}

// workContent has the members of all types of content that the sandbox reads.
type workContent struct {
	Content   string                   `json:"content"`
	MediaID   string                   `json:"media_id"`
	Title     string                   `json:"title"`
	Articles  []struct{ Title string } `json:"articles"`
	MainTitle struct{ Title string }   `json:"main_title"`
}

// readWorkMessage reads a message and checks its content. That the codes of missing
// members are these is a guess.
func (c *call) readWorkMessage() (workMessage, error) {
	var body workMessage
	members, err := c.decodeMessage(&body)
	if err != nil {
		return body, err
	}
	words := map[string]string{
		"text": "", "markdown": "", "image": "[图片]", "voice": "[语音]", "video": "[视频]", "file": "[文件]", "textcard": "[卡片]",
		"news": "[图文]", "mpnews": "[图文]", "miniprogram_notice": "[小程序]", "template_card": "[卡片]",
	}
	word, known := words[body.MsgType]
	if !known {
		return body, refuse(40008)
	}
	var content workContent
	if raw := members[body.MsgType]; raw != nil && json.Unmarshal(raw, &content) != nil {
		return body, refuse(47001)
	}
	switch body.MsgType {
	case "text", "markdown":
		if content.Content == "" {
			return body, refuse(44004)
		}
	case "image", "voice", "video", "file":
		if content.MediaID == "" {
			return body, refuse(41006)
		}
		if _, err := c.ownMedia(content.MediaID); err != nil {
			return body, err
		}
	}
	title := content.Content + content.Title + content.MainTitle.Title
	if len(content.Articles) > 0 {
		title = content.Articles[0].Title
	}
	body.shows = strings.TrimSpace(word + " " + cut(title))
	return body, nil
}

// workSent is the answer to a message. The lists are of receivers that it did not reach.
type workSent struct {
	errorReply
	InvalidUser  string `json:"invaliduser,omitempty"`
	InvalidParty string `json:"invalidparty,omitempty"`
	InvalidTag   string `json:"invalidtag,omitempty"`
	MsgID        string `json:"msgid,omitempty"`
}

// sendToMembers sends a message to members who see the application. The sandbox has no
// departments and no tags, so that those of a message are not reached. The order of the
// checks is a guess, and so is that unreached receivers are left out of an answer that
// has none.
//
// https://developer.work.weixin.qq.com/document/path/90236
func (c *call) sendToMembers() (any, error) {
	body, err := c.readWorkMessage()
	if err != nil {
		return nil, err
	}
	agent, err := c.messageAgent(body.AgentID.String())
	if err != nil {
		return nil, err
	}
	if body.ToUser+body.ToParty+body.ToTag == "" {
		return nil, refuse(82001)
	}
	reached, unknown := c.membersOf(body.ToUser, agent)
	reply := workSent{errorReply: ok(), InvalidUser: strings.ToLower(strings.Join(unknown, "|")), InvalidParty: body.ToParty, InvalidTag: body.ToTag}
	if len(reached) == 0 {
		refused := refuse(81013)
		refused.more = func(e errorReply) any { reply.errorReply = e; return reply }
		return nil, refused
	}
	for _, u := range reached {
		c.tx.AddLine(c.account.owner(), u.Name, world.Line{From: world.FromMessage, Type: body.MsgType, Text: body.shows})
	}
	reply.MsgID = c.tx.Random(43, world.TokenAlphabet)
	return reply, nil
}

// messageAgent reads the application of a message.
func (c *call) messageAgent(given string) (string, error) {
	agent, isNumber := agentNumber(given)
	switch {
	case given == "":
		return "", refuse(41011)
	case !isNumber:
		return "", refuse(40056)
	case c.foreignAgent(c.account, agent):
		return "", refuse(301002)
	}
	return agent, nil
}

// membersOf finds the members of a list who see the application, and those who do not.
func (c *call) membersOf(list, agent string) (reached []world.User, unknown []string) {
	ids := strings.FieldsFunc(list, func(r rune) bool { return r == '|' })
	if list == "@all" {
		ids = c.tx.Followers(c.account.owner(), "")
	}
	for _, id := range ids {
		switch u, found := c.tx.User(c.account.owner(), id); {
		case found && u.Follows(agent):
			reached = append(reached, u)
		case list != "@all":
			unknown = append(unknown, id)
		}
	}
	return reached, unknown
}

// rootDepartment is the only department of a corp in the sandbox.
const rootDepartment = 1

type memberReply struct {
	errorReply
	UserID         string `json:"userid"`
	Name           string `json:"name"`
	Department     []int  `json:"department"`
	Order          []int  `json:"order"`
	Position       string `json:"position"`
	IsLeaderInDept []int  `json:"is_leader_in_dept"`
	Status         int    `json:"status"`
	MainDepartment int    `json:"main_department"`
}

// member answers about a member who has used the sandbox. Fields with personal data,
// which an application has not got since 2022-06-20, are left out.
//
// https://developer.work.weixin.qq.com/document/path/90196
func (c *call) member() (any, error) {
	id := c.query.Get("userid")
	if id == "" {
		return nil, refuse(41009)
	}
	u, found := c.tx.User(c.account.owner(), id)
	if !found {
		return nil, refuse(60111)
	}
	return memberReply{
		errorReply: ok(), UserID: u.OpenID, Name: u.Name, Department: []int{rootDepartment}, Order: []int{0},
		IsLeaderInDept: []int{0}, Status: 1, MainDepartment: rootDepartment,
	}, nil
}

type department struct {
	ID       int    `json:"id"`
	Name     string `json:"name"`
	ParentID int    `json:"parentid"`
	Order    int    `json:"order"`
}

// departments lists the departments, of which the sandbox has one. That another id
// answers an empty list is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90208
func (c *call) departments() (any, error) {
	reply := struct {
		errorReply
		List []department `json:"department"`
	}{ok(), []department{{rootDepartment, c.account.AppID, 0, 100000000}}}
	if id := c.query.Get("id"); id != "" && !slices.Contains([]string{"0", strconv.Itoa(rootDepartment)}, id) {
		reply.List = []department{}
	}
	return reply, nil
}
