package jsapi

import (
	"cmp"
	"html"
	"maps"
	"net/url"
	"slices"
	"strings"

	"wxtool/internal/lang"
)

// signed is what a program signs, rightly or wrongly.
type signed struct {
	Config
	text func(signed) string
	url  string // as signed
}

func (s signed) makes(got string) bool { return same(strings.ToLower(got), hash(s.text(s))) }

func plainText(s signed) string {
	return "jsapi_ticket=" + s.Ticket + "&noncestr=" + s.NonceStr + "&timestamp=" + s.Timestamp + "&url=" + s.url
}

// mistake makes what a program signs by mistake instead of the right thing; it may
// have several forms, or none for a page.
type mistake struct {
	name string
	hint lang.Text
	make func(signed) []signed
}

func both(m, n mistake) mistake {
	return mistake{name: m.name + "+" + n.name, hint: lang.Text{EN: m.hint.EN + "; and " + n.hint.EN, ZH: m.hint.ZH + "；并且" + n.hint.ZH}}
}

// mistakes lists the common ones, the most common first.
func mistakes(others map[string]string) []mistake {
	list := []mistake{
		{"fragment-kept", hintFragment, fragmentKept},
		{"url-encoded", hintEncoded, ofURL(encodings)},
		{"url-decoded", hintDecoded, ofURL(decodings)},
		{"query-missing", hintQuery, ofURL(func(u string) []string { return []string{upTo(u, "?"), upTo(u, "?") + "?"} })},
		{"html-escaped", hintHTML, ofURL(func(u string) []string { return []string{html.EscapeString(u), strings.ReplaceAll(u, "&", "&amp;")} })},
		{"path-missing", hintPath, ofURL(origins)},
		{"slash", hintSlash, ofURL(slashes)},
		{"scheme", hintScheme, ofURL(schemes)},
		{"port", hintPort, ofURL(ports)},
		{"milliseconds", hintMilliseconds, ofTimestamp},
		{"nonceStr", hintNonceStr, capital},
		{"unsorted", hintUnsorted, unsorted},
		{"ticket-spaces", hintSpaces, func(s signed) []signed { return s.tickets(s.Ticket+"\n", s.Ticket+" ", " "+s.Ticket, `"`+s.Ticket+`"`) }},
		{"ticket-missing", hintNoTicket, func(s signed) []signed { return s.tickets("", "undefined", "null", "None", "<nil>") }},
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		list = append(list, mistake{"ticket-is-" + name, hintOther(name), func(s signed) []signed { return s.tickets(others[name]) }})
	}
	return list
}

func (s signed) tickets(wrong ...string) (all []signed) {
	for _, ticket := range wrong {
		s.Ticket = ticket
		all = append(all, s)
	}
	return all
}

// ofURL makes a mistake of a function that returns wrong forms of a URL.
func ofURL(forms func(string) []string) func(signed) []signed {
	return func(s signed) (all []signed) {
		right := s.url
		for _, wrong := range forms(right) {
			if wrong != right {
				s.url = wrong
				all = append(all, s)
			}
		}
		return all
	}
}

func fragmentKept(s signed) []signed {
	full := s.URL
	if !strings.Contains(full, "#") {
		wrong := []signed{}
		for _, end := range []string{"#", "#/", "#wechat_redirect"} {
			s.url = full + end
			wrong = append(wrong, s)
		}
		return wrong
	}
	s.url = full
	return []signed{s}
}

// encodings are a URL as encodeURIComponent, url.QueryEscape and encodeURI write it.
func encodings(u string) []string {
	component := strings.ReplaceAll(url.QueryEscape(u), "+", "%20")
	return []string{component, url.QueryEscape(u), strings.ReplaceAll(u, "%", "%25"), escapeNonASCII(u)}
}

// escapeNonASCII escapes what a URL may not contain, as encodeURI does.
func escapeNonASCII(u string) string {
	var b strings.Builder
	for i := range len(u) {
		if c := u[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(string("0123456789abcdef"[c>>4])+string("0123456789abcdef"[c&15])))
		}
	}
	return b.String()
}

func decodings(u string) (all []string) {
	for _, decode := range []func(string) (string, error){url.PathUnescape, url.QueryUnescape} {
		if decoded, err := decode(u); err == nil {
			all = append(all, decoded)
		}
	}
	return all
}

func upTo(u, mark string) string {
	before, _, _ := strings.Cut(u, mark)
	return before
}

// origins are a URL without its path and query.
func origins(u string) []string {
	scheme, rest, ok := strings.Cut(u, "://")
	if !ok {
		return nil
	}
	origin := scheme + "://" + upTo(upTo(rest, "/"), "?")
	return []string{origin, origin + "/"}
}

// slashes are a URL with one / more or less at the end of its path.
func slashes(u string) []string {
	path, query, has := strings.Cut(u, "?")
	if has {
		query = "?" + query
	}
	if short, cut := strings.CutSuffix(path, "/"); cut {
		return []string{short + query}
	}
	return []string{path + "/" + query}
}

func schemes(u string) []string {
	if rest, ok := strings.CutPrefix(u, "https://"); ok {
		return []string{"http://" + rest, rest, "//" + rest}
	}
	rest := strings.TrimPrefix(u, "http://")
	return []string{"https://" + rest, rest, "//" + rest}
}

// ports are a URL without its port, or with one that a server behind a proxy sees.
func ports(u string) []string {
	parsed, err := url.Parse(u)
	if err != nil || parsed.Host == "" {
		return nil
	}
	replace := func(host string) string { return strings.Replace(u, "://"+parsed.Host, "://"+host, 1) }
	if parsed.Port() != "" {
		return []string{replace(parsed.Hostname())}
	}
	var all []string
	for _, port := range []string{"80", "443", "8080", "3000", "8000"} {
		all = append(all, replace(parsed.Host+":"+port))
	}
	return all
}

func inMilliseconds(timestamp string) bool { return len(timestamp) == 13 && digits(timestamp) }

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// ofTimestamp is one side with seconds and the other with milliseconds. A program that
// has milliseconds in only one place mostly cuts or appends zeros.
func ofTimestamp(s signed) []signed {
	if !digits(s.Timestamp) {
		return nil
	}
	if inMilliseconds(s.Timestamp) {
		s.Timestamp = s.Timestamp[:10]
		return []signed{s}
	}
	s.Timestamp += "000"
	return []signed{s}
}

func capital(s signed) []signed {
	s.text = func(s signed) string { return strings.Replace(plainText(s), "&noncestr=", "&nonceStr=", 1) }
	return []signed{s}
}

// unsorted are the parts in other orders, and their values alone as in the signature of
// a push.
func unsorted(s signed) (all []signed) {
	for _, text := range []func(signed) string{
		func(s signed) string {
			return "noncestr=" + s.NonceStr + "&jsapi_ticket=" + s.Ticket + "&timestamp=" + s.Timestamp + "&url=" + s.url
		},
		func(s signed) string {
			return "jsapi_ticket=" + s.Ticket + "&timestamp=" + s.Timestamp + "&noncestr=" + s.NonceStr + "&url=" + s.url
		},
		func(s signed) string {
			return "url=" + s.url + "&jsapi_ticket=" + s.Ticket + "&noncestr=" + s.NonceStr + "&timestamp=" + s.Timestamp
		},
		func(s signed) string {
			values := []string{s.Ticket, s.NonceStr, s.Timestamp, s.url}
			slices.SortFunc(values, cmp.Compare[string])
			return strings.Join(values, "")
		},
	} {
		s.text = text
		all = append(all, s)
	}
	return all
}
