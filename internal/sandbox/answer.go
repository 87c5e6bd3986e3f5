package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"

	"wxtool/internal/sandbox/world"
)

// picture is a reply with an image.
type picture struct {
	kind string
	data []byte
}

// notFound is the reply for a picture that does not exist: HTTP 404, where other
// refusals are HTTP 200.
type notFound struct{}

// answer is an HTTP response, with the errcode and errmsg in it.
type answer struct {
	status int
	kind   string
	body   []byte
	code   int
	msg    string
	header http.Header // others than that of kind

	download *download // the body is its content, which is read after the update
}

func (c *call) accepted(reply any) answer {
	switch reply := reply.(type) {
	case picture:
		return answer{status: http.StatusOK, kind: reply.kind, body: reply.data}
	case download:
		return answer{status: http.StatusOK, download: &reply}
	case notFound:
		return answer{status: http.StatusNotFound, kind: "text/html", body: []byte("<html><body><h1>404 Not Found</h1></body></html>\n")}
	}
	return answer{status: http.StatusOK, kind: c.jsonType(), body: encode(reply)}
}

// jsonType is the Content-Type of JSON, which the platforms write differently.
func (c *call) jsonType() string {
	if c.platform() == Work {
		return "application/json; charset=utf-8"
	}
	return "application/json; encoding=utf-8"
}

type errorReply struct {
	Errcode int    `json:"errcode"`
	Errmsg  string `json:"errmsg"`
}

// noPath is the error for a path that WeCom does not have: HTTP 404 without a body, as
// measured.
type noPath struct{}

func (noPath) Error() string { return "no such path" }

// refused is the answer to a call that a check refused.
func (c *call) refused(err error) answer {
	if err == (noPath{}) {
		return answer{status: http.StatusNotFound}
	}
	r, ok := err.(*refusal)
	if !ok {
		r = refuse(-1)
	}
	e := errorReply{r.code, c.message(r)}
	body := c.refusalBody(e)
	if r.more != nil {
		body = r.more(e)
	}
	return answer{status: http.StatusOK, kind: c.jsonType(), body: encode(body), code: e.Errcode, msg: e.Errmsg}
}

// message is the errmsg of a refusal in the form of the platform. That of an Official
// Account ends with a request id, which begins with the time; the web API has a comma
// before it.
func (c *call) message(r *refusal) string {
	platform := c.platform()
	text := fmt.Sprintf(c.texts[refusalKey{platform, r.code}], r.args...)
	if platform == Work {
		return fmt.Sprintf("%s, hint: [%d%s], from ip: %s, more info at https://open.work.weixin.qq.com/devtool/query?e=%d",
			text, c.now.Unix(), c.tx.Random(15, world.Digits), c.ip(), r.code)
	}
	comma := ""
	if strings.HasPrefix(c.r.URL.Path, "/sns/") {
		comma = ","
	}
	return fmt.Sprintf("%s%s rid: %08x-%s-%s", text, comma, c.now.Unix(), c.tx.Random(8, world.Hex), c.tx.Random(8, world.Hex))
}

func encode(v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.Encode(v) // our own types cannot fail
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

func (a answer) headerTo(h http.Header) {
	maps.Copy(h, a.header)
	if a.kind != "" {
		h.Set("Content-Type", a.kind)
	}
}

func (a answer) write(w http.ResponseWriter) {
	a.headerTo(w.Header())
	w.WriteHeader(a.status)
	w.Write(a.body) // an error has no receiver
}
