package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"unicode"
	"unicode/utf8"

	"wxtool/internal/sandbox/world"
)

// Person is a virtual user in answers and outcomes.
type Person struct {
	Platform  string   `json:"platform"`
	AppID     string   `json:"app_id"`
	Name      string   `json:"name"`
	OpenID    string   `json:"openid"`
	Following bool     `json:"following"`
	Agents    []string `json:"agents,omitempty"`
	Tags      []string `json:"tags"`
	Client    string   `json:"client,omitempty"`
	Remark    string   `json:"remark,omitempty"` // that the account has made about the user
	Black     bool     `json:"black,omitempty"`  // on the account's black list

	CustomerOf []string `json:"customer_of,omitempty"` // members of a corp who have added the user
}

// personOf has the external_userid of a customer, who is no member, as OpenID.
func personOf(u world.User) Person {
	p := Person{u.Platform, u.AppID, u.Name, u.OpenID, u.Following, u.Agents, u.Tags, u.Client, u.Remark, u.Black, nil}
	if u.Outside {
		p.OpenID = externalUserID(u.AppID, u.Name)
	}
	for _, contact := range u.Contacts {
		p.CustomerOf = append(p.CustomerOf, contact.Member)
	}
	return p
}

// person returns the account's user of a name or OpenID. A name that is not known yet is
// a new user, who does not follow.
func person(tx *world.Tx, a *Account, name string) world.User {
	if u, found := tx.User(a.owner(), name); found {
		return u
	}
	return world.User{Platform: a.Platform, AppID: a.AppID, Name: name, OpenID: openID(a, name), Tags: []string{}}
}

// Users lists all users by platform, account and name.
func (s *Server) Users() []Person {
	list := []Person{}
	for _, u := range s.world.Users() {
		list = append(list, personOf(u))
	}
	return list
}

// maxUserName is the limit of a WeCom userid, in bytes.
const maxUserName = 64

// openID is the id of a user at an account: on WeCom the name, which is the userid; on
// an Official Account 28 characters derived from appid and name, which makes them the
// same in every run. As on the platform, the OpenIDs of an account begin alike.
func openID(a *Account, name string) string {
	if a.Platform == Work {
		return name
	}
	return "o" + digest("appid", a.AppID)[:5] + digest("openid", a.AppID, name)[:22]
}

// externalUserID is the id of a customer at a corp: 32 characters that begin with wm.
func externalUserID(appID, name string) string {
	return "wm" + digest("external_userid", appID, name)[:30]
}

// originalID is the 原始ID of an Official Account, the ToUserName of its pushes.
func originalID(a *Account) string {
	sum := sha256.Sum256([]byte(a.AppID))
	return "gh_" + hex.EncodeToString(sum[:6])
}

// digest returns 43 characters of the alphabet of OpenIDs. A zero byte separates the
// parts.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write(append([]byte(part), 0))
	}
	return base64.RawURLEncoding.EncodeToString(h.Sum(nil))
}

// checkUserName refuses names that a push cannot contain.
func checkUserName(name string) error {
	switch {
	case name == "":
		return &ActError{Problem: "user: is missing", Hint: "any name will do, such as anna; a name that is not known yet is a new user"}
	case len(name) > maxUserName:
		return actError("user: has %d bytes, at most %d are allowed", len(name), maxUserName)
	case !utf8.ValidString(name):
		return actError("user: is not UTF-8")
	}
	for _, r := range name {
		if unicode.IsControl(r) || r == 0xFFFE || r == 0xFFFF {
			return actError("user: contains the control character U+%04X", r)
		}
	}
	return nil
}
