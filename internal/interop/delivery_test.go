package interop

import (
	"encoding/xml"
	"slices"
	"strings"
	"testing"
)

// problem, delivery, handshake and dryRun are the parts of wxtool's results that the
// tests use.
type problem struct {
	ID, Level, Effect string
	Text              string `json:"problem"`
}

type delivery struct {
	Fixture, Mode string
	Status        int
	OK            bool
	Attempts      []struct{ URL string }
	Reply         struct {
		Kind, XML        string
		Encrypted, Valid bool
		Problems         []problem
	}
}

type handshake struct {
	OK              bool
	Status          int
	Echostr, Answer string
	Problems        []problem
}

type dryRun struct {
	Fixture, Mode, Method, URL, Body, Message string
	Header                                    map[string]string
}

// fields are the elements of a message by name, without nested ones, and in JSON only
// strings.
type fields map[string]string

func fieldsOf(t *testing.T, text string) fields {
	t.Helper()
	if strings.HasPrefix(text, "{") {
		return flatten([]byte(text))
	}
	var doc struct {
		Elements []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatalf("not XML: %v\n%s", err, text)
	}
	got := fields{}
	for _, e := range doc.Elements {
		got[e.XMLName.Local] = e.Text
	}
	return got
}

// push is a message: a sample with changes for --set.
type push struct {
	name string
	set  fields
}

func (p push) flags() []string {
	args := []string{p.name}
	for name, value := range p.set {
		args = append(args, "--set", name+"="+value)
	}
	return args
}

// send delivers a push and checks that the exit code matches the verdict.
func send(t *testing.T, a account, to string, p push, extra ...string) delivery {
	t.Helper()
	args := slices.Concat([]string{"send-fixture", "--json", "--retries=false", "--to", to}, a.flags(), p.flags(), extra)
	r := wxtool(t, nil, args...)
	d := line[delivery](t, r)
	if d.OK != (r.Code == 0) || d.OK != d.Reply.Valid {
		t.Errorf("ok is %v, valid %v, exit code %d\n%s", d.OK, d.Reply.Valid, r.Code, r.Stdout)
	}
	return d
}

// sendOK is send, but fails the test unless the answer is good.
func sendOK(t *testing.T, a account, to string, p push, extra ...string) delivery {
	t.Helper()
	d := send(t, a, to, p, extra...)
	if !d.OK || len(d.Reply.Problems) > 0 {
		t.Fatalf("%s: ok is %v, HTTP %d\n%+v\n%s", p.name, d.OK, d.Status, d.Reply.Problems, d.Reply.XML)
	}
	return d
}

func shake(t *testing.T, a account, to string) handshake {
	t.Helper()
	r := wxtool(t, nil, slices.Concat([]string{"handshake", to, "--json"}, a.flags())...)
	h := line[handshake](t, r)
	if h.OK != (r.Code == 0) {
		t.Errorf("ok is %v, exit code %d\n%s", h.OK, r.Code, r.Stdout)
	}
	return h
}

func shakeOK(t *testing.T, a account, to string) {
	t.Helper()
	h := shake(t, a, to)
	if !h.OK || len(h.Problems) > 0 || h.Answer != h.Echostr {
		t.Errorf("handshake: %+v", h)
	}
}

func ids(problems []problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, p.ID)
	}
	return all
}

// wantProblem requires exactly one problem, with this id and these words.
func wantProblem(t *testing.T, problems []problem, id string, words ...string) {
	t.Helper()
	if len(problems) != 1 || problems[0].ID != id {
		t.Fatalf("problems are %q, want %q\n%+v", ids(problems), id, problems)
	}
	for _, word := range words {
		if !strings.Contains(problems[0].Text, word) {
			t.Errorf("%s does not say %q: %s", id, word, problems[0].Text)
		}
	}
}

func wantFields(t *testing.T, got, want fields) {
	t.Helper()
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s: got %q, want %q", name, got[name], value)
		}
	}
}
