package errcode

import (
	"bufio"
	"cmp"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Reply is an error code in a text, with details from the same reply of the platform.
type Reply struct {
	Code     int
	Platform string // MP or Work if the wording shows it, else ""
	IP       string // the rejected address of the caller, "" if unknown
	Rid      string // the request id, "" if unknown
}

// Time returns the time of the reply, which the rid contains, or the zero time.
func (r Reply) Time() time.Time {
	stamp, _, _ := strings.Cut(r.Rid, "-")
	seconds, err := strconv.ParseInt(stamp, 16, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// Find returns the error codes in a text, each once per platform, in order. The text may
// be a bare number, errcode=40164, a reply of the platform, or log lines. A number
// without a label counts only if it is in the table. Without a code the result is nil.
func Find(text string) []Reply {
	if code, ok := number(strings.TrimSpace(text)); ok {
		return []Reply{{Code: code}}
	}
	found := marks(text)
	if found == nil {
		found = loose(text)
	}
	if len(found) < 2 || !strings.Contains(text, "\n") {
		return replies(text, found)
	}
	var all []Reply
	for line := range strings.Lines(text) {
		all = merge(all, replies(line, marks(line)))
	}
	if all == nil { // numbers without a label
		return replies(text, found)
	}
	return all
}

// Scan is Find for a log of any length, line by line, but only for codes with a label.
// It reads lines longer than a megabyte in pieces. Errors are those of r.
func Scan(r io.Reader) ([]Reply, error) {
	var all []Reply
	lines, rest := bufio.NewReaderSize(r, 1<<20), ""
	for {
		line, err := lines.ReadSlice('\n')
		text := rest + string(line)
		rest = ""
		if err == bufio.ErrBufferFull { // a number may continue in the next piece
			cut := strings.LastIndexAny(text, " \t,;}") + 1
			text, rest = text[:cut], text[max(cut, len(text)-1<<10):]
		}
		all = merge(all, replies(text, marks(text)))
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			return all, nil
		default:
			return all, err
		}
	}
}

// mark is the position of a code.
type mark struct{ at, code int }

// replies reads the details of each mark. They are in the whole text if there is only
// one mark, else in the text up to the next mark.
func replies(text string, found []mark) []Reply {
	var all []Reply
	for i, m := range found {
		part := text
		if len(found) > 1 {
			end := len(text)
			if i+1 < len(found) {
				end = found[i+1].at
			}
			part = text[m.at:end]
		}
		all = merge(all, []Reply{{m.code, platformOf(part), address(part), rid(part)}})
	}
	return all
}

// merge keeps each code of each platform once, with the first known details. A code
// without a platform is merged into an existing one.
func merge(all, more []Reply) []Reply {
	for _, r := range more {
		i := slices.IndexFunc(all, func(have Reply) bool {
			return have.Code == r.Code && (have.Platform == r.Platform || have.Platform == "" || r.Platform == "")
		})
		if i < 0 {
			all = append(all, r)
		} else if all[i].IP == "" && all[i].Rid == "" {
			r.Platform = cmp.Or(r.Platform, all[i].Platform)
			all[i] = r
		}
	}
	return all
}

// platformOf recognizes the platform by the wording of its errors.
func platformOf(text string) string {
	_, hasRid := afterRid(text)
	switch {
	case strings.Contains(text, "work.weixin.qq.com"), strings.Contains(text, "from ip:"), strings.Contains(text, "qyapi."):
		return Work
	case hasRid, strings.Contains(text, "//api.weixin.qq.com"):
		return MP
	}
	return ""
}

// afterRid returns the text after the separate word "rid:".
func afterRid(text string) (rest string, found bool) {
	for {
		before, rest, found := strings.Cut(text, "rid:")
		if !found || before == "" || !isLetter(before[len(before)-1]) {
			return strings.TrimLeft(rest, " "), found
		}
		text = rest
	}
}

// address returns the IP address of the caller, in the wording of either platform.
func address(text string) string {
	for _, before := range []string{"invalid ip ", "from ip: "} {
		if _, rest, ok := strings.Cut(text, before); ok {
			end := strings.IndexFunc(rest, func(r rune) bool { return !strings.ContainsRune("0123456789abcdefABCDEF.:", r) })
			if end < 0 {
				end = len(rest)
			}
			if ip, err := netip.ParseAddr(strings.TrimRight(rest[:end], ".:")); err == nil {
				return ip.String()
			}
		}
	}
	return ""
}

// rid returns the first id of three groups of eight hexadecimal digits.
func rid(text string) string {
	const length = len("63252e6b-7c87ebbe-4f8ad7d0")
	rest, _ := afterRid(text)
	if len(rest) < length {
		return ""
	}
	id := rest[:length]
	for group := range strings.SplitSeq(id, "-") {
		if len(group) != 8 || strings.Trim(group, "0123456789abcdef") != "" {
			return ""
		}
	}
	return id
}
