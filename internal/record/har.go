package record

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"
)

// WriteHAR writes records as one HTTP archive, version 1.2
// (http://www.softwareishard.com/blog/har-12-spec/), which browsers and other tools
// read. Its URLs must be absolute, see Record.At. Secrets are hidden. It ends with the first error of the records or of w.
func WriteHAR(w io.Writer, version string, secrets *Secrets, records iter.Seq2[*Record, error]) error {
	creator, err := json.Marshal(harCreator{"wxtool", version})
	if err != nil {
		return err
	}
	between := `{"log":{"version":"1.2","creator":` + string(creator) + `,"entries":[`
	for record, err := range records {
		if err != nil {
			return err
		}
		entry, err := json.Marshal(newHAREntry(record, secrets))
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, between+string(entry)); err != nil {
			return err
		}
		between = ",\n"
	}
	if between == ",\n" {
		between = ""
	}
	_, err = io.WriteString(w, between+"]}}\n")
	return err
}

type harCreator struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type harPair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harEntry struct {
	Started  time.Time   `json:"startedDateTime"`
	Time     float64     `json:"time"` // milliseconds
	Request  harRequest  `json:"request"`
	Response harResponse `json:"response"`
	Cache    struct{}    `json:"cache"`
	Timings  harTimings  `json:"timings"`
	Comment  string      `json:"comment,omitempty"`
}

type harRequest struct {
	Method      string    `json:"method"`
	URL         string    `json:"url"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Query       []harPair `json:"queryString"`
	PostData    *harPost  `json:"postData,omitempty"`
	HeadersSize int       `json:"headersSize"` // -1: not known
	BodySize    int       `json:"bodySize"`
}

// harPost is a body of a request. The specification has no encoding for it; names that
// it does not have begin with an underscore.
type harPost struct {
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"_encoding,omitempty"`
}

type harBody struct {
	Size     int    `json:"size"`
	MimeType string `json:"mimeType"`
	Text     string `json:"text"`
	Encoding string `json:"encoding,omitempty"`
}

type harResponse struct {
	Status      int       `json:"status"` // 0: there is none
	StatusText  string    `json:"statusText"`
	HTTPVersion string    `json:"httpVersion"`
	Cookies     []harPair `json:"cookies"`
	Headers     []harPair `json:"headers"`
	Content     harBody   `json:"content"`
	RedirectURL string    `json:"redirectURL"`
	HeadersSize int       `json:"headersSize"`
	BodySize    int       `json:"bodySize"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

func newHAREntry(r *Record, s *Secrets) harEntry {
	ex := &r.Exchange
	ms := float64(ex.Duration) / float64(time.Millisecond)
	e := harEntry{Started: ex.Start.UTC(), Time: ms, Timings: harTimings{Wait: ms}}
	req := &ex.Request
	e.Request = harRequest{
		Method: req.Method, URL: s.hide(req.URL), HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: harHeader(req.Header, s),
		Query: []harPair{}, HeadersSize: -1, BodySize: len(req.Body),
	}
	if u, err := url.Parse(req.URL); err == nil {
		for _, name := range slices.Sorted(maps.Keys(u.Query())) {
			for _, value := range u.Query()[name] {
				e.Request.Query = append(e.Request.Query, harPair{s.hide(name), s.hide(value)})
			}
		}
	}
	if len(req.Body) > 0 {
		body := newHARBody(req.Header, req.Body, s)
		e.Request.PostData = &harPost{body.MimeType, body.Text, body.Encoding}
	}
	e.Response = harResponse{HTTPVersion: "HTTP/1.1", Cookies: []harPair{}, Headers: []harPair{}, HeadersSize: -1, BodySize: -1}
	if res := ex.Response; res != nil {
		e.Response.Status, e.Response.StatusText, e.Response.Headers = res.Status, http.StatusText(res.Status), harHeader(res.Header, s)
		e.Response.Content, e.Response.BodySize = newHARBody(res.Header, res.Body, s), len(res.Body)
		e.Response.RedirectURL = s.hide(res.Header.Get("Location"))
	}
	e.Comment = s.hide(r.Reason())
	return e
}

func newHARBody(h http.Header, body []byte, s *Secrets) harBody {
	hidden := s.replace(body)
	b := harBody{MimeType: h.Get("Content-Type"), Text: string(hidden), Size: len(body)}
	if !utf8.Valid(hidden) {
		b.Text, b.Encoding = base64.StdEncoding.EncodeToString(hidden), "base64"
	}
	return b
}

func harHeader(h http.Header, s *Secrets) []harPair {
	pairs := []harPair{}
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, value := range h[name] {
			pairs = append(pairs, harPair{name, s.hide(value)})
		}
	}
	return pairs
}
