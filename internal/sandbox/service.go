package sandbox

import (
	"net/http"
	"regexp"
	"slices"
	"unicode/utf8"

	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	servantsAnAccount = 100
	nicknameLength    = 16
)

// servantFamily has the customer service accounts, as far as customer messages need
// them.
func servantFamily() family {
	const get, post = http.MethodGet, http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/customservice/kfaccount/add", MP, post, false, 0, (*call).addServant},
			{"/customservice/kfaccount/update", MP, post, false, 0, (*call).renameServant},
			{"/customservice/kfaccount/del", MP, "", false, 0, (*call).deleteServant},
			{"/cgi-bin/customservice/getkflist", MP, get, false, 0, (*call).listServants},
		},
		mp: map[int]string{
			65401: "invalid custom service account", // *
			65403: "illegal nickname",
			65404: "illegal custom service account",
			65405: "custom service account number reach limit",
			65406: "custom service account exists",
		},
	}
}

type servantBody struct {
	Account  string `json:"kf_account"`
	Nickname string `json:"nickname"`
}

// isServantName matches a prefix and the account's WeChat id, which the sandbox does
// not know.
func isServantName(name string) bool {
	return regexp.MustCompile(`^[A-Za-z0-9_]{1,10}@\S{1,30}$`).MatchString(name)
}

func (c *call) hasServant(account string) bool {
	return slices.ContainsFunc(c.tx.Servants(c.account.owner()), func(s world.Servant) bool { return s.Account == account })
}

// checkServant checks the sender of a message, which need not be given. That an unknown
// one is 65401 is a guess.
func (c *call) checkServant(account string) error {
	if account != "" && !c.hasServant(account) {
		return refuse(65401)
	}
	return nil
}

func checkNickname(name string) error {
	if n := utf8.RuneCountInString(name); n == 0 || n > nicknameLength {
		return refuse(65403)
	}
	return nil
}

// addServant adds an account. The order of the checks is a guess.
//
// https://developers.weixin.qq.com/doc/service/api/customer/servicermanage/api_addkfaccount
func (c *call) addServant() (any, error) {
	var given servantBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if !isServantName(given.Account) {
		return nil, refuse(65404)
	}
	if err := checkNickname(given.Nickname); err != nil {
		return nil, err
	}
	switch {
	case c.hasServant(given.Account):
		return nil, refuse(65406)
	case len(c.tx.Servants(c.account.owner())) >= servantsAnAccount:
		return nil, refuse(65405)
	}
	c.tx.AddServant(c.account.owner(), given.Account, given.Nickname)
	return ok(), nil
}

// renameServant changes a nickname.
//
// https://developers.weixin.qq.com/doc/service/api/customer/servicermanage/api_updatekfaccount
func (c *call) renameServant() (any, error) {
	var given servantBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if !c.hasServant(given.Account) {
		return nil, refuse(65401)
	}
	if err := checkNickname(given.Nickname); err != nil {
		return nil, err
	}
	c.tx.RenameServant(c.account.owner(), given.Account, given.Nickname)
	return ok(), nil
}

// deleteServant removes an account. Older pages have a GET with kf_account in the URL,
// the present one a POST with a body.
//
// https://developers.weixin.qq.com/doc/service/api/customer/servicermanage/api_delkfaccount
func (c *call) deleteServant() (any, error) {
	given := servantBody{Account: c.query.Get("kf_account")}
	if given.Account == "" {
		if err := c.decode(&given); err != nil {
			return nil, err
		}
	}
	if !c.hasServant(given.Account) {
		return nil, refuse(65401)
	}
	c.tx.DeleteServant(c.account.owner(), given.Account)
	return ok(), nil
}

type servantEntry struct {
	Account    string `json:"kf_account"`
	HeadImgURL string `json:"kf_headimgurl"`
	ID         int    `json:"kf_id"`
	Nickname   string `json:"kf_nick"`
}

// listServants lists them. The page says that kf_id is a string, but SDKs had to
// correct it to a number.
//
// https://github.com/ArtisanCloud/PowerWeChat/pull/344
//
// https://developers.weixin.qq.com/doc/service/api/customer/servicermanage/api_getkflist
func (c *call) listServants() (any, error) {
	var reply struct {
		List []servantEntry `json:"kf_list"`
	}
	reply.List = []servantEntry{}
	for _, s := range c.tx.Servants(c.account.owner()) {
		reply.List = append(reply.List, servantEntry{s.Account, "", s.ID, s.Nickname})
	}
	return reply, nil
}
