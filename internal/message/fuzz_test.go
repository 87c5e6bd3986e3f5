package message_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// FuzzParse checks that Parse and Scan accept the same messages with the same content,
// and that writing, parsing and writing a message gives the same bytes.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{officialV2, photos, billionLaughs, "", "{\"a\":1}", nested(33),
		"\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- x --><xml a='1' a=\"2\"><A>&#13;&lt;]]&gt;</A><?pi?></xml>\n",
		"<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A><A/>t<B xmlns='u' x:c='d'> </B></xml>",
		"<xml><Encrypt>a<!-- - -->b<x/>c</Encrypt><x:Nonce>1</x:Nonce></xml>",
		`{"Encrypt":"a","encrypt":"b","timestamp":18446744073709551616,"x":[{}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := message.Parse(data)
		h, scanErr := message.Scan(data)
		if (m == nil) == (err == nil) || (h == nil) == (scanErr == nil) {
			t.Fatalf("Parse = %v, %v; Scan = %v, %v", m, err, h, scanErr)
		}
		if err != nil {
			if scanErr == nil && !h.JSON {
				t.Fatalf("Scan accepts what Parse rejects: %v", err)
			}
			return
		}
		if scanErr == nil {
			checkAgreement(t, m, h)
		} else if !errors.Is(scanErr, message.ErrDuplicate) {
			t.Fatalf("Parse accepts what Scan rejects: %v", scanErr)
		}
		once := m.Bytes()
		if again := parsed(t, string(once)).Bytes(); !bytes.Equal(again, once) {
			t.Fatalf("Bytes = %q, then %q", once, again)
		}
		parsed(t, string(m.Wire()))
	})
}

func checkAgreement(t *testing.T, m *message.Message, h *message.Head) {
	t.Helper()
	for name, field := range headFields {
		if want, _ := m.Get(name); field(h) != want {
			t.Fatalf("%s: Scan %q, Parse %q", name, field(h), want)
		}
	}
}

// FuzzSet checks that an edit either fails and changes nothing, or can be read back
// from the written message.
func FuzzSet(f *testing.F) {
	for _, path := range []string{"Event", "/xml/EventKey", "SendPicsInfo/PicList/item[2]/PicMd5Sum", "SendPicsInfo/Count", "SendPicsInfo", "New/a[1]", "xml", "a[", ""} {
		f.Add(path, "v]]>\r\n<&>'\"", false)
		f.Add(path, "12", true)
		f.Add(path, "\x02", true)
		f.Add(path, "", false)
	}
	f.Fuzz(func(t *testing.T, path, value string, add bool) {
		m := parsed(t, photos)
		before := m.Count(path)
		var err error
		if add {
			err = m.Add(path, value)
		} else {
			err = m.Set(path, value)
		}
		if err != nil {
			var pe *message.PathError
			if !errors.As(err, &pe) || string(m.Bytes()) != photos {
				t.Fatalf("err = %v, Bytes = %s", err, m.Bytes())
			}
			return
		}
		if add {
			if after := m.Count(path); after != before+1 {
				t.Fatalf("%d %s became %d", before, path, after)
			}
			if !strings.HasSuffix(path, "]") {
				path = fmt.Sprintf("%s[%d]", path, before+1)
			}
		}
		checkReadBack(t, m, path, value)
	})
}

// checkReadBack accepts that XML parsers convert a CR.
func checkReadBack(t *testing.T, m *message.Message, path, value string) {
	t.Helper()
	if got, ok := m.Get(path); got != value || !ok {
		t.Fatalf("Get(%q) = %q, want %q", path, got, value)
	}
	lines := strings.NewReplacer("\r\n", "\n", "\r", "\n")
	for _, written := range [][]byte{m.Bytes(), m.Wire()} {
		if got, ok := parsed(t, string(written)).Get(path); lines.Replace(got) != lines.Replace(value) || !ok {
			t.Fatalf("written and read: Get(%q) = %q, want %q", path, got, value)
		}
	}
}
