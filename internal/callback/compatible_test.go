package callback_test

import (
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/message"
)

// TestCompatibleBody: Encrypt is added where the editor of messages adds it, for the
// platform's form and for others.
func TestCompatibleBody(t *testing.T) {
	a := mpAccount(t, callback.Compatible)
	check := func(t *testing.T, msg string) {
		t.Helper()
		m, err := message.Parse([]byte(msg))
		if err != nil {
			t.Fatal(err)
		}
		encrypt, err := a.Encrypt([]byte(msg), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Add("Encrypt", encrypt); err != nil {
			t.Fatal(err)
		}
		head, err := message.Scan([]byte(msg))
		if err != nil || head.InfoType != "" || head.Encrypt != "" { // not compatible
			return
		}
		s, err := a.Seal([]byte(msg), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		if string(s.Body) != string(m.Bytes()) {
			t.Errorf("%s\nwant\n%s", s.Body, m.Bytes())
		}
	}
	for _, msg := range []string{
		"<xml><A>1</A></xml>", "<xml>\n  <A>1</A>\n  <B>2</B>\n</xml>\n", "<xml><A>1</A><B>2</B>\n</xml>", "<xml> <A>1</A>\t<B>2</B> </xml>",
		"<xml><A>1</A>\n<B><B>2</B></B>\n</xml>", "<xml><A>1</A>\n<B> <C>2</C>\n <D>3</D></B></xml>", "<xml><A>1</A>\n<B><![CDATA[<B>2]]></B></xml>",
		"<xml><A>1</A>\n<B x=\"1\">2</B></xml>", "<xml><A>1</A>\n<B/></xml>", "<xml><A>1</A>\n<!-- </A> --></xml>", "<xml><A>1</A> text</xml>",
		"<xml><Encrypt></Encrypt>\n<A>1</A></xml>", "<xml></xml>", "<?xml version=\"1.0\"?><xml><A>1</A>\n<B>2</B></xml>", "<x:xml xmlns:x=\"u\"><A>1</A>\n<B>2</B></x:xml>",
	} {
		check(t, msg)
	}
	eachFixture(t, func(t *testing.T, _ string, data []byte) {
		m, err := message.Parse(data)
		if err != nil {
			return // some replies are plain text
		}
		check(t, string(data))
		check(t, string(m.Wire()))
	})
}

// TestCompatibleIsReadOnce: to seal a push of the usual form, its XML is not parsed
// into a tree, which takes more than a hundred allocations.
func TestCompatibleIsReadOnce(t *testing.T) {
	a := mpAccount(t, callback.Compatible)
	if n := testing.AllocsPerRun(20, func() {
		if _, err := a.Seal([]byte(mpText), testStamp); err != nil {
			t.Fatal(err)
		}
	}); n > 40 {
		t.Errorf("%v allocations", n)
	}
}
