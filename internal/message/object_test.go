package message_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/message"
)

const card = `{"a":1,"list":[{"n":"x"},{"n":"y"}],"tags":["p","q"],"deep":{"t":true,"z":null,"big":9007199254740993}}`

func object(t testing.TB, data string) *message.Object {
	t.Helper()
	o, err := message.ParseJSON([]byte(data))
	if err != nil {
		t.Fatalf("ParseJSON(%.200s) = %v", data, err)
	}
	return o
}

func TestParseJSONKeepsOrderAndDigits(t *testing.T) {
	loose := " \n{ \"a\" : 1, \"list\":[{\"n\":\"x\"},{\"n\":\"y\"}],\"tags\":[\"p\",\"q\"],\"deep\":{\"t\":true,\"z\":null,\"big\":9007199254740993}}\n"
	for _, in := range []string{card, loose, "\xef\xbb\xbf" + card} {
		if got := string(object(t, in).Wire()); got != card {
			t.Errorf("Wire = %s", got)
		}
	}
	if got := string(object(t, `{"s":"<&>\u4f60\n\"\\"}`).Wire()); got != "{\"s\":\"<&>你\\n\\\"\\\\\"}" {
		t.Errorf("Wire = %s", got)
	}
}

func TestParseJSONRefuses(t *testing.T) {
	for in, want := range map[string]error{
		"":                          message.ErrEmpty,
		"[1]":                       message.ErrSyntax,
		`{"a":1`:                    message.ErrSyntax,
		`{"a":1}{"b":2}`:            message.ErrSyntax,
		`{"a":1} x`:                 message.ErrSyntax,
		`{"a":1,"a":2}`:             message.ErrDuplicate,
		`{"d":{"a":1,"a":2}}`:       message.ErrDuplicate,
		strings.Repeat(`{"a":`, 40): message.ErrSyntax,
	} {
		if _, err := message.ParseJSON([]byte(in)); !errors.Is(err, want) {
			t.Errorf("ParseJSON(%.40s) = %v, want %v", in, err, want)
		}
	}
}

func TestObjectEdits(t *testing.T) {
	tests := []struct{ op, path, value, want string }{
		{"set", "a", "2", strings.Replace(card, `"a":1`, `"a":2`, 1)},
		{"set", "a", "two", strings.Replace(card, `"a":1`, `"a":"two"`, 1)},
		{"set", "list[2]/n", "5", strings.Replace(card, `"y"`, `"5"`, 1)},
		{"set", "list/n", "z", strings.Replace(card, `"x"`, `"z"`, 1)},
		{"set", "tags[2]", "r", strings.Replace(card, `"q"`, `"r"`, 1)},
		{"set", "deep/t", "false", strings.Replace(card, "true", "false", 1)},
		{"set", "/deep/z", "", strings.Replace(card, "null", `""`, 1)},
		{"add", "tags", "r", strings.Replace(card, `"q"]`, `"q","r"]`, 1)},
		{"add", "tags[3]", "7", strings.Replace(card, `"q"]`, `"q",7]`, 1)},
		{"add", "list[2]/m", "1", strings.Replace(card, `"y"}`, `"y","m":1}`, 1)},
		{"add", "new/er", "v", card[:len(card)-1] + `,"new":{"er":"v"}}`},
		{"unset", "a", "", strings.Replace(card, `"a":1,`, "", 1)},
		{"unset", "tags[1]", "", strings.Replace(card, `"p",`, "", 1)},
		{"unset", "list", "", strings.Replace(card, `"list":[{"n":"x"},{"n":"y"}],`, "", 1)},
	}
	for _, tt := range tests {
		t.Run(tt.op+" "+tt.path, func(t *testing.T) {
			o := object(t, card)
			var err error
			switch tt.op {
			case "set":
				err = o.Set(tt.path, tt.value)
			case "add":
				err = o.Add(tt.path, tt.value)
			case "unset":
				err = o.Unset(tt.path)
			}
			if err != nil || string(o.Wire()) != tt.want {
				t.Errorf("%v\n%s, want\n%s", err, o.Wire(), tt.want)
			}
		})
	}
}

func TestObjectRefusesAndStaysAsItIs(t *testing.T) {
	for _, edit := range []func(*message.Object) error{
		func(o *message.Object) error { return o.Set("b", "1") },
		func(o *message.Object) error { return o.Set("list[3]/n", "1") },
		func(o *message.Object) error { return o.Set("deep", "1") },
		func(o *message.Object) error { return o.Set("a[2]", "1") },
		func(o *message.Object) error { return o.Set("a", "\x02") },
		func(o *message.Object) error { return o.Add("a", "1") },
		func(o *message.Object) error { return o.Add("a/b", "1") },
		func(o *message.Object) error { return o.Add("tags[5]", "1") },
		func(o *message.Object) error { return o.Add("tags/x", "1") },
		func(o *message.Object) error { return o.Unset("tags[9]") },
		func(o *message.Object) error { return o.Unset("") },
	} {
		o := object(t, card)
		var path *message.PathError
		if err := edit(o); !errors.As(err, &path) || string(o.Wire()) != card {
			t.Errorf("err = %v, now %s", err, o.Wire())
		}
	}
	var path *message.PathError
	if err := object(t, card).Set("dep/big", "1"); !errors.As(err, &path) || !slices.Contains(path.Nearest, "deep/big") {
		t.Errorf("%v", err)
	}
}

func TestObjectPaths(t *testing.T) {
	want := []string{"a", "list[1]", "list[1]/n", "list[2]", "list[2]/n", "tags[1]", "tags[2]", "deep", "deep/t", "deep/z", "deep/big"}
	o := object(t, card)
	if got := o.Paths(); !slices.Equal(got, want) {
		t.Errorf("Paths = %q", got)
	}
	if o.Count("list") != 2 || o.Count("a") != 1 || o.Count("b/c") != 0 || o.Count("[") != 0 {
		t.Error("Count")
	}
	if text, ok := o.Get("deep/big"); text != "9007199254740993" || !ok {
		t.Errorf("Get = %q", text)
	}
}

// FuzzObjectSet checks that an edit of JSON either fails and changes nothing, or can
// be read back by this parser and by encoding/json.
func FuzzObjectSet(f *testing.F) {
	for _, path := range []string{"a", "list[2]/n", "tags", "tags[3]", "deep/t", "new/deep", "", "[", "a/b"} {
		f.Add(path, "v", false)
		f.Add(path, "12", true)
		f.Add(path, "<\"\\>\u2028", true)
	}
	f.Fuzz(func(t *testing.T, path, value string, add bool) {
		o := object(t, card)
		before := o.Count(path)
		edit := o.Set
		if add {
			edit = o.Add
		}
		if err := edit(path, value); err != nil {
			var pe *message.PathError
			if !errors.As(err, &pe) || string(o.Wire()) != card {
				t.Fatalf("err = %v, now %s", err, o.Wire())
			}
			return
		}
		if add && !strings.HasSuffix(path, "]") && before > 0 {
			path = fmt.Sprintf("%s[%d]", path, before+1)
		}
		if got, ok := object(t, string(o.Wire())).Get(path); got != value || !ok {
			t.Fatalf("Get(%q) = %q, want %q in %s", path, got, value, o.Wire())
		}
		if !json.Valid(o.Wire()) {
			t.Fatalf("not JSON: %s", o.Wire())
		}
	})
}

// TestJSONShape: the JSON of an XML push. The expected texts follow the notes in the
// official pages.
func TestJSONShape(t *testing.T) {
	types := map[string]string{"N": "int", "F": "float", "S": "string", "L": "list", "W/L": "list", "W/L/N": "int", "O": "object", "Bad": "int"}
	tests := []struct {
		name, xml, want string
		shape           message.Shape
	}{
		{"numbers", "<xml><CreateTime>1</CreateTime><N>2</N><F>1.50</F><S>3</S><X>4</X></xml>", `{"CreateTime":1,"N":2,"F":1.50,"S":"3","X":"4"}`, message.Shape{Types: types}},
		{"what is no number", "<xml><N></N><Bad>007</Bad></xml>", `{"N":"","Bad":"007"}`, message.Shape{Types: types}},
		{"list of one", "<xml><L>a</L></xml>", `{"L":["a"]}`, message.Shape{Types: types}},
		{"list among others", "<xml><L>a</L><S>b</S><L>c</L></xml>", `{"L":["a","c"],"S":"b"}`, message.Shape{Types: types}},
		{"repeated, not in the table", "<xml><R>a</R><R>b</R></xml>", `{"R":["a","b"]}`, message.Shape{Types: types}},
		{"empty object", "<xml><O></O></xml>", `{"O":{}}`, message.Shape{Types: types}},
		{"text", "<xml><S><![CDATA[<你&\"\n>]]></S></xml>", `{"S":"<你&\"\n>"}`, message.Shape{Types: types}},
		{"unwrapped, one", "<xml><MsgId>1</MsgId><W><L><N>5</N></L></W></xml>", `{"MsgId":1,"L":{"N":"5"}}`, message.Shape{Types: types, Unwrap: "W", Strings: true}},
		{"unwrapped, two", "<xml><W><L><N>5</N></L><L><N>6</N></L></W></xml>", `{"L":[{"N":5},{"N":6}]}`, message.Shape{Types: types, Unwrap: "W"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := string(parsed(t, tt.xml).JSON(tt.shape))
			if want := strings.ReplaceAll(tt.want, "\n", `\n`); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestFormatOf(t *testing.T) {
	for body, want := range map[string]string{
		"": "", "<xml></xml>": "xml", "\ufeff \n<xml>": "xml", `{"a":1}`: "json", " {": "json", "success": "text", " ": "text", "[1]": "text",
		"<!DOCTYPE html>\n<p>": "text", "\n<HTML><body>": "text", "<!doctype html PUBLIC": "text", "<htmlx/>": "xml", "<!-- sample --><xml/>": "xml",
	} {
		if got := message.FormatOf([]byte(body)); got != want {
			t.Errorf("%q: %q, want %q", body, got, want)
		}
	}
}
