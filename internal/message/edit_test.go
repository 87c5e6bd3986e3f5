package message_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/message"
)

func TestSet(t *testing.T) {
	const in = "<xml><A><![CDATA[old]]></A>\n<N>1</N>\n<E></E>\n<C><![CDATA[]]></C>\n<L><i><p>x</p></i><i><p>y</p></i></L>\n</xml>"
	for name, tt := range map[string]struct{ path, value, old, new string }{
		"CDATA stays CDATA":      {"A", "new", "<![CDATA[old]]>", "<![CDATA[new]]>"},
		"text stays text":        {"N", "a<b", "<N>1<", "<N>a&lt;b<"},
		"leading slash":          {"/A", "new", "[old]", "[new]"},
		"root's name":            {"xml/A", "new", "[old]", "[new]"},
		"slash and root's name":  {"/xml/A", "new", "[old]", "[new]"},
		"index of the only one":  {"A[1]", "new", "[old]", "[new]"},
		"no index is the first":  {"L/i/p", "z", "<p>x<", "<p>z<"},
		"index":                  {"L/i[2]/p", "z", "<p>y<", "<p>z<"},
		"empty CDATA remains":    {"A", "", "[old]", "[]"},
		"empty text remains":     {"N", "", "<N>1</N>", "<N></N>"},
		"empty CDATA is filled":  {"C", "v", "<C><![CDATA[]]>", "<C><![CDATA[v]]>"},
		"empty element is text":  {"E", "v", "<E></E>", "<E>v</E>"},
		"end of CDATA in CDATA":  {"A", "x]]>y", "<![CDATA[old]]>", "<![CDATA[x]]]]><![CDATA[>y]]>"},
		"end of CDATA in text":   {"N", "]]>", "<N>1<", "<N>]]&gt;<"},
		"only the end of CDATA":  {"A", "]]>", "<![CDATA[old]]>", "<![CDATA[]]]]><![CDATA[>]]>"},
		"markup in CDATA":        {"A", "</A><B>", "[old]", "[</A><B>]"},
		"whitespace is kept":     {"A", " \t\n", "[old]", "[ \t\n]"},
		"Chinese":                {"A", "你好😀", "[old]", "[你好😀]"},
		"entities are not taken": {"A", "&amp;", "[old]", "[&amp;]"},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, in)
			if err := m.Set(tt.path, tt.value); err != nil {
				t.Fatal(err)
			}
			want := strings.Replace(in, tt.old, tt.new, 1)
			if got := string(m.Bytes()); got != want || want == in {
				t.Errorf("Bytes =\n%s\nwant\n%s", got, want)
			}
			if got, _ := parsed(t, want).Get(tt.path); got != tt.value {
				t.Errorf("read again: %q, want %q", got, tt.value)
			}
		})
	}
}

func TestAdd(t *testing.T) {
	const in = "<xml>\n  <A><![CDATA[a]]></A>\n  <L>\n    <i>1</i>\n    <i>2</i>\n  </L>\n  <B>b</B>\n</xml>"
	for name, tt := range map[string]struct{ path, value, old, new string }{
		"at the end":             {"New", "v", "</B>", "</B>\n  <New><![CDATA[v]]></New>"},
		"a number is bare":       {"New", "12", "</B>", "</B>\n  <New>12</New>"},
		"a negative one too":     {"New", "-12", "</B>", "</B>\n  <New>-12</New>"},
		"a decimal is not":       {"New", "1.5", "</B>", "</B>\n  <New><![CDATA[1.5]]></New>"},
		"nothing is CDATA":       {"New", "", "</B>", "</B>\n  <New><![CDATA[]]></New>"},
		"end of CDATA":           {"New", "]]>", "</B>", "</B>\n  <New><![CDATA[]]]]><![CDATA[>]]></New>"},
		"behind its last twin":   {"L/i", "3", "<i>2</i>", "<i>2</i>\n    <i>3</i>"},
		"the next index":         {"L/i[3]", "3", "<i>2</i>", "<i>2</i>\n    <i>3</i>"},
		"a twin of the first":    {"A", "x", "</A>", "</A>\n  <A><![CDATA[x]]></A>"},
		"missing parents":        {"P/Q/R", "v", "</B>", "</B>\n  <P><Q><R><![CDATA[v]]></R></Q></P>"},
		"first of a new list":    {"P/i[1]", "v", "</B>", "</B>\n  <P><i><![CDATA[v]]></i></P>"},
		"slash and root's name":  {"/xml/New", "v", "</B>", "</B>\n  <New><![CDATA[v]]></New>"},
		"Chinese name":           {"内容", "v", "</B>", "</B>\n  <内容><![CDATA[v]]></内容>"},
		"into an indexed parent": {"L[1]/j", "v", "<i>2</i>", "<i>2</i>\n    <j><![CDATA[v]]></j>"},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, in)
			if err := m.Add(tt.path, tt.value); err != nil {
				t.Fatal(err)
			}
			want := strings.Replace(in, tt.old, tt.new, 1)
			if got := string(m.Bytes()); got != want {
				t.Errorf("Bytes =\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestAddToAnEmptyRoot(t *testing.T) {
	for _, in := range []string{"<xml></xml>", "<xml/>", "<xml>\n</xml>"} {
		m := parsed(t, in)
		if err := m.Add("A/B", "1"); err != nil {
			t.Errorf("%q: %v", in, err)
		}
		if got := string(m.Wire()); got != "<xml><A><B>1</B>\n</A>\n</xml>" {
			t.Errorf("%q: %q", in, got)
		}
	}
}

func TestUnset(t *testing.T) {
	for path, want := range map[string]string{
		"SendPicsInfo":                              "<xml><Event><![CDATA[pic_weixin]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n</xml>",
		"SendPicsInfo/PicList":                      "<xml><Event><![CDATA[pic_weixin]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n<SendPicsInfo><Count>2</Count>\n</SendPicsInfo>\n</xml>",
		"/xml/SendPicsInfo/PicList/item[1]":         wireOfPhotos("<item><PicMd5Sum><![CDATA[bbb]]></PicMd5Sum>\n</item>\n"),
		"SendPicsInfo/PicList/item[2]":              wireOfPhotos("<item><PicMd5Sum><![CDATA[aaa]]></PicMd5Sum>\n</item>\n"),
		"SendPicsInfo/PicList/item[2]/PicMd5Sum[1]": wireOfPhotos("<item><PicMd5Sum><![CDATA[aaa]]></PicMd5Sum>\n</item>\n<item></item>\n"),
	} {
		m := parsed(t, photos)
		if err := m.Unset(path); err != nil {
			t.Fatal(err)
		}
		if got := string(parsed(t, string(m.Wire())).Wire()); got != want {
			t.Errorf("Unset(%q) leaves\n%s\nwant\n%s", path, got, want)
		}
	}
}

func wireOfPhotos(items string) string {
	return "<xml><Event><![CDATA[pic_weixin]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n<SendPicsInfo><Count>2</Count>\n<PicList>" + items + "</PicList>\n</SendPicsInfo>\n</xml>"
}

func TestUnsetTakesItsLineAway(t *testing.T) {
	m := parsed(t, "<xml>\n  <A>1</A>\n  <B>2</B>\n</xml>")
	if err := m.Unset("B"); err != nil {
		t.Fatal(err)
	}
	if got := string(m.Bytes()); got != "<xml>\n  <A>1</A>\n</xml>" {
		t.Errorf("Bytes = %q", got)
	}
}

func TestWrongEdits(t *testing.T) {
	set, add := (*message.Message).Set, (*message.Message).Add
	unset := func(m *message.Message, path, _ string) error { return m.Unset(path) }
	deep := strings.Repeat("a/", 31) + "a"
	for name, tt := range map[string]struct {
		edit           func(m *message.Message, path, value string) error
		path, value    string
		problem, first string
	}{
		"set: a typo":                 {set, "EventKye", "v", "no such element", "EventKey"},
		"set: with the root's name":   {set, "/xml/EventKye", "v", "no such element", "EventKey"},
		"set: other case":             {set, "eventkey", "v", "no such element", "EventKey"},
		"set: the last name alone":    {set, "PicMd5Sum", "v", "no such element", "SendPicsInfo/PicList/item[1]/PicMd5Sum"},
		"set: a typo inside":          {set, "SendPicsInfo/PicLst/item[1]/PicMd5Sum", "v", "no such element", "SendPicsInfo/PicList/item[1]/PicMd5Sum"},
		"set: index too high":         {set, "SendPicsInfo/PicList/item[3]/PicMd5Sum", "v", "there are only 2 item", "SendPicsInfo/PicList/item[1]/PicMd5Sum"},
		"set: index of one":           {set, "Event[2]", "v", "there is only 1 Event", "Event"},
		"set: an object":              {set, "SendPicsInfo", "v", "contains elements", "SendPicsInfo/Count"},
		"set: below text":             {set, "Event/X", "v", "no such element", "Event"},
		"set: nothing like it":        {set, "Zzzzzzzzzzzz", "v", "no such element", ""},
		"set: empty path":             {set, "", "v", "not an element name", ""},
		"set: a slash":                {set, "/", "v", "not an element name", ""},
		"set: an empty step":          {set, "SendPicsInfo//Count", "v", "not an element name", ""},
		"set: an attribute":           {set, "Event/@id", "v", "not an element name", ""},
		"set: an XPath":               {set, "//Event", "v", "not an element name", ""},
		"set: a name with a space":    {set, "Event Key", "v", "not an element name", ""},
		"set: a tag":                  {set, "<Event>", "v", "not an element name", ""},
		"set: index 0":                {set, "Event[0]", "v", "not an index", ""},
		"set: index -1":               {set, "Event[-1]", "v", "not an index", ""},
		"set: index +1":               {set, "Event[+1]", "v", "not an index", ""},
		"set: index x":                {set, "Event[x]", "v", "not an index", ""},
		"set: no index":               {set, "Event[]", "v", "not an index", ""},
		"set: index too long":         {set, "Event[99999999999999999999]", "v", "not an index", ""},
		"set: index not closed":       {set, "Event[1", "v", "not an index", ""},
		"set: index closed too early": {set, "Event[1]x", "v", "not an index", ""},
		"set: too deep":               {set, deep, "v", "deeper than 31", ""},
		"set: a control character":    {set, "Event", "a\x02", "U+0002", ""},
		"set: NUL":                    {set, "Event", "\x00", "U+0000", ""},
		"set: U+FFFE":                 {set, "Event", "\ufffe", "U+FFFE", ""},
		"set: not UTF-8":              {set, "Event", "\xff", "not UTF-8", ""},
		"set: half a surrogate pair":  {set, "Event", "\xed\xa0\x80", "not UTF-8", ""},
		"add: below text":             {add, "Event/X", "v", "Event contains text", ""},
		"add: an index with a gap":    {add, "SendPicsInfo/PicList/item[4]", "v", "next new item is item[3]", ""},
		"add: an index that is taken": {add, "SendPicsInfo/PicList/item[2]", "v", "next new item is item[3]", ""},
		"add: a gap in a parent":      {add, "New[2]/X", "v", "next new New is New[1]", ""},
		"add: a gap below a parent":   {add, "New/X[2]", "v", "next new X is X[1]", ""},
		"add: a name with a digit":    {add, "1A", "v", "not an element name", ""},
		"add: a tag":                  {add, "A><B", "v", "not an element name", ""},
		"add: a prefix":               {add, "a:b", "v", "not an element name", ""},
		"add: too deep":               {add, deep, "v", "deeper than 31", ""},
		"add: the root again":         {add, "xml", "v", "xml is the root element", ""},
		"add: the root in the root":   {add, "xml/xml/X", "v", "xml is the root element", ""},
		"add: a control character":    {add, "New/X", "a\x02", "U+0002", ""},
		"add: not UTF-8":              {add, "New/X", "\xff", "not UTF-8", ""},
		"unset: unknown":              {unset, "EventKye", "", "no such element", "EventKey"},
		"unset: the root":             {unset, "xml", "", "no such element", ""},
		"unset: index too high":       {unset, "EventKey[2]", "", "there is only 1", "EventKey"},
	} {
		t.Run(name, func(t *testing.T) {
			m := parsed(t, photos)
			checkPathError(t, tt.edit(m, tt.path, tt.value), tt.path, tt.problem, tt.first)
			if got := string(m.Bytes()); got != photos {
				t.Errorf("after the error Bytes = %s", got)
			}
		})
	}
}

// checkPathError checks that first is the nearest path, unless it is empty.
func checkPathError(t *testing.T, err error, path, problem, first string) {
	t.Helper()
	var pe *message.PathError
	if !errors.As(err, &pe) {
		t.Fatalf("err = %v, want a *PathError", err)
	}
	if pe.Path != path || !strings.Contains(pe.Problem, problem) {
		t.Errorf("path %q, problem %q; want %q, %q", pe.Path, pe.Problem, path, problem)
	}
	if !strings.Contains(err.Error(), pe.Problem) {
		t.Errorf("the text %q lacks the problem", err)
	}
	if first == "" && len(pe.Nearest) > 0 || first != "" && !slices.Contains(pe.Nearest, first) {
		t.Errorf("nearest = %q, want %q", pe.Nearest, first)
	}
}

func TestEditedDepthIsStillAMessage(t *testing.T) {
	m := parsed(t, "<xml></xml>")
	if err := m.Add(strings.Repeat("a/", 30)+"a", "v"); err != nil {
		t.Fatal(err)
	}
	parsed(t, string(m.Bytes()))
}
