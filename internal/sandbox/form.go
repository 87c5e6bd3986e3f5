package sandbox

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
)

// parts calls each with the parts of a form until it returns false. Like the platform it
// finds none if the boundary is in quotes, as .NET writes it. It reports whether the form
// could be read up to there.
func (c *call) parts(each func(*multipart.Part) bool) bool {
	kind := c.r.Header.Get("Content-Type")
	form, parameters, err := mime.ParseMediaType(kind)
	if err != nil || form != "multipart/form-data" || parameters["boundary"] == "" || strings.Contains(kind, `boundary="`) {
		return false
	}
	parts := multipart.NewReader(bytes.NewReader(c.body), parameters["boundary"])
	for {
		part, err := parts.NextPart()
		if err != nil {
			return err == io.EOF
		}
		if !each(part) {
			return true
		}
	}
}

// file reads the file of a form, from a part with one of these names, or any. The
// platform does not find a part that has no file name.
func (c *call) file(members ...string) (name string, data []byte, err error) {
	err = refuse(41005)
	c.parts(func(part *multipart.Part) bool {
		if len(members) > 0 && !slices.Contains(members, part.FormName()) || part.FileName() == "" {
			return true
		}
		content, problem := io.ReadAll(part)
		if problem == nil {
			name, data, err = part.FileName(), content, nil
		}
		return false
	})
	return name, data, err
}

// field reads a part of a form that is no file.
func (c *call) field(name string) (text []byte, given bool) {
	c.parts(func(part *multipart.Part) bool {
		if part.FormName() != name {
			return true
		}
		content, err := io.ReadAll(part)
		text, given = content, err == nil
		return false
	})
	return text, given
}
