package message_test

import (
	"bytes"
	"testing"

	"wxtool/internal/message"
)

func TestFixturesComeBackByteForByte(t *testing.T) {
	eachFixture(t, func(t *testing.T, data []byte) {
		if got := parsed(t, string(data)).Bytes(); !bytes.Equal(got, data) {
			t.Errorf("Bytes =\n%s\nwant\n%s", got, data)
		}
	})
}

func TestBytesAreUnchanged(t *testing.T) {
	for name, data := range map[string]string{
		"official V2":        officialV2,
		"three levels":       photos,
		"order":              "<xml><B>1</B><A>2</A><B>3</B></xml>",
		"split CDATA":        "<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>",
		"text beside CDATA":  "<xml><A>x<![CDATA[y]]>z</A></xml>",
		"empty CDATA":        "<xml><A><![CDATA[]]></A></xml>",
		"blank CDATA":        "<xml><A><![CDATA[ \n]]></A></xml>",
		"empty element":      "<xml><A></A></xml>",
		"empty root":         "<xml></xml>",
		"quotes in text":     `<xml><A>it's "so"</A></xml>`,
		"needed escapes":     "<xml><A>&lt;a&gt; &amp;amp;</A></xml>",
		"carriage return":    "<xml><A>a&#xD;b</A></xml>",
		"whitespace, tabs":   "<xml>\n\t<A>1</A>\n\n   <B>2</B> </xml>\n\n",
		"comments":           "<!-- a -->\n<xml><!-- b --><A>1</A></xml>\n<!-- c -->",
		"declaration":        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xml><A>1</A></xml>",
		"attributes":         `<xml b="1" a="x y"><A c="&lt;"></A></xml>`,
		"mixed text":         "<xml>a<B>b</B>c</xml>",
		"Chinese and others": "<xml><内容><![CDATA[我是中文😀\u200b]]></内容></xml>",
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(parsed(t, data).Bytes()); got != data {
				t.Errorf("Bytes = %q, want %q", got, data)
			}
		})
	}
}

func TestWireHasTheOfficialForm(t *testing.T) {
	for name, tt := range map[string]struct{ in, want string }{
		"official V2 itself": {officialV2, officialV2},
		"indented, noted": {"<!-- title: x -->\n<xml>\n  <A><![CDATA[1]]></A>\n  <B>2</B>\n</xml>\n",
			"<xml><A><![CDATA[1]]></A>\n<B>2</B>\n</xml>"},
		"on one line":   {"<xml><A>1</A><B>2</B></xml>", "<xml><A>1</A>\n<B>2</B>\n</xml>"},
		"declaration":   {"<?xml version=\"1.0\"?>\n<xml><A>1</A></xml>", "<xml><A>1</A>\n</xml>"},
		"empty CDATA":   {"<xml> <A><![CDATA[]]></A> </xml>", "<xml><A><![CDATA[]]></A>\n</xml>"},
		"blank CDATA":   {"<xml><A><![CDATA[ \n ]]></A></xml>", "<xml><A><![CDATA[ \n ]]></A>\n</xml>"},
		"blank text":    {"<xml><A> </A></xml>", "<xml><A> </A>\n</xml>"},
		"text's spaces": {"<xml>\n<A> 1\n 2 </A>\n</xml>", "<xml><A> 1\n 2 </A>\n</xml>"},
		"split CDATA":   {"<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A></xml>", "<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A>\n</xml>"},
		"nested": {photos, "<xml><Event><![CDATA[pic_weixin]]></Event>\n<EventKey><![CDATA[]]></EventKey>\n" +
			"<SendPicsInfo><Count>2</Count>\n<PicList><item><PicMd5Sum><![CDATA[aaa]]></PicMd5Sum>\n</item>\n" +
			"<item><PicMd5Sum><![CDATA[bbb]]></PicMd5Sum>\n</item>\n</PicList>\n</SendPicsInfo>\n</xml>"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := string(parsed(t, tt.in).Wire()); got != tt.want {
				t.Errorf("Wire =\n%q, want\n%q", got, tt.want)
			}
		})
	}
}

func TestWireLeavesTheMessageAlone(t *testing.T) {
	m := parsed(t, photos)
	m.Wire()
	if got := string(m.Bytes()); got != photos {
		t.Errorf("after Wire Bytes = %s", got)
	}
}

func TestWireKeepsEveryText(t *testing.T) {
	eachFixture(t, func(t *testing.T, data []byte) {
		before := parsed(t, string(data))
		after := parsed(t, string(before.Wire()))
		paths := before.Paths()
		if len(paths) == 0 || len(paths) != len(after.Paths()) {
			t.Fatalf("paths %q became %q", paths, after.Paths())
		}
		for i, path := range paths {
			want, _ := before.Get(path)
			got, ok := after.Get(path)
			if after.Paths()[i] != path || !ok || len(bytes.TrimSpace([]byte(want))) > 0 && got != want {
				t.Errorf("%s = %q, want %q", path, got, want)
			}
		}
		if was, is := bytes.Count(data, []byte("<![CDATA[")), bytes.Count(before.Wire(), []byte("<![CDATA[")); was != is {
			t.Errorf("%d CDATA sections became %d", was, is)
		}
	})
}

func TestCompose(t *testing.T) {
	if got := string(message.Compose()); got != "<xml></xml>" {
		t.Errorf("nothing = %q", got)
	}
	got := string(message.Compose(
		message.Field{Name: "Encrypt", Text: "a+b/c=="},
		message.Field{Name: "TimeStamp", Text: "1409735669", Bare: true},
		message.Field{Name: "Nonce"},
		message.Field{Name: "Odd", Text: "]]>\x02\xff"},
		message.Field{Name: "Text", Text: "<&>\x00", Bare: true},
	))
	want := "<xml><Encrypt><![CDATA[a+b/c==]]></Encrypt>\n<TimeStamp>1409735669</TimeStamp>\n<Nonce><![CDATA[]]></Nonce>\n" +
		"<Odd><![CDATA[]]]]><![CDATA[>\ufffd\ufffd]]></Odd>\n<Text>&lt;&amp;&gt;\ufffd</Text>\n</xml>"
	if got != want {
		t.Errorf("Compose =\n%q, want\n%q", got, want)
	}
	if wire := string(parsed(t, got).Wire()); wire != want {
		t.Errorf("Wire of it =\n%q, want\n%q", wire, want)
	}
}

func TestClean(t *testing.T) {
	for name, tt := range map[string]struct {
		in, want string
		found    []rune
	}{
		"nothing to do":    {"<xml>你好\t\r\n😀</xml>", "<xml>你好\t\r\n😀</xml>", nil},
		"seen in the wild": {"<A>a\x02b\x02c</A>", "<A>a\ufffdb\ufffdc</A>", []rune{2}},
		"several":          {"\x00\x1f\x0b\x00\ufffe\uffff", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd", []rune{0, 0x1f, 0x0b, 0xfffe, 0xffff}},
		"DEL is allowed":   {"\x7f\u0085\u2028", "\x7f\u0085\u2028", nil},
		"U+FFFD itself":    {"\ufffd", "\ufffd", nil},
		"empty":            {"", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			in := []byte(tt.in)
			got, found := message.Clean(in)
			if string(got) != tt.want || string(found) != string(tt.found) {
				t.Errorf("Clean = %q, %U; want %q, %U", got, found, tt.want, tt.found)
			}
			if string(in) != tt.in {
				t.Errorf("the input became %q", in)
			}
		})
	}
}

func TestCleanMakesAPushReadable(t *testing.T) {
	cleaned, _ := message.Clean([]byte("<xml><Content><![CDATA[a\x02]]></Content></xml>"))
	if got, _ := parsed(t, string(cleaned)).Get("Content"); got != "a\ufffd" {
		t.Errorf("Content = %q", got)
	}
}
