package sandbox

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
)

// endpoint is one call of the API. Without a platform it is on both, without a
// method any will do.
type endpoint struct {
	path     string
	platform string
	method   string
	open     bool // needs no access_token
	daily    int  // calls a day and account; 0: no limit is documented
	run      func(*call) (any, error)
}

// family is a group of endpoints that are in one file, with the error texts that no
// other family has. Daily limits are those of an account in production, from the
// pages of the endpoints and from
// https://developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html
type family struct {
	endpoints []endpoint
	mp, work  map[int]string // errmsg by errcode
}

func families() []family {
	return []family{
		checksOfAll(), tokenFamily(), networkFamily(), quotaFamily(), qrcodeFamily(), contactWayFamily(), menuFamily(),
	}
}

// endpoints lists the API.
func endpoints() []endpoint {
	var list []endpoint
	for _, f := range families() {
		list = append(list, f.endpoints...)
	}
	return list
}

// Endpoint is a call that the sandbox knows. Platform is "" for both, Method ""
// for any.
type Endpoint struct {
	Path     string `json:"path"`
	Platform string `json:"platform,omitempty"`
	Method   string `json:"method,omitempty"`
	Daily    int    `json:"daily_limit,omitempty"`
}

// Endpoints lists the calls of the API.
func Endpoints() []Endpoint {
	var list []Endpoint
	for _, e := range endpoints() {
		list = append(list, Endpoint{e.path, e.platform, e.method, e.daily})
	}
	return list
}

// byPath groups endpoints: some paths are on both platforms and differ.
func byPath(list []endpoint) map[string][]endpoint {
	paths := map[string][]endpoint{}
	for _, e := range list {
		paths[e.path] = append(paths[e.path], e)
	}
	return paths
}

// of finds the endpoint of a platform.
func of(platform string, found []endpoint) (endpoint, bool) {
	i := slices.IndexFunc(found, func(e endpoint) bool { return e.platform == "" || e.platform == platform })
	if i < 0 {
		return endpoint{}, false
	}
	return found[i], true
}

//go:embed paths.txt
var otherPaths string

// otherPath finds a path of the platform that the sandbox does not serve, and
// how many calls a day an account has, 0 where no limit is documented.
func otherPath(wanted string) (daily int, known bool) {
	for line := range strings.Lines(otherPaths) {
		path, limit, _ := strings.Cut(strings.TrimSpace(line), " ")
		if path == wanted && strings.HasPrefix(path, "/") {
			daily, _ = strconv.Atoi(limit) // a test reads the whole file
			return daily, true
		}
	}
	return 0, false
}
