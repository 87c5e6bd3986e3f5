package callback_test

import (
	"strings"
	"testing"

	"wxtool/internal/callback"
	"wxtool/internal/wxtest"
)

// openReply and sealReply call OpenReply and AppendReply with new buffers.
func openReply(a *callback.Account, body []byte) (*callback.Opened, error) {
	var e callback.Envelope
	e.Read(body)
	o := new(callback.Opened)
	if err := a.OpenReply(o, &e); err != nil {
		return nil, err
	}
	return o, nil
}

func sealReply(a *callback.Account, reply []byte, stamp callback.Stamp, asJSON bool) ([]byte, error) {
	form := callback.ReplyXML
	if asJSON {
		form = callback.ReplyJSON
	}
	return a.AppendReply(nil, reply, stamp, form)
}

func readEnvelope(body []byte) (*callback.Envelope, error) {
	e := new(callback.Envelope)
	if err := e.Read(body); err != nil {
		return nil, err
	}
	return e, nil
}

// TestExchangeDoesNotAllocate: with buffers of sufficient size, an exchange in safe
// mode allocates only the decoded query.
func TestExchangeDoesNotAllocate(t *testing.T) {
	v := wxtest.Official("V2")
	a, q := v.Account(callback.Work, callback.Safe), v.Query(callback.Work)
	body := []byte(xmlBody("<ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><AgentID><![CDATA[218]]></AgentID>", v.Encrypt))
	var push, reply callback.Opened
	var e callback.Envelope
	sealed := make([]byte, 0, 8<<10)
	exchange := func() {
		e.Read(body)
		if err := a.OpenPush(&push, q, &e); err != nil {
			t.Fatal(err)
		}
		flat, err := push.Flat()
		if err != nil || string(flat.Text("Content")) != "hello" {
			t.Fatal(err)
		}
		if sealed, err = a.AnswerTo(sealed[:0], &push, push.Message, testStamp); err != nil {
			t.Fatal(err)
		}
		e.Read(sealed)
		if err := a.OpenReply(&reply, &e); err != nil || string(reply.Message) != string(push.Message) {
			t.Fatal(err)
		}
	}
	if n := testing.AllocsPerRun(100, exchange); n > 0.5 { // a garbage collection may empty the pools
		t.Errorf("%v allocations", n)
	}
}

// TestForget: what was read of a message can be used for another message, and is read
// again where it is asked for again.
func TestForget(t *testing.T) {
	a := mpAccount(t, callback.Plain)
	s, err := a.Seal([]byte(mpText), testStamp)
	if err != nil {
		t.Fatal(err)
	}
	var e callback.Envelope
	var o callback.Opened
	e.Read(s.Body)
	if err := a.OpenPush(&o, s.Query, &e); err != nil {
		t.Fatal(err)
	}
	o.Forget()
	e.Forget()
	if e.Encrypt() != nil || e.Form != "" || len(e.Elements()) != 0 {
		t.Errorf("%+v", e)
	}
	e.Read([]byte("<xml><Content>other</Content></xml>"))
	flat, err := o.Flat()
	if err != nil || string(flat.Text("MsgType")) != "text" {
		t.Errorf("%s, %v", flat.Text("MsgType"), err)
	}
}

// TestOpenedIsReused: a reused Opened keeps nothing from before: a plain push after an
// encrypted one, and after Replace.
func TestOpenedIsReused(t *testing.T) {
	safe, plain := mpAccount(t, callback.Safe), mpAccount(t, callback.Plain)
	var o callback.Opened
	for _, a := range []*callback.Account{safe, plain, safe} {
		s, err := a.Seal([]byte(mpText), testStamp)
		if err != nil {
			t.Fatal(err)
		}
		var e callback.Envelope
		e.Read(s.Body)
		if err := a.OpenPush(&o, s.Query, &e); err != nil {
			t.Fatal(err)
		}
		flat, err := o.Flat()
		if err != nil || string(o.Message) != mpText || o.Mode != a.Mode || (o.ReceiveID == "") != (a == plain) || flat.Has("Encrypt") {
			t.Errorf("%s: %+v, %v", a.Mode, o, err)
		}
	}
	o.Replace([]byte("<xml><Content>x</Content></xml>"))
	if flat, err := o.Flat(); err != nil || string(flat.Text("Content")) != "x" {
		t.Errorf("after Replace: %v", err)
	}
}

// TestReplyEscapesItsNonce: the nonce of a reply comes from the push, so it is
// escaped.
func TestReplyEscapesItsNonce(t *testing.T) {
	a, stamp := mpAccount(t, callback.Safe), testStamp
	for _, nonce := range []string{`"]]>`, "<Encrypt>", "é\u2028", `a\`, `","Encrypt":"x`} {
		stamp.Nonce = nonce
		for _, form := range []callback.ReplyForm{callback.ReplyXML, callback.ReplyJSON, callback.ReplyLower} {
			body, err := a.AppendReply([]byte("  "), []byte("hello"), stamp, form)
			if err != nil || !strings.HasPrefix(string(body), "  ") {
				t.Fatal(err)
			}
			if o, err := openReply(a, body); err != nil || string(o.Message) != "hello" {
				t.Errorf("%s, nonce %q: %v\n%s", form, nonce, err, body)
			}
		}
	}
}

// WeCom has one mode, whatever else its envelope holds.
func TestWorkIsAlwaysSafe(t *testing.T) {
	a := workAccount(t)
	s, err := a.Seal([]byte(workText), testStamp)
	if err != nil {
		t.Fatal(err)
	}
	body := strings.Replace(string(s.Body), "</xml>", "<Extra>1</Extra></xml>", 1)
	if o, err := a.Open(s.Query, []byte(body)); err != nil || o.Mode != callback.Safe {
		t.Errorf("%+v, %v", o, err)
	}
}
