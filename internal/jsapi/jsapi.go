// Package jsapi signs the configuration of a web page for the JS-SDK, wx.config and
// wx.agentConfig, and finds the mistake in one that WeChat refuses with invalid
// signature.
//
// The functions are pure and safe for concurrent use.
//
// https://developers.weixin.qq.com/doc/service/guide/h5/jssdk.html
// https://developer.work.weixin.qq.com/document/path/90506
package jsapi

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
)

// Config is what a signature covers.
type Config struct {
	Ticket    string // jsapi_ticket
	NonceStr  string
	Timestamp string
	URL       string // of the page; the fragment is not signed
}

// PageURL is the part of a page's URL that is signed: all before the fragment, with its
// escapes as the address bar has them.
func PageURL(raw string) string {
	before, _, _ := strings.Cut(raw, "#")
	return before
}

// Text is the text that is hashed.
func (c Config) Text() string {
	return "jsapi_ticket=" + c.Ticket + "&noncestr=" + c.NonceStr + "&timestamp=" + c.Timestamp + "&url=" + PageURL(c.URL)
}

// Signature is the lower-case hexadecimal SHA-1 of Text.
func (c Config) Signature() string { return hash(c.Text()) }

func hash(text string) string {
	sum := sha1.Sum([]byte(text))
	return hex.EncodeToString(sum[:])
}
