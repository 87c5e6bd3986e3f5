package sandbox

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/sandbox/world"
)

// MenuFor returns the menu that a user sees and its menuid, or nil if the account has
// no menu. The user is an OpenID or a name; "" or an unknown one means any user.
// AgentID is the WeCom application, "" for an Official Account.
func (s *Server) MenuFor(platform, appID, agentID, user string) (seen *menu.Menu, id int64) {
	owner := world.Owner{Platform: platform, AppID: appID}
	s.world.Update(func(tx *world.Tx) {
		var who *world.User
		if u, found := tx.User(owner, user); found {
			who = &u
		}
		seen, id = tx.MenuFor(world.Place{Owner: owner, AgentID: agentID}, who)
	})
	return seen, id
}

// Refusals returns the errcodes that the sandbox can answer, by platform.
func Refusals() map[string][]int {
	codes := map[string][]int{}
	for key := range refusalTexts() {
		codes[key.platform] = append(codes[key.platform], key.code)
	}
	return codes
}

// DuplicateRefusals returns the errcodes that more than one family of endpoints has.
func DuplicateRefusals() []string {
	var duplicates []string
	seen := map[refusalKey]bool{}
	for _, f := range families() {
		for platform, texts := range map[string]map[int]string{MP: f.mp, Work: f.work} {
			for code := range texts {
				key := refusalKey{platform, code}
				if seen[key] {
					duplicates = append(duplicates, fmt.Sprint(platform, " ", code))
				}
				seen[key] = true
			}
		}
	}
	return duplicates
}

// Handlers returns the names of the methods that answer each path.
func Handlers() map[string][]string {
	names := map[string][]string{}
	for _, e := range endpoints() {
		full := runtime.FuncForPC(reflect.ValueOf(e.run).Pointer()).Name()
		names[e.path] = append(names[e.path], full[strings.LastIndex(full, ".")+1:])
	}
	return names
}
