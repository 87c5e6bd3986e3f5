package sandbox

import (
	"maps"
	"slices"
)

// User is a virtual person with a phone, as one account knows them.
type User struct {
	Platform  string
	AppID     string
	Name      string   // that the sandbox's own user gave; the weixin id
	OpenID    string   // on WeCom the userid
	Following bool     // on WeCom: sees an application
	Agents    []string // WeCom applications that the member sees, where they are told apart
	Tags      []string // tag ids, the last one counts
	Client    string   // client_platform_type: 1 iOS, 2 Android, 3 other
}

// follows reports whether the user follows the account, on WeCom sees the
// application; "" is any.
func (u *User) follows(agent string) bool {
	return u.Following && (agent == "" || len(u.Agents) == 0 || slices.Contains(u.Agents, agent))
}

func (u *User) follow(agent string) {
	u.Following = true
	if agent != "" {
		u.Agents = append(u.Agents, agent)
	}
}

func (u *User) unfollow(agent string) {
	u.Agents = slices.DeleteFunc(u.Agents, func(a string) bool { return a == agent })
	u.Following = len(u.Agents) > 0
}

// Person is a User as it is told to others.
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

func userKey(platform, appID, name string) string {
	return platform + " " + appID + " " + name
}

// user finds a user of the account by OpenID or name, or returns nil.
func (s *Server) user(platform, appID, id string) *User {
	if u := s.state.Users[userKey(platform, appID, id)]; u != nil {
		return u
	}
	for _, u := range s.state.Users {
		if u.Platform == platform && u.AppID == appID && u.OpenID == id {
			return u
		}
	}
	return nil
}

// person returns a copy of the account's user of that name or OpenID. One who
// is named for the first time does not follow yet.
func (s *Server) person(a *Account, name string) User {
	if u := s.user(a.Platform, a.AppID, name); u != nil {
		return u.copy()
	}
	return User{Platform: a.Platform, AppID: a.AppID, Name: name, OpenID: openID(a, name), Tags: []string{}}
}

func (u *User) copy() User {
	same := *u
	same.Agents, same.Tags = slices.Clone(u.Agents), append([]string{}, u.Tags...)
	return same
}

// keepPerson makes what happened to a copy true.
func (s *Server) keepPerson(u User) {
	same := u.copy()
	s.state.Users[userKey(u.Platform, u.AppID, u.Name)] = &same
}

// Users lists all users by platform, account and name.
func (s *Server) Users() []Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []Person{}
	for _, key := range slices.Sorted(maps.Keys(s.state.Users)) {
		list = append(list, Person(s.state.Users[key].copy()))
	}
	return list
}
