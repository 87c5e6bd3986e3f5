package message_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// nested returns n nested elements.
func nested(n int) string {
	return strings.Repeat("<a>", n) + strings.Repeat("</a>", n)
}

const billionLaughs = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]><xml><A>&lol2;</A></xml>`

// notMessages are rejected by both Parse and Scan.
var notMessages = map[string]struct {
	data string
	is   error
}{
	"nothing":                 {"", message.ErrEmpty},
	"whitespace":              {" \r\n\t", message.ErrEmpty},
	"a BOM alone":             {"\ufeff\n", message.ErrEmpty},
	"a word":                  {"success", message.ErrSyntax},
	"two roots":               {"<xml></xml><xml></xml>", message.ErrSyntax},
	"two roots, two lines":    {"<xml></xml>\n<xml></xml>\n", message.ErrSyntax},
	"text behind the root":    {"<xml></xml>ok", message.ErrSyntax},
	"text before the root":    {"ok<xml></xml>", message.ErrSyntax},
	"CDATA behind the root":   {"<xml></xml><![CDATA[x]]>", message.ErrSyntax},
	"a second BOM":            {"\ufeff\ufeff<xml></xml>", message.ErrSyntax},
	"an open tag":             {"<xml", message.ErrSyntax},
	"an open element":         {"<xml><A>1</A>", message.ErrSyntax},
	"an open CDATA":           {"<xml><A><![CDATA[1</A></xml>", message.ErrSyntax},
	"an open comment":         {"<!-- <xml></xml>", message.ErrSyntax},
	"crossed elements":        {"<xml><A></xml></A>", message.ErrSyntax},
	"an end alone":            {"</xml>", message.ErrSyntax},
	"a comment alone":         {"<!-- nothing -->", message.ErrSyntax},
	"a declaration alone":     {`<?xml version="1.0"?>`, message.ErrSyntax},
	"a broken CDATA":          {"<xml><A>< ![CDATA[x]]></A></xml>", message.ErrSyntax},
	"an unknown entity":       {"<xml><A>&nbsp;</A></xml>", message.ErrSyntax},
	"a bare ampersand":        {"<xml><A>a&b=1</A></xml>", message.ErrSyntax},
	"33 levels":               {nested(33), message.ErrSyntax},
	"100,000 levels":          {nested(100_000), message.ErrSyntax},
	"100,000 levels, open":    {strings.Repeat("<a>", 100_000), message.ErrSyntax},
	"a control character":     {"<xml><A><![CDATA[\x02]]></A></xml>", message.ErrSyntax},
	"a control reference":     {"<xml><A>&#2;</A></xml>", message.ErrSyntax},
	"NUL":                     {"<xml>\x00</xml>", message.ErrSyntax},
	"GBK bytes":               {"<xml><A>\xc4\xe3\xba\xc3</A></xml>", message.ErrSyntax},
	"GBK, declared":           {`<?xml version="1.0" encoding="GBK"?><xml></xml>`, message.ErrSyntax},
	"UTF-16, declared":        {`<?xml version="1.0" encoding="UTF-16"?><xml></xml>`, message.ErrSyntax},
	"ISO-8859-1, declared":    {`<?xml version="1.0" encoding="ISO-8859-1"?><xml></xml>`, message.ErrSyntax},
	"UTF-16 bytes":            {"\xff\xfe<\x00x\x00/\x00>\x00", message.ErrSyntax},
	"a DOCTYPE":               {"<!DOCTYPE xml><xml></xml>", message.ErrDoctype},
	"an HTML page":            {"<!doctype html><html></html>", message.ErrDoctype},
	"an external entity":      {`<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml>&e;</xml>`, message.ErrDoctype},
	"an entity bomb":          {billionLaughs, message.ErrDoctype},
	"a DOCTYPE inside":        {"<xml><!DOCTYPE a></xml>", message.ErrDoctype},
	"an entity inside":        {`<xml><A><!ENTITY e "x"></A></xml>`, message.ErrDoctype},
	"a DOCTYPE behind a note": {"<!-- note -->\n<!DOCTYPE xml><xml></xml>", message.ErrDoctype},
}

func TestParseRefuses(t *testing.T) {
	for name, tt := range notMessages {
		t.Run(name, func(t *testing.T) {
			m, err := message.Parse([]byte(tt.data))
			if !errors.Is(err, tt.is) || m != nil {
				t.Errorf("Parse = %v, %v; want %v", m, err, tt.is)
			}
		})
	}
}

func TestScanRefuses(t *testing.T) {
	for name, tt := range notMessages {
		t.Run(name, func(t *testing.T) {
			h, err := message.Scan([]byte(tt.data))
			if !errors.Is(err, tt.is) || h != nil {
				t.Errorf("Scan = %v, %v; want %v", h, err, tt.is)
			}
		})
	}
}

func TestSyntaxErrorsNameTheLine(t *testing.T) {
	_, err := message.Parse([]byte("<xml>\n<A>1</A>\n<B>2</C>\n</xml>"))
	if err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("err = %v, want it to name line 3", err)
	}
}

// accepted have an element A with the text "1".
var accepted = map[string]string{
	"plain":                    "<xml><A>1</A></xml>",
	"CDATA":                    "<xml><A><![CDATA[1]]></A></xml>",
	"text and CDATA":           "<xml><A><![CDATA[]]>1</A></xml>",
	"BOM":                      "\ufeff<xml><A>1</A></xml>",
	"BOM and declaration":      "\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xml><A>1</A></xml>",
	"encoding in capitals":     `<?xml version="1.0" encoding="UTF-8"?><xml><A>1</A></xml>`,
	"line end behind":          "<xml><A>1</A></xml>\n",
	"CRLF":                     "<xml>\r\n<A>1</A>\r\n</xml>\r\n",
	"blank lines before":       "\n\n<xml><A>1</A></xml>",
	"comment before":           "<!--\ntitle: x\n-->\n<xml><A>1</A></xml>",
	"comment behind":           "<xml><A>1</A></xml>\n<!-- end -->\n",
	"comment inside":           "<xml><!-- A --><A>1</A></xml>",
	"entity of XML's own":      "<xml><A>&#49;</A><B>&lt;&amp;&gt;&quot;&apos;</B></xml>",
	"32 levels":                "<xml><A>1</A>" + nested(31) + "</xml>",
	"another root":             "<msg><A>1</A></msg>",
	"attributes":               `<xml a="1"><A b='2'>1</A></xml>`,
	"an unknown element":       "<xml><Néw>?</Néw><A>1</A></xml>",
	"surrogate pair in UTF-8":  "<xml><B>😀</B><A>1</A></xml>",
	"processing instruction":   "<?pi x?><xml><A>1</A></xml>",
	"a DOCTYPE within a CDATA": "<xml><B><![CDATA[<!DOCTYPE a>]]></B><A>1</A></xml>",
}

func TestParseAndScanAccept(t *testing.T) {
	for name, data := range accepted {
		t.Run(name, func(t *testing.T) {
			if got, ok := parsed(t, data).Get("A"); got != "1" || !ok {
				t.Errorf("A = %q, %t", got, ok)
			}
			if _, err := message.Scan([]byte(data)); err != nil {
				t.Errorf("Scan: %v", err)
			}
		})
	}
}

func TestGet(t *testing.T) {
	m := parsed(t, `<xml><Split><![CDATA[a]]]]><![CDATA[>b]]></Split><Empty><![CDATA[]]></Empty><Short/>`+
		`<Noted>a<!-- x -->b</Noted><Escaped>&lt;a href=&quot;x&amp;y&quot;&gt;</Escaped>`+
		`<Spaced><![CDATA[ 1
2 ]]></Spaced><L><i>1</i><i>2</i></L></xml>`)
	for path, want := range map[string]string{
		"Split": "a]]>b", "Empty": "", "Short": "", "Noted": "ab", "Escaped": `<a href="x&y">`, "Spaced": " 1\n2 ",
		"L/i": "1", "L/i[1]": "1", "L/i[2]": "2", "/L[1]/i[2]": "2", "/xml/L/i": "1", "xml/Split": "a]]>b",
	} {
		if got, ok := m.Get(path); got != want || !ok {
			t.Errorf("Get(%q) = %q, %t; want %q", path, got, ok, want)
		}
	}
	for _, path := range []string{"", "/", "L/i[3]", "L/i[0]", "L/i[+1]", "L/i[1", "L/i[]", "Nope", "Split/x", "//L", "L//i", "*", "../xml", "split"} {
		if got, ok := m.Get(path); ok {
			t.Errorf("Get(%q) = %q, want nothing", path, got)
		}
	}
}

func TestCountAndPaths(t *testing.T) {
	m := parsed(t, photos)
	for path, want := range map[string]int{"SendPicsInfo/PicList/item": 2, "/xml/Event": 1, "item": 0, "Nope/item": 0, "[": 0} {
		if got := m.Count(path); got != want {
			t.Errorf("Count(%q) = %d, want %d", path, got, want)
		}
	}
	want := "Event EventKey SendPicsInfo SendPicsInfo/Count SendPicsInfo/PicList SendPicsInfo/PicList/item[1] " +
		"SendPicsInfo/PicList/item[1]/PicMd5Sum SendPicsInfo/PicList/item[2] SendPicsInfo/PicList/item[2]/PicMd5Sum"
	if got := strings.Join(m.Paths(), " "); got != want {
		t.Errorf("Paths =\n%s, want\n%s", got, want)
	}
}

// TestManyElements: a message within the limits of callers must not take minutes. With
// 100,000 elements, quadratic code is noticeable.
func TestManyElements(t *testing.T) {
	for name, data := range map[string]string{
		"elements": "<xml>" + strings.Repeat("<a></a>\n", 100_000) + "</xml>",
		"sections": "<xml><a>" + strings.Repeat("<![CDATA[]]>", 100_000) + "</a></xml>",
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, data)
			if name == "elements" && string(m.Wire()) != data {
				t.Error("Wire changed what is in its form")
			}
			if err := m.Set("b", "1"); err == nil {
				t.Error("b was set")
			}
			if err := errors.Join(m.Set("a", "1"), m.Add("a", "1"), m.Unset("a")); err != nil {
				t.Error(err)
			}
		})
	}
}
