package interop

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestEasyWeChatLossless: node-easywechat has no types; it returns a push as an object.
// The object must have all texts that encoding/xml finds in the push.
func TestEasyWeChatLossless(t *testing.T) {
	cmd := node(t, "easywechat.js")
	pushes := slices.DeleteFunc(slices.Concat(pushesOf(t, official, "mp", "miniprogram", "component"), pushesOf(t, corp, "work", "work-suite")), pushed.json)
	var in bytes.Buffer
	for _, p := range pushes {
		line, err := json.Marshal(p.Message)
		if err != nil {
			t.Fatal(err)
		}
		in.Write(append(line, '\n'))
	}
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	read := json.NewDecoder(bytes.NewReader(out))
	for _, p := range pushes {
		var value any
		if err := read.Decode(&value); err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		if want, got := xmlTexts(t, p.Message), objectTexts(value); !maps.Equal(want, got) {
			t.Errorf("%s:\nsent %v\nread %v", p.Name, want, got)
		}
	}
	t.Logf("%d pushes", len(pushes))
}

// xmlTexts counts the texts of a push by path, without empty texts and without white
// space around texts.
func xmlTexts(t *testing.T, message string) map[string]int {
	t.Helper()
	texts := map[string]int{}
	var path []string
	var text string
	for d := xml.NewDecoder(strings.NewReader(message)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			path, text = append(path, token.Name.Local), ""
		case xml.CharData:
			text += string(token)
		case xml.EndElement:
			count(texts, strings.Join(path[1:], "/"), text)
			path, text = path[:len(path)-1], ""
		}
	}
}

func objectTexts(value any) map[string]int {
	texts := map[string]int{}
	var walk func(path string, value any)
	walk = func(path string, value any) {
		switch v := value.(type) {
		case map[string]any:
			for key, item := range v {
				walk(strings.TrimPrefix(path+"/"+key, "/"), item)
			}
		case []any:
			for _, item := range v {
				walk(path, item)
			}
		default:
			count(texts, path, fmt.Sprint(v))
		}
	}
	walk("", value)
	return texts
}

func count(texts map[string]int, path, text string) {
	if text = strings.TrimSpace(text); text != "" {
		texts[path+"="+text]++
	}
}
