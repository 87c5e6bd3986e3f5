package qrbatch

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"

	"wxtool/internal/wxapi"
)

// Row is a code that a sheet lists.
type Row struct {
	Line int // in the CSV file
	Code wxapi.QRCode
	File string // name of its picture
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

// fileNames are the names of the pictures of a sheet, in lower case.
type fileNames map[string]bool

// name returns a name for a row's picture that every file system allows, and that
// differs from the others also where case does not count.
func (names fileNames) name(r Row) string {
	const longest = 180 // bytes
	safe := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '~'
	}, scene(r.Code))
	name := strings.ToLower(r.Code.ActionName()) + "-" + safe
	if len(name) > longest || safe != scene(r.Code) || names[strings.ToLower(name)] {
		sum := sha256.Sum256([]byte(r.Key()))
		name = strings.ToValidUTF8(name[:min(len(name), longest)], "") + "-" + hex.EncodeToString(sum[:4])
	}
	names[strings.ToLower(name)] = true
	return name + ".png"
}
