package verdict

import (
	"bytes"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"wxtool/internal/message"
)

// maxBody is how many bytes of a body are shown.
const maxBody = 60

// bodyIs says what a body is.
func bodyIs(body []byte) phrase {
	if len(body) == 0 {
		return bodyEmpty.with()
	}
	short := message.CutText(string(body[:min(len(body), maxBody+1)]), maxBody)
	if len(body) > maxBody {
		return bodyCut.with(Fact{"text", text(short)}, Fact{"n", number(len(body))})
	}
	return bodyWhole.with(Fact{"text", text(short)})
}

// statusIs is a status and its name.
func statusIs(status int) text {
	return text(strings.TrimSpace(strconv.Itoa(status) + " " + http.StatusText(status)))
}

// begins reports whether body begins with one of the words, in lower or upper
// case and after blanks.
func begins(body []byte, words ...string) bool {
	body = bytes.TrimSpace(body)
	for _, word := range words {
		if len(body) >= len(word) && bytes.EqualFold(body[:len(word)], []byte(word)) {
			return true
		}
	}
	return false
}

// notXML says what a reply is instead; err is what its reader says.
func notXML(reply []byte, err error) phrase {
	switch {
	case begins(reply, "<!doctype html", "<html"):
		return notXMLPage.with()
	case begins(reply, "{", "["):
		return notXMLJSON.with()
	case begins(reply, `"`):
		return notXMLQuoted.with()
	case !begins(reply, "<"):
		return notXMLText.with(Fact{"text", text(message.CutText(string(reply[:min(len(reply), maxQuoted+4)]), maxQuoted+1))})
	case errors.Is(err, message.ErrDoctype):
		return notXMLDoctype.with()
	}
	return notXMLOther.with(Fact{"why", reason(err)})
}
