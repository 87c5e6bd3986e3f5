package qrbatch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
)

const extension = ".png"

// fileNames are the rows that have the pictures of a sheet, by name in lower case.
type fileNames map[string]int

// choose sets the name of a row's picture: the one in the sheet, if there is one.
// Names differ also where case does not count.
func (names fileNames) choose(r *Row, wanted string) error {
	if wanted == "" {
		r.File = names.derived(*r)
		return nil
	}
	name, err := pictureName(wanted)
	if err != nil {
		return fmt.Errorf("file: %q %w", wanted, err)
	}
	if first := names[strings.ToLower(name)]; first > 0 {
		return fmt.Errorf("file: %q is the picture of row %d too", wanted, first)
	}
	names[strings.ToLower(name)] = r.Number
	r.File, r.Named = name, true
	return nil
}

// derived returns a name that every file system allows.
func (names fileNames) derived(r Row) string {
	const longest = 180 // bytes
	safe := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_' {
			return r
		}
		return '~'
	}, scene(r.Code))
	name := strings.ToLower(r.Code.ActionName()) + "-" + safe
	if len(name) > longest || safe != scene(r.Code) || names[strings.ToLower(name+extension)] > 0 {
		sum := sha256.Sum256([]byte(r.Key()))
		name = strings.ToValidUTF8(name[:min(len(name), longest)], "") + "-" + hex.EncodeToString(sum[:4])
	}
	name += extension
	names[strings.ToLower(name)] = r.Number
	return name
}

// pictureName checks the name of a picture in a sheet. It must be allowed on every
// file system, because results are copied from one to another.
func pictureName(name string) (string, error) {
	const longest = 200 // bytes
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == extension:
		name = name[:len(name)-len(extension)]
	case slices.Contains([]string{".jpg", ".jpeg", ".gif", ".bmp", ".svg", ".webp", ".pdf"}, ext):
		return "", errors.New("must end in .png, because pictures are PNG files")
	}
	device, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch {
	case name == "" || len(name) > longest:
		return "", fmt.Errorf("must have 1 to %d bytes", longest)
	case strings.ContainsAny(name, `/\:*?"<>|`) || strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "", errors.New(`must be a file name, without / \ : * ? " < > | and control characters`)
	case strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") || strings.HasSuffix(name, " "):
		return "", errors.New("must not begin or end with a dot, or end with a blank")
	case strings.Contains(strings.ToLower(name), extension):
		return "", errors.New("must have .png only at its end")
	case slices.Contains(devices(), device):
		return "", errors.New("is the name of a device on Windows")
	}
	return name + extension, nil
}

func devices() []string {
	names := []string{"con", "prn", "aux", "nul"}
	for i := '0'; i <= '9'; i++ {
		names = append(names, "com"+string(i), "lpt"+string(i))
	}
	return names
}
