package cli

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"time"
	"unicode/utf8"

	"wxtool/internal/exchange"
	"wxtool/internal/ui"
)

// recorder appends exchanges to a file, one JSON object per line. The file is
// the owner's alone: pushes hold what users wrote. A nil file records nothing.
type recorder struct {
	file  *os.File
	name  string // as the user gave it
	start string // comes before the next line
}

func newRecorder(env *ui.Env, name string) (*recorder, error) {
	if name == "" {
		return &recorder{}, nil
	}
	path := filepath.Join(dirOf(env, name), name)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fileProblem("write", name, err)
	}
	cut, err := cutShort(path)
	if err != nil {
		file.Close()
		return nil, fileProblem("read", name, err)
	}
	r := &recorder{file: file, name: name}
	if cut {
		r.start = "\n"
	}
	return r, nil
}

// cutShort reports whether the last line of a file has no end: its writer was
// killed, or the disk was full. A pipe or a device has no last line.
func cutShort(path string) (bool, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return false, err
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	var last [1]byte
	_, err = file.ReadAt(last[:], info.Size()-1)
	return last[0] != '\n', err
}

func (r *recorder) Close() error {
	if r.file == nil {
		return nil
	}
	return r.file.Close()
}

// recordLine is one exchange. A body that is not UTF-8 is kept as base64.
type recordLine struct {
	Time       time.Time   `json:"time"`
	DurationMS float64     `json:"duration_ms"`
	Method     string      `json:"method"`
	URL        string      `json:"url"`
	Header     http.Header `json:"header"`
	Body       string      `json:"body,omitempty"`
	BodyBase64 []byte      `json:"body_base64,omitempty"`
	Status     int         `json:"status"`
	Reply      string      `json:"reply"`
}

func (r *recorder) write(ex exchange.Exchange) error {
	if r.file == nil {
		return nil
	}
	line := recordLine{
		Time: ex.Start.UTC(), DurationMS: milliseconds(ex.Duration), Method: ex.Request.Method, URL: ex.Request.URL,
		Header: ex.Request.Header, Status: ex.Response.Status, Reply: string(ex.Response.Body),
	}
	if utf8.Valid(ex.Request.Body) {
		line.Body = string(ex.Request.Body)
	} else {
		line.BodyBase64 = ex.Request.Body
	}
	data, err := json.Marshal(line)
	if err != nil {
		return err
	}
	_, err = r.file.Write(append(append([]byte(r.start), data...), '\n'))
	r.start = ""
	if err != nil {
		return fileProblem("write", r.name, err)
	}
	return nil
}
