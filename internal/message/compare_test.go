package message_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/message"
)

func TestCompare(t *testing.T) {
	const text = "<xml><ToUserName><![CDATA[oFan]]></ToUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>a&amp;b</Content></xml>"
	const news = "<xml><MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>A</Title><Url>u</Url></item><item><Title>B</Title></item></Articles></xml>"
	tests := []struct {
		name, recorded, updated string
		ignore                  []string
		want                    []string
	}{
		{"the same", text, text, nil, nil},
		{"other order, CDATA and white space", text,
			"\n<xml>\n  <Content><![CDATA[a&b]]></Content>\n <MsgType><![CDATA[text]]></MsgType><CreateTime>1</CreateTime>\n<ToUserName>oFan</ToUserName></xml>\n", nil, nil},
		{"changed", text, strings.Replace(text, "a&amp;b", "c", 1), nil, []string{`Content: was "a&b", is "c"`}},
		{"white space inside a text counts", text, strings.Replace(text, "a&amp;b", "a&amp;b ", 1), nil, []string{`Content: was "a&b", is "a&b "`}},
		{"removed and added", text, strings.Replace(text, "<Content>a&amp;b</Content>", "<Image><MediaId>m</MediaId></Image>", 1), nil,
			[]string{`Content: was "a&b", is missing`, `Image/MediaId: was missing, is "m"`}},
		{"an empty element is not a missing one", "<xml><A></A></xml>", "<xml></xml>", nil, []string{`A: was "", is missing`}},
		{"ignored by name", text, strings.Replace(text, "<CreateTime>1<", "<CreateTime>2<", 1), message.Volatile(), nil},
		{"not ignored", text, strings.Replace(text, "<CreateTime>1<", "<CreateTime>2<", 1), nil, []string{`CreateTime: was "1", is "2"`}},
		{"ignored by path, at every index", news, strings.ReplaceAll(strings.ReplaceAll(news, ">A<", ">X<"), ">B<", ">Y<"), []string{"Articles/item/Title"}, nil},
		{"ignored path is not another one's", news, strings.Replace(news, ">A<", ">X<", 1), []string{"item/Title"}, []string{`Articles/item[1]/Title: was "A", is "X"`}},
		{"siblings of one name in their order", news, strings.NewReplacer(">A<", ">B<", ">B<", ">A<").Replace(news), nil,
			[]string{`Articles/item[1]/Title: was "A", is "B"`, `Articles/item[2]/Title: was "B", is "A"`}},
		{"fewer siblings", news, strings.Replace(news, "<item><Title>B</Title></item>", "", 1), nil, []string{`Articles/item[2]/Title: was "B", is missing`}},
		{"more siblings", "<xml><A>1</A></xml>", "<xml><A>1</A><A>2</A></xml>", nil, []string{`A[2]: was missing, is "2"`}},
		{"another root", "<xml><A>1</A></xml>", "<reply><A>1</A></reply>", nil, []string{`message: was "xml", is "reply"`}},
		{"text in place of elements", "<xml><A><B>1</B></A></xml>", "<xml><A>1</A></xml>", nil, []string{`A: was "", is "1"`, `A/B: was "1", is missing`}},
		{"JSON", `{"a":1,"b":[{"c":"x"},{"c":"y"}]}`, `{"b":[{"c":"x"},{"c":"z"}],"a":2}`, nil, []string{`a: was "1", is "2"`, `b[2]/c: was "y", is "z"`}},
		{"JSON, ignored", `{"a":1,"CreateTime":1}`, `{"a":1,"CreateTime":2}`, message.Volatile(), nil},
		{"XML and JSON", `<xml><a>1</a></xml>`, `{"a":1}`, nil, []string{`message: was "xml", is "{}"`}},
		{"not messages", "success", "", nil, []string{`message: was "success", is ""`}},
		{"one is not a message", "<xml></xml>", "<html>", nil, []string{`message: was "<xml></xml>", is "<html>"`}},
		{"neither can be read, and they are the same", "<xml>", "<xml>", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, d := range message.Compare([]byte(tt.recorded), []byte(tt.updated), tt.ignore...) {
				got = append(got, d.String())
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

// TestCompareChanges: every difference that an edit makes is found, at its path.
func TestCompareChanges(t *testing.T) {
	const sample = `<xml><A>1</A><L><item><B>2</B></item><item><B>3</B></item></L></xml>`
	for _, path := range []string{"A", "L/item[1]/B", "L/item[2]/B"} {
		d, err := message.ParseDocument([]byte(sample))
		if err != nil {
			t.Fatal(err)
		}
		was, _ := d.Get(path)
		if err := d.Set(path, "other"); err != nil {
			t.Fatal(err)
		}
		want := []message.Difference{{Path: path, Change: message.Changed, Recorded: was, New: "other"}}
		if got := message.Compare([]byte(sample), d.Wire()); !slices.Equal(got, want) {
			t.Errorf("%s: %v", path, got)
		}
	}
}

// FuzzCompare: what differs from a to b differs from b to a, and nothing differs from
// itself.
func FuzzCompare(f *testing.F) {
	f.Add([]byte("<xml><A>1</A><A>2</A></xml>"), []byte(`{"A":[1,[2]]}`))
	f.Add([]byte("success"), []byte("<xml><B><C/></B></xml>"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if d := message.Compare(a, append([]byte(" "), a...)); len(d) > 0 && message.IsJSON(a) {
			if _, err := message.ParseJSON(a); err == nil {
				t.Errorf("differs from itself: %v", d)
			}
		}
		if to, back := fmt.Sprint(len(message.Compare(a, b))), fmt.Sprint(len(message.Compare(b, a))); to != back {
			t.Errorf("%s differences, and %s in the other direction", to, back)
		}
	})
}
