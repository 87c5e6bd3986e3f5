package sandbox

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

// endpoint is a path of the API. "" means both platforms, or any method.
type endpoint struct {
	path     string
	platform string
	method   string
	open     bool // without access_token
	daily    int  // calls per day and account; 0: no limit is documented
	run      func(*call) (any, error)
}

// family is a group of related endpoints, defined in one file with their error texts.
// Daily limits are those of a real account, from the pages of the endpoints and from
// https://developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html
type family struct {
	endpoints []endpoint
	mp, work  map[int]string // errmsg by errcode
}

func families() []family {
	return []family{
		oauthFamily(), workOAuthFamily(), miniFamily(), miniCodeFamily(),
		checksOfAll(), tokenFamily(), networkFamily(), quotaFamily(), qrcodeFamily(), contactWayFamily(), menuFamily(),
		pageTicketFamily(),
		peopleFamily(), blacklistFamily(), tagFamily(), customFamily(), servantFamily(), mediaFamily(), materialFamily(), draftFamily(), publishFamily(), templateFamily(), subscribeFamily(), massFamily(), massJobFamily(),
		workMemberFamily(), workTagFamily(), customerFamily(), workMessageFamily(), workMediaFamily(),
	}
}

// endpoints lists the endpoints of all families.
func endpoints() []endpoint {
	var list []endpoint
	for _, f := range families() {
		list = append(list, f.endpoints...)
	}
	return list
}

// Endpoint describes a path of the sandbox's API. Platform is "" for both, Method ""
// for any.
type Endpoint struct {
	Path     string `json:"path"`
	Platform string `json:"platform,omitempty"`
	Method   string `json:"method,omitempty"`
	Daily    int    `json:"daily_limit,omitempty"`
}

// Endpoints lists the paths of the sandbox's API, and its pages.
func Endpoints() []Endpoint {
	var list []Endpoint
	for _, e := range endpoints() {
		list = append(list, Endpoint{e.path, e.platform, e.method, e.daily})
	}
	return append(list, Endpoint{Path: authorizePath}, Endpoint{Path: workLoginPath, Platform: Work}, Endpoint{Path: workQRLoginPath, Platform: Work})
}

// byPath groups endpoints: some paths differ between the platforms.
func byPath(list []endpoint) map[string][]endpoint {
	paths := map[string][]endpoint{}
	for _, e := range list {
		paths[e.path] = append(paths[e.path], e)
	}
	return paths
}

// of finds the endpoint that is on a platform.
func of(platform string, found []endpoint) (endpoint, bool) {
	i := slices.IndexFunc(found, func(e endpoint) bool { return e.platform == "" || e.platform == platform })
	if i < 0 {
		return endpoint{}, false
	}
	return found[i], true
}

//go:embed paths.txt
var otherPaths string

// otherPath finds a path of the platform that the sandbox does not serve, and its daily
// limit, 0 if none is documented.
func otherPath(wanted string) (daily int, known bool) {
	for line := range strings.Lines(otherPaths) {
		path, limit, _ := strings.Cut(strings.TrimSpace(line), " ")
		if path == wanted && strings.HasPrefix(path, "/") {
			daily, _ = strconv.Atoi(limit) // a test checks the whole file
			return daily, true
		}
	}
	return 0, false
}
