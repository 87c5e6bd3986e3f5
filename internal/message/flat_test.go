package message_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// oracle reads the first level with the standard library alone: names and the text
// directly inside each element. It reports false for invalid XML and for XML that is
// not allowed in a message (a document type, more than one root, nesting deeper than
// 32).
func oracle(data []byte) (root string, elements []message.Element, ok bool) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if err != nil {
			return root, elements, err == io.EOF && roots == 1
		}
		switch t := token.(type) {
		case xml.Directive:
			return "", nil, false
		case xml.StartElement:
			if depth++; depth == 1 {
				root = t.Name.Local
				roots++
			} else if depth == 2 {
				elements = append(elements, message.Element{Name: []byte(t.Name.Local)})
			}
			if depth > 32 || roots > 1 {
				return "", nil, false
			}
		case xml.CharData:
			if depth == 2 {
				e := &elements[len(elements)-1]
				e.Text = append(e.Text, t...)
			} else if depth == 0 && len(bytes.TrimSpace(t)) > 0 {
				return "", nil, false
			}
		case xml.EndElement:
			depth--
		}
	}
}

// jsonOracle is oracle for JSON. It accepts duplicate keys.
func jsonOracle(data []byte) (elements []message.Element, ok bool) {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	for d.More() {
		name, err := d.Token()
		var value any
		if err != nil || d.Decode(&value) != nil {
			return nil, false
		}
		e := message.Element{Name: []byte(name.(string))}
		switch v := value.(type) {
		case string, json.Number, bool:
			e.Text = fmt.Append(nil, v)
		}
		elements = append(elements, e)
	}
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	_, err := d.Token()
	return elements, err == io.EOF
}

// checkOracle checks that Read has the same result as the standard library, except
// that it may reject duplicates.
func checkOracle(t *testing.T, f *message.Flat, data []byte) {
	t.Helper()
	err := f.Read(data)
	var root string
	var want []message.Element
	var ok bool
	if f.JSON() || message.IsJSON(data) {
		want, ok = jsonOracle(bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\ufeff"))))
	} else {
		root, want, ok = oracle(data)
	}
	switch {
	case errors.Is(err, message.ErrDuplicate) && ok, err != nil && !ok && len(f.Elements()) == 0:
		return
	case (err == nil) != ok:
		t.Fatalf("Read(%q) = %v, the standard library's reader says %t", data, err, ok)
	}
	if string(f.Root()) != root || len(f.Elements()) != len(want) {
		t.Fatalf("%q: root %q with %d elements, want %q with %d", data, f.Root(), len(f.Elements()), root, len(want))
	}
	for i, got := range f.Elements() {
		if !bytes.Equal(got.Name, want[i].Name) || !bytes.Equal(got.Text, want[i].Text) {
			t.Fatalf("%q: element %d is %q %q, want %q %q", data, i, got.Name, got.Text, want[i].Name, want[i].Text)
		}
	}
	if cleaned, found := message.Clean(data); message.ReadFast(data) && (len(found) > 0 || !bytes.Equal(cleaned, data)) && !f.JSON() {
		t.Fatalf("%q was read fast, and has %q to clean", data, found)
	}
}

// awkward returns messages near the limits of what the fast reader accepts.
func awkward() []string {
	return []string{
		"<xml></xml>", "<xml/>", " \n<xml></xml>\n ", "<a.b-c_1><d2>x</d2></a.b-c_1>", "<1a></1a>", "<-a></-a>",
		"<xml><A>1</A><B/><C></C></xml>", "<xml><A>1<B>2</B>3<![CDATA[4]]></A></xml>", "<xml>t<A>1</A>u</xml>",
		"<xml><A><![CDATA[]]></A></xml>", "<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>", "<xml><A><![CDATA[]]]]></A></xml>",
		"<xml><A>a]]>b</A></xml>", "<xml><A>&amp;</A></xml>", "<xml><A>&bad;</A></xml>", "<xml><A><![CDATA[&<>]]></A></xml>",
		"<xml><A>\r\n</A></xml>", "<xml><A><![CDATA[a\r\nb]]></A></xml>", "<xml><A>\x02</A></xml>", "<xml><A>\ufffe</A></xml>", "<xml><A>\ufffd，</A></xml>",
		"<xml><A>\xff</A></xml>", "<xml><A>\xef</A></xml>", "<xml><A></A ></xml>", "<xml ><A></A></xml >", "<xml a='1'></xml>", "<xml><a:A>1</a:A></xml>",
		"<xml><A></B></xml>", "<xml><A></xml></A>", "<xml><A>", "<xml><A", "<xml><", "<xml></", "</xml>", "<", "<xml></xml", "<xml></xml><xml></xml>", "<xml></xml>x",
		"x<xml></xml>", "\u00a0<xml></xml>", "\v<xml></xml>", "<xml></xml>\v", "<![CDATA[x]]><xml></xml>", "<xml><![CDATA[x]]></xml>", "<xml></xml><![CDATA[x]]>",
		"<xml><!-- c --><A>1</A></xml>", "<?xml version=\"1.0\"?><xml></xml>", "<!DOCTYPE xml><xml></xml>", "<xml><内容>1</内容></xml>",
		"<xml><Event>1</Event><Event>2</Event></xml>", "<xml><A><![CDATA[unclosed</A></xml>", "\ufeff<xml></xml>", "\ufeff\ufeff<xml></xml>", "<xml>\t<A>\t</A></xml>", "<xml>\x00</xml>",
		`{}`, `{ }`, `{"a":1}`, ` { "a" : "b" , "c" : [ ] } `, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1}}`, `{"a":1}x`, `{"a":1`, `{`, `{"a":"`, "{\"a\":\"\n\"}", "{\"a\":\"\t\"}",
		`{"a":-0}`, `{"a":01}`, `{"a":1.}`, `{"a":.5}`, `{"a":1e5}`, `{"a":1E+05}`, `{"a":1e}`, `{"a":-}`, `{"a":+1}`, `{"a":0x1}`, `{"a":1.50}`, `{"a":--1}`, `{"a":1 2}`,
		`{"a":true,"b":false,"c":null}`, `{"a":tru}`, `{"a":truex}`, `{"a":nul}`, `{"a":[1,{"b":[]},"c"]}`, `{"a":[1,]}`, `{"a":[1}`, `{"a":{"b":1]}`, `{"a":{"b"}}`, `{"a":{1:2}}`,
		`{"a":"\u0041"}`, `{"\u0041":1}`, `{"Event":"a","Event":"b"}`, `{"x":1,"x":2}`, `{"a":"é\ufffd"}`, "{\"a\":\"\xff\"}", "\u00a0{\"a\":1}", "{\"a\":1}\u00a0", "\ufeff{\"a\":1}", "{\"a\":1}\r\n",
		`{"a":` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `}`, `{"a":` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`,
		strings.Repeat("<a>", 32) + strings.Repeat("</a>", 32), strings.Repeat("<a>", 33) + strings.Repeat("</a>", 33),
	}
}

func TestFlatReadsWhatTheStandardLibraryReads(t *testing.T) {
	var f message.Flat // reused, so that leftovers of a previous message are detected
	for _, data := range awkward() {
		checkOracle(t, &f, []byte(data))
	}
	eachFixture(t, func(t *testing.T, data []byte) { checkOracle(t, &f, data) })
}

// TestFixturesAreReadFast: the fast reader accepts the messages of the platform.
func TestFixturesAreReadFast(t *testing.T) {
	slow, fast := 0, 0
	eachFixture(t, func(t *testing.T, data []byte) {
		m := parsed(t, string(data))
		for _, wire := range [][]byte{m.Wire(), m.JSON(message.Shape{})} {
			if checkOracle(t, new(message.Flat), wire); message.ReadFast(wire) {
				fast++
			} else if slow++; !bytes.ContainsAny(wire, "&\\") {
				t.Errorf("the fast reader does not take %s", wire)
			}
		}
	})
	if slow > fast/20 {
		t.Errorf("%d were read slowly, %d fast", slow, fast)
	}
}

func FuzzFlat(f *testing.F) {
	for _, seed := range append(awkward(), officialV2, photos, billionLaughs) {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var flat message.Flat
		checkOracle(t, &flat, data)
	})
}

func TestFlatFindsByName(t *testing.T) {
	for _, c := range []struct{ data, name, want string }{
		{"<xml><Content>a</Content><Content>b</Content></xml>", "Content", "a"},
		{"<xml><MsgType><![CDATA[text]]></MsgType></xml>", "MsgType", "text"},
		{"<xml><Encrypt>a</Encrypt></xml>", "encrypt", ""},
		{`{"encrypt":"a"}`, "Encrypt", "a"},
		{`{"Content":"é"}`, "Content", "é"},
		{"<xml></xml>", "Content", ""},
	} {
		var f message.Flat
		if err := f.Read([]byte(c.data)); err != nil {
			t.Fatal(err)
		}
		if got := string(f.Text(c.name)); got != c.want || f.Has(c.name) != (c.want != "") {
			t.Errorf("%s: Text(%q) = %q, Has %t; want %q", c.data, c.name, got, f.Has(c.name), c.want)
		}
	}
}

// TestFlatIsReused: a reused Flat does not allocate, and an error empties it.
func TestFlatIsReused(t *testing.T) {
	var f message.Flat
	data := []byte(officialV2)
	if n := testing.AllocsPerRun(100, func() {
		if err := f.Read(data); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
	if err := f.Read([]byte("<xml><A>1</A>")); !errors.Is(err, message.ErrSyntax) || len(f.Elements()) != 0 || f.Root() != nil || f.Has("MsgType") {
		t.Errorf("%v, %+v", err, f.Elements())
	}
}

func TestHeadOutlivesTheData(t *testing.T) {
	data := []byte(officialV2)
	var f message.Flat
	if err := f.Read(data); err != nil {
		t.Fatal(err)
	}
	h := f.Head()
	clear(data)
	if h.FromUserName != "mycreate" || h.AgentID != "218" || h.Root != "xml" || h.Event != "" {
		t.Errorf("%+v", h)
	}
}
