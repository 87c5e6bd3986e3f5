package fingerprint

import (
	"bytes"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"wxtool/internal/exchange"
	"wxtool/internal/lang"
)

// Row is one cause that can be recognized. It must not be changed.
type Row struct {
	ID      string    // permanent
	Handler bool      // the developer's handler answered, not a framework or a proxy
	Cause   lang.Text // may have a place {detail} or {detail:q}
	Remedy  lang.Text

	signs    []sign               // one of them must fit; none: see WeCom and AfterSignature
	detail   func(*answer) string // the part of the answer for the place in Cause,
	from, to string               // or the marks around it
}

// Cause is a recognized cause of an answer.
type Cause struct {
	*Row
	Detail string // from outside, of any length
}

// Rows returns a copy of the table.
func Rows() []Row { return slices.Clone(rows[:]) }

// Of returns the cause of a wrong answer, if one is recognized. Without a response
// there is none.
func Of(ex *exchange.Exchange) (Cause, bool) {
	if ex.Response == nil {
		return Cause{}, false
	}
	a := newAnswer(ex)
	for i := range rows {
		row := &rows[i]
		if !slices.ContainsFunc(row.signs, a.shows) {
			continue
		}
		cause := Cause{Row: row}
		switch {
		case row.detail != nil:
			cause.Detail = row.detail(a)
		case row.from != "":
			cause.Detail = a.between(row.from, row.to)
		}
		return cause, true
	}
	return Cause{}, false
}

// WeCom returns the cause of a failed verification of an Official Account where the URL
// answers that of WeCom. It is not recognized by one answer.
func WeCom() Cause { return Cause{Row: row(weComURL)} }

// AfterSignature returns the cause of a failed verification of WeCom where a wrong signature
// is refused with another status. It is not recognized by one answer.
func AfterSignature(status int) Cause {
	return Cause{Row: row(afterSignature), Detail: strconv.Itoa(status)}
}

func row(id string) *Row {
	return &rows[slices.IndexFunc(rows[:], func(r Row) bool { return r.ID == id })]
}

// sign is evidence of a cause. All that is set must be true.
type sign struct {
	status []int              // one of these
	header string             // is there,
	value  string             // and contains this, in lower case
	body   []string           // the body contains all
	exact  string             // the body is this, but for blanks around it
	codes  []string           // the body has one of these codes of the official library
	nginx  bool               // the body is an error page of nginx
	is     func(*answer) bool // anything else
}

// maxSearched is how many bytes of a body are searched. Debug pages have their
// explanation at the end.
const maxSearched = 1 << 20

// answer is an answer in the form in which signs look at it.
type answer struct {
	*exchange.Response
	request *exchange.Request
	body    []byte   // as much as is searched
	sent    *url.URL // the URL of the request
	title   string
}

func newAnswer(ex *exchange.Exchange) *answer {
	a := &answer{Response: ex.Response, request: &ex.Request, body: ex.Response.Body}
	a.body = a.body[:min(len(a.body), maxSearched)]
	a.title = Title(a.body)
	var err error
	if a.sent, err = url.Parse(ex.Request.URL); err != nil {
		a.sent = &url.URL{}
	}
	return a
}

func (a *answer) shows(s sign) bool {
	switch {
	case s.status != nil && !slices.Contains(s.status, a.Status):
		return false
	case s.header != "" && !a.hasHeader(s.header, s.value):
		return false
	case s.exact != "" && string(bytes.TrimSpace(a.body)) != s.exact:
		return false
	case s.codes != nil && foundCode(a, s.codes...) == "":
		return false
	case s.nginx && !a.isNginx():
		return false
	case s.is != nil && !s.is(a):
		return false
	}
	return a.contains(s.body...)
}

func (a *answer) hasHeader(name, value string) bool {
	got, ok := a.Header[name]
	return ok && strings.Contains(strings.ToLower(strings.Join(got, ", ")), value)
}

func (a *answer) contains(words ...string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !bytes.Contains(a.body, []byte(word)) })
}
