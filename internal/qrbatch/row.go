package qrbatch

import (
	"strconv"

	"wxtool/internal/wxapi"
)

// Row is a code that a sheet lists.
type Row struct {
	Number int // of the row, as a spreadsheet shows it
	Code   wxapi.QRCode
	File   string // name of its picture
	Named  bool   // the sheet has the name of the picture
}

// Key identifies the code: the same scene is another code as text, and as a
// permanent one.
func (r Row) Key() string { return r.Code.ActionName() + " " + scene(r.Code) }

// scene is the scene as text.
func scene(q wxapi.QRCode) string {
	if q.SceneStr != "" {
		return q.SceneStr
	}
	return strconv.FormatInt(q.SceneID, 10)
}
