package sandbox

import "wxtool/internal/sandbox/world"

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
}

// person returns the account's user of that name or OpenID. One who is named for the
// first time does not follow yet.
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
		list = append(list, Person(u))
	}
	return list
}
