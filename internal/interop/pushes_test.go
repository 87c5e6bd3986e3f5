package interop

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// pushed is a sample as wxtool sends it in safe mode. Its name ends in @json if it is
// sent as JSON although the sample is XML.
type pushed struct {
	dryRun
	listed
}

// listed is one line of the catalogue.
type listed struct {
	Name, Kind, Format                   string
	MsgType, Event, ChangeType, InfoType string
}

func (l *listed) UnmarshalJSON(data []byte) error {
	var line struct {
		Name, Kind, Format, Event string
		MsgType                   string `json:"msg_type"`
		ChangeType                string `json:"change_type"`
		InfoType                  string `json:"info_type"`
	}
	err := unmarshal(data, &line)
	*l = listed{line.Name, line.Kind, line.Format, line.MsgType, line.Event, line.ChangeType, line.InfoType}
	return err
}

// called identifies the kind of push in an SDK: Event, a space and ChangeType if there is
// one, else MsgType.
func (l listed) called() string {
	if l.Event == "" {
		return l.MsgType
	}
	return strings.TrimSpace(l.Event + " " + l.ChangeType)
}

func (p pushed) json() bool { return strings.HasPrefix(p.Message, "{") }

// format returns whether the xml or the json tags are used.
func (p pushed) format() string {
	if p.json() {
		return "json"
	}
	return "xml"
}

// request returns the HTTP request of the push.
func (p pushed) request() *http.Request {
	r := httptest.NewRequest(p.Method, p.URL, strings.NewReader(p.Body))
	for name, value := range p.Header {
		r.Header.Set(name, value)
	}
	return r
}

// pushesOf renders all samples of these platforms except replies, including retired ones,
// as XML, and as JSON if the platform sends both.
func pushesOf(t *testing.T, a account, platforms ...string) []pushed {
	t.Helper()
	var all, both []listed
	for _, platform := range platforms {
		for _, l := range lines[listed](t, must(t, nil, "fixture", "list", "--json", "--retired", "--platform", platform)) {
			if l.Kind == "reply" {
				continue
			}
			all = append(all, l)
			if l.Format == "both" {
				both = append(both, l)
			}
		}
	}
	return slices.Concat(render(t, a, all, ""), render(t, a, both, "json"))
}

func render(t *testing.T, a account, all []listed, format string) []pushed {
	t.Helper()
	if len(all) == 0 {
		return nil
	}
	args := slices.Concat([]string{"send-fixture", "--dry-run", "--json", "--mode", "safe", "--to", "http://127.0.0.1/"}, a.flags())
	if format != "" {
		args = append(args, "--format", format)
	}
	for _, l := range all {
		args = append(args, l.Name)
	}
	sent := lines[dryRun](t, must(t, nil, args...))
	if len(sent) != len(all) {
		t.Fatalf("%d samples rendered, want %d", len(sent), len(all))
	}
	var pushes []pushed
	for i, d := range sent {
		if d.Fixture != all[i].Name || d.Message == "" {
			t.Fatalf("%s rendered as %q: %q", all[i].Name, d.Fixture, d.Message)
		}
		if format != "" {
			all[i].Name += "@" + format
		}
		pushes = append(pushes, pushed{d, all[i]})
	}
	return pushes
}
