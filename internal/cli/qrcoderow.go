package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
	"unicode"

	"wxtool/internal/wxapi"
)

// qrRow is a code that a CSV file asks for.
type qrRow struct {
	line int
	code wxapi.QRCode
	file string // name of its picture
}

// scene is what the row names, as text.
func scene(q wxapi.QRCode) string {
	if q.SceneStr != "" {
		return q.SceneStr
	}
	return strconv.FormatInt(q.SceneID, 10)
}

// key tells codes apart: the same scene is another code as text, and permanent.
func (r qrRow) key() string { return r.code.ActionName() + " " + scene(r.code) }

// picture makes a name for a row's picture that every file system takes and no
// other row has, be it in capitals.
func (s *qrSheet) picture(row qrRow) string {
	const longest = 180 // bytes
	safe := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '~'
	}, scene(row.code))
	name := strings.ToLower(row.code.ActionName()) + "-" + safe
	if len(name) > longest || safe != scene(row.code) || s.files[strings.ToLower(name)] {
		sum := sha256.Sum256([]byte(row.key()))
		name = strings.ToValidUTF8(name[:min(len(name), longest)], "") + "-" + hex.EncodeToString(sum[:4])
	}
	s.files[strings.ToLower(name)] = true
	return name + ".png"
}

// expiresText is an expiry as results.csv has it; a permanent code has none.
func expiresText(at *time.Time) string {
	if at == nil {
		return ""
	}
	return at.Format(time.RFC3339)
}
