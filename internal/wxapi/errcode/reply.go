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

// Reply is an error code as it stood in a text, with what the platform said
// beside it.
type Reply struct {
	Code     int
	Platform string // MP or Work where the wording tells, else ""
	IP       string // the calling address that was refused, "" if none is named
	Rid      string // the platform's id of the request, "" if none is named
}

// Time is when the platform answered, which its rid tells; the zero time
// without one.
func (r Reply) Time() time.Time {
	stamp, _, _ := strings.Cut(r.Rid, "-")
	seconds, err := strconv.ParseInt(stamp, 16, 64)
	if err != nil {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

// Find returns the error codes in a text, each once per platform, in the order in
// which they stand: a bare number, errcode=40164, a reply of the platform, or log lines
// with some. Where nothing says that it is a code, a number counts only if the
// table has it. It never fails; a text without a code gives nil.
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
	if all == nil { // numbers that nothing but the table calls codes
		return replies(text, found)
	}
	return all
}

// Scan is Find for a log of any length, line by line: of bare numbers and words
// it knows nothing. Lines of more than a megabyte are looked at in pieces. The
// error is that of reading.
func Scan(r io.Reader) ([]Reply, error) {
	var all []Reply
	lines, rest := bufio.NewReaderSize(r, 1<<20), ""
	for {
		line, err := lines.ReadSlice('\n')
		text := rest + string(line)
		rest = ""
		if err == bufio.ErrBufferFull { // a number may go on in the next piece
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

// mark is where a code stands.
type mark struct{ at, code int }

// replies reads what stands beside each mark: the whole text for a single one,
// else what follows up to the next.
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

// merge keeps each code of each platform once, with the first details known of
// it. Where nothing says whose it is, it is taken for one that is there.
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

// platformOf tells the platforms apart by how their errors are worded.
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

// afterRid returns what follows "rid:", if that is in a text as a word of its own.
func afterRid(text string) (rest string, found bool) {
	for {
		before, rest, found := strings.Cut(text, "rid:")
		if !found || before == "" || !isLetter(before[len(before)-1]) {
			return strings.TrimLeft(rest, " "), found
		}
		text = rest
	}
}

// address finds the caller's IP address as either platform names it.
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

// rid finds an id of three groups of eight hex digits.
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
