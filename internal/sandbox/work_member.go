package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/sandbox/world"
)

// rootDepartment is the only department of a corp in the sandbox. All members are in it.
const rootDepartment = 1

// Lengths of a mobile number, in bytes.
const (
	shortestMobile = 5
	longestMobile  = 32
)

// workMemberFamily has what an application can ask about the members of a corp. The
// texts of 46004 and 60103 are guesses.
func workMemberFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/cgi-bin/user/get", Work, get, false, 0, (*call).member},
			{"/cgi-bin/user/getuserid", Work, post, false, 0, (*call).memberByMobile},
			{"/cgi-bin/department/list", Work, get, false, 0, (*call).departments},
		},
		work: map[int]string{
			41009: "missing userid",
			46004: "user not exist",
			60003: "department not found",                              // *
			60011: "no privilege to access/modify contact/party/agent", // *
			60103: "invalid mobile",
			60111: "userid not found", // *
		},
	}
}

// memberOf finds a member of the corp. As on the platform, the case of a userid does not
// matter.
func (c *call) memberOf(id string) (world.User, bool) {
	if u, found := c.tx.User(c.account.owner(), id); found {
		return u, !u.Outside
	}
	all := c.tx.UsersOf(c.account.owner())
	i := slices.IndexFunc(all, func(u world.User) bool { return !u.Outside && strings.EqualFold(u.OpenID, id) })
	if i < 0 {
		return world.User{}, false
	}
	return all[i], true
}

// hidden reports whether a member sees other applications of the corp and not that of
// the token. Members who see none are visible, which is simpler than the platform.
func (c *call) hidden(u world.User) bool { return u.Following && !u.Follows(c.account.agent()) }

type memberReply struct {
	errorReply
	UserID         string   `json:"userid"`
	Name           string   `json:"name"`
	Department     []int    `json:"department"`
	Position       string   `json:"position"`
	Status         int      `json:"status"`
	IsLeader       int      `json:"isleader"`
	ExtAttr        extAttr  `json:"extattr"`
	Telephone      string   `json:"telephone"`
	Enable         int      `json:"enable"`
	HideMobile     int      `json:"hide_mobile"`
	Order          []int    `json:"order"`
	MainDepartment int      `json:"main_department"`
	Alias          string   `json:"alias"`
	IsLeaderInDept []int    `json:"is_leader_in_dept"`
	DirectLeader   []string `json:"direct_leader"`
}

type extAttr struct {
	Attrs []string `json:"attrs"`
}

// member answers about a member, in the order of answers that were seen. Fields with
// personal data, which an application has not got since 2022-06-20, are left out: mobile,
// gender, email, biz_mail, avatar, thumb_avatar, qr_code and address.
//
// https://developer.work.weixin.qq.com/document/path/90196
func (c *call) member() (any, error) {
	id := c.query.Get("userid")
	if id == "" {
		return nil, refuse(41009)
	}
	u, found := c.memberOf(id)
	switch {
	case !found:
		return nil, refuse(60111)
	case c.hidden(u):
		return nil, refuse(60011)
	}
	return memberReply{
		errorReply: ok(), UserID: u.OpenID, Name: u.Name, Department: []int{rootDepartment}, Status: 1,
		ExtAttr: extAttr{[]string{}}, Enable: 1, Order: []int{0}, MainDepartment: rootDepartment,
		IsLeaderInDept: []int{0}, DirectLeader: []string{},
	}, nil
}

// mobileOf is the mobile number of a member, made up from the name.
func mobileOf(appID, name string) string {
	number := []byte("13800")
	for _, b := range []byte(digest("mobile", appID, name))[:6] {
		number = append(number, '0'+b%10)
	}
	return string(number)
}

// memberByMobile answers the userid of a mobile number, which auth/getuserdetail
// answers. That a number without a member is 46004, and a wrong length 60103, are
// guesses. The platform refuses more calls that day if too many numbers are unknown;
// the sandbox does not.
//
// https://developer.work.weixin.qq.com/document/path/95402
func (c *call) memberByMobile() (any, error) {
	var given struct {
		Mobile string `json:"mobile"`
	}
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if n := len(given.Mobile); n < shortestMobile || n > longestMobile {
		return nil, refuse(60103)
	}
	number := strings.TrimPrefix(strings.ReplaceAll(given.Mobile, " ", ""), "+86")
	for _, u := range c.tx.UsersOf(c.account.owner()) {
		if !u.Outside && !c.hidden(u) && mobileOf(u.AppID, u.Name) == number {
			return struct {
				errorReply
				UserID string `json:"userid"`
			}{ok(), u.OpenID}, nil
		}
	}
	return nil, refuse(46004)
}

type department struct {
	ID       int      `json:"id"`
	Name     string   `json:"name"`
	Leader   []string `json:"department_leader"`
	ParentID int      `json:"parentid"`
	Order    int      `json:"order"`
}

// departments lists the departments, of which the sandbox has one. That an id that does
// not exist is 60003 is a guess.
//
// https://developer.work.weixin.qq.com/document/path/90208
func (c *call) departments() (any, error) {
	if id := c.query.Get("id"); id != "" && !slices.Contains([]string{"0", strconv.Itoa(rootDepartment)}, id) {
		return nil, refuse(60003)
	}
	return struct {
		errorReply
		List []department `json:"department"`
	}{ok(), []department{{rootDepartment, c.account.AppID, []string{}, 0, 100000000}}}, nil
}
