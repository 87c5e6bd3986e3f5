package sandbox

// User is a virtual person with a phone, as one account knows them.
type User struct {
	Platform  string
	AppID     string
	Name      string // that the sandbox's own user gave; the weixin id
	OpenID    string // on WeCom the userid
	Following bool
	Tags      []string // tag ids, the last one counts
	Client    string   // client_platform_type: 1 iOS, 2 Android, 3 other
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
