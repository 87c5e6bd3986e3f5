package sandbox

import (
	"net/http"
	"strings"
	"time"

	"wxtool/internal/sandbox/world"
)

const userTicketLifetime = 1800 * time.Second

// workOAuthFamily is the API of web pages that log in members of a corp. The texts are
// from the list of codes, and their wording is a guess.
func workOAuthFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/auth/getuserinfo", Work, get, false, 0, (*call).workVisitor},
			{"/cgi-bin/user/getuserinfo", Work, get, false, 0, (*call).workVisitorOld},
			{"/cgi-bin/auth/getuserdetail", Work, post, false, 0, (*call).workVisitorDetail},
		},
		work: map[int]string{
			40029: "invalid code", // *
			41008: "missing code",
			50001: "redirect_url unauthorized",
		},
	}
}

// useWorkCode finds the visit of a code, which is good once. A used or expired one is
// 40029.
func (c *call) useWorkCode() (world.Visit, error) {
	code := c.query.Get("code")
	if code == "" {
		return world.Visit{}, refuse(41008)
	}
	given, known := c.tx.OAuthCode(code)
	if !known || given.Platform != Work || given.AppID != c.account.AppID || given.Used || !c.now.Before(given.Expires) {
		return world.Visit{}, refuse(40029)
	}
	c.tx.UseOAuthCode(code)
	if given.Untrusted {
		return world.Visit{}, refuse(50001)
	}
	return given.Visit, nil
}

// userTicket gives out the ticket of a visit whose user agreed to more than the userid.
func (c *call) userTicket(v world.Visit) string {
	if v.Scope != scopePrivateInfo || v.Login || v.Outsider {
		return ""
	}
	return c.tx.SetUserToken(world.UserToken{Visit: v, Expires: c.now.Add(userTicketLifetime)}).Token
}

type workVisitorReply struct {
	errorReply
	UserID         string `json:"userid,omitempty"`
	UserTicket     string `json:"user_ticket,omitempty"`
	OpenID         string `json:"openid,omitempty"`
	ExternalUserID string `json:"external_userid,omitempty"`
}

// customerID is the external_userid of a visitor who is a customer of the corp, "" for
// others. That each application sees the members who have added the customer is a guess.
func (c *call) customerID(v world.Visit) string {
	if u, found := c.tx.User(c.account.owner(), v.User); !found || len(u.Contacts) == 0 {
		return ""
	}
	return externalUserID(v.AppID, v.User)
}

// workVisitor answers who visits a page: a member's userid, or of another person the
// OpenID, and of a customer the external_userid.
//
// https://developer.work.weixin.qq.com/document/path/91023
// https://developer.work.weixin.qq.com/document/path/98176
func (c *call) workVisitor() (any, error) {
	v, err := c.useWorkCode()
	if err != nil {
		return nil, err
	}
	if v.Outsider {
		return workVisitorReply{errorReply: ok(), OpenID: outsiderOpenID(v), ExternalUserID: c.customerID(v)}, nil
	}
	return workVisitorReply{errorReply: ok(), UserID: v.User, UserTicket: c.userTicket(v)}, nil
}

func outsiderOpenID(v world.Visit) string { return "o" + digest("outsider", v.AppID, v.User)[:27] }

type workVisitorOldReply struct {
	errorReply
	UserID         string `json:"UserId,omitempty"`
	OpenID         string `json:"OpenId,omitempty"`
	DeviceID       string `json:"DeviceId"`
	UserTicket     string `json:"user_ticket,omitempty"`
	ExpiresIn      int64  `json:"expires_in,omitempty"`
	ExternalUserID string `json:"external_userid,omitempty"`
}

// workVisitorOld is workVisitor in its earlier form, which many SDKs call.
//
// https://developer.work.weixin.qq.com/document/path/91023
func (c *call) workVisitorOld() (any, error) {
	v, err := c.useWorkCode()
	if err != nil {
		return nil, err
	}
	reply := workVisitorOldReply{errorReply: ok(), DeviceID: strings.ToUpper(digest("device", v.User)[:16])}
	if v.Outsider {
		reply.OpenID, reply.ExternalUserID = outsiderOpenID(v), c.customerID(v)
		return reply, nil
	}
	reply.UserID = v.User
	if reply.UserTicket = c.userTicket(v); reply.UserTicket != "" {
		reply.ExpiresIn = int64(userTicketLifetime.Seconds())
	}
	return reply, nil
}

// workDetailReply has the gender as text; "0" is unknown.
type workDetailReply struct {
	errorReply
	UserID  string `json:"userid"`
	Gender  string `json:"gender"`
	Avatar  string `json:"avatar"`
	QRCode  string `json:"qr_code"`
	Mobile  string `json:"mobile"`
	Email   string `json:"email"`
	BizMail string `json:"biz_mail"`
	Address string `json:"address"`
}

// workVisitorDetail answers what a member agreed to. The data is made up.
//
// https://developer.work.weixin.qq.com/document/path/95833
func (c *call) workVisitorDetail() (any, error) {
	var given struct {
		UserTicket string `json:"user_ticket"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	t, known := c.tx.UserToken(given.UserTicket)
	if !known || t.Platform != Work || t.AppID != c.account.AppID || !c.now.Before(t.Expires) {
		return nil, refuse(40058)
	}
	return workDetailReply{
		errorReply: ok(), UserID: t.User, Gender: "1",
		Avatar: "https://wework.qpic.cn/wwhead/" + digest("avatar", t.User) + "/0",
		QRCode: "https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=vc" + digest("qr_code", t.User)[:16],
		Mobile: mobileOf(t.AppID, t.User), Email: "member@example.com", BizMail: "member@corp.example.com", Address: "广州市海珠区新港中路",
	}, nil
}
