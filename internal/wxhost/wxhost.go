// Package wxhost lists the hosts at which the platform answers programs and browsers,
// in one table. It does no I/O, and its functions are safe for concurrent use.
package wxhost

import (
	"slices"
	"strings"
)

// The hosts of the two APIs, and of the pictures of QR codes.
const (
	API   = "api.weixin.qq.com"
	Work  = "qyapi.weixin.qq.com"
	Codes = "mp.weixin.qq.com"
)

// All returns the hosts. WeChat Pay and the sites for people, such as
// developers.weixin.qq.com, are not among them.
//
// The five of the Official Account API are those of
// https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Interface_field_description.html
func All() []string {
	return []string{
		API,
		"api2.weixin.qq.com",       // disaster recovery
		"sh.api.weixin.qq.com",     // Shanghai
		"sz.api.weixin.qq.com",     // Shenzhen
		"hk.api.weixin.qq.com",     // Hong Kong
		"file.api.weixin.qq.com",   // media, in older programs
		Codes,                      // showqrcode
		"open.weixin.qq.com",       // web login
		Work,                       // WeCom
		"open.work.weixin.qq.com",  // WeCom: login with a QR code, in older programs
		"login.work.weixin.qq.com", // WeCom: web login
	}
}

// Known reports whether a name is that of a host of the platform, in any case and with
// or without the final dot.
func Known(name string) bool { return slices.Contains(All(), Normal(name)) }

// Normal returns a name with the letters A to Z in lower case and without the final dot.
func Normal(name string) string {
	lower := strings.Map(func(c rune) rune {
		if c >= 'A' && c <= 'Z' { // of other letters the lower case may be an ASCII letter
			return c + 'a' - 'A'
		}
		return c
	}, name)
	return strings.TrimSuffix(lower, ".")
}
