package sandbox

import (
	"cmp"
	"net/http"
	"strings"
	"unicode/utf8"

	"wxtool/internal/qr"
	"wxtool/internal/sandbox/world"
)

// Limits of the platform.
const (
	sceneCharacters = 32
	pathCharacters  = 1024
	countedCodes    = 100000 // of getwxacode and createwxaqrcode together
	minuteCodes     = 5000   // of getwxacodeunlimit
)

// miniCodeFamily has the codes that open a mini program (小程序码). The texts of 40097 and
// 40159 are those of the official pages.
func miniCodeFamily() family {
	const post = http.MethodPost
	return family{
		endpoints: []endpoint{
			{"/wxa/getwxacode", MP, post, false, 0, (*call).miniCodeOf},
			{"/wxa/getwxacodeunlimit", MP, post, false, 0, (*call).miniCodeUnlimited},
			{"/cgi-bin/wxaapp/createwxaqrcode", MP, post, false, 0, (*call).miniQRCode},
		},
		mp: map[int]string{
			40097: "invalid args",
			40129: "invalid scene", // *
			40159: "invalid length for path, or the data is not json string",
			40169: "invalid length for scene, or the data is not json string", // *
			41030: "invalid page",                                             // *
		},
	}
}

type miniCodeBody struct {
	Scene     string `json:"scene"`
	Page      string `json:"page"`
	Path      string `json:"path"`
	CheckPath *bool  `json:"check_path"`
	Version   string `json:"env_version"`
	Width     int    `json:"width"`
	Hyaline   bool   `json:"is_hyaline"`
}

// miniCodeOf answers a code for a page of a mini program, whose path may have parameters.
//
// https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getqrcode
func (c *call) miniCodeOf() (any, error) { return c.countedCode() }

// miniQRCode is miniCodeOf in an older form.
//
// https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_createqrcode
func (c *call) miniQRCode() (any, error) { return c.countedCode() }

// countedCode makes one of 100,000 codes. That a code for the same path counts again is
// a guess.
func (c *call) countedCode() (any, error) {
	var given miniCodeBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	if n := utf8.RuneCountInString(given.Path); n == 0 || n > pathCharacters {
		return nil, refuse(40159)
	}
	if err := checkVersion(given.Version); err != nil {
		return nil, err
	}
	if !c.countUpTo(cmp.Or(c.config.Limits.PermanentCodes, countedCodes), "mini program codes", world.Ever) {
		return nil, refuse(45029)
	}
	return c.drawCode(given, given.Path)
}

// miniCodeUnlimited answers a code with a scene of up to 32 characters. The sandbox knows
// no pages: all are accepted but those that are written as none can be. The order of the
// checks is a guess.
//
// https://developers.weixin.qq.com/miniprogram/dev/server/API/qrcode-link/qr-code/api_getunlimitedqrcode
func (c *call) miniCodeUnlimited() (any, error) {
	const special = "!#$&'()*+,/:;=?@-._~"
	var given miniCodeBody
	if err := c.decode(&given); err != nil {
		return nil, err
	}
	n := utf8.RuneCountInString(given.Scene)
	checked := given.CheckPath == nil || *given.CheckPath
	switch {
	case n == 0 || n > sceneCharacters:
		return nil, refuse(40169)
	case strings.Trim(given.Scene, world.Alphanumeric+special) != "":
		return nil, refuse(40129)
	case checked && (strings.HasPrefix(given.Page, "/") || strings.Contains(given.Page, "?")):
		return nil, refuse(41030)
	}
	if err := checkVersion(given.Version); err != nil {
		return nil, err
	}
	if !c.countUpTo(minuteCodes, "unlimited mini program codes", world.Minute) {
		return nil, refuse(45009)
	}
	return c.drawCode(given, given.Page+"?scene="+given.Scene)
}

// checkVersion checks env_version. That another one is 40097 is a guess.
func checkVersion(version string) error {
	switch version {
	case "", "release", "trial", "develop":
		return nil
	}
	return refuse(40097)
}

// drawCode draws a QR code in place of the platform's round one. It says which page of
// which mini program opens; no phone of WeChat can open it. That is_hyaline makes it a
// PNG, with the same Content-Type, is a guess: an SDK accepts no other. It is not
// transparent.
func (c *call) drawCode(given miniCodeBody, page string) (any, error) {
	const least, most, usual, modules = 280, 1280, 430, 60
	text := "https://mp.weixin.qq.com/a/~~" + c.account.AppID + "~~/"
	code, err := qr.Encode(text + page)
	if err != nil {
		code, err = qr.Encode(text)
	}
	if err != nil {
		return nil, err
	}
	if given.Hyaline {
		return picture{"image/jpeg", code.PNG(min(max(cmp.Or(given.Width, usual), least), most) / modules)}, nil
	}
	return picture{"image/jpeg", code.JPEG()}, nil
}
