package interop

import (
	"os"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/interop/servers"
)

// checked is a case as wxtool check prints it.
type checked struct {
	Type, ID, Outcome string
	Findings          []struct{ Level, Problem, Cause, Remedy string }
}

// pythonServer starts a program in testdata/python with a planted mistake.
func pythonServer(t *testing.T, file, mistake string) string {
	t.Helper()
	module, _, _ := strings.Cut(file, "_")
	python := servers.Python(module)
	if python == "" {
		t.Skip("Python has no " + module)
	}
	url, stop, err := servers.Run(t.Context(), "testdata/python", []string{python, file},
		append(os.Environ(), "TOKEN="+official.token, "MISTAKE="+mistake))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}

// TestPythonMistakes: wxtool check finds nothing in right servers with Django and Flask,
// and names the mistakes that users make with them.
func TestPythonMistakes(t *testing.T) {
	for _, tt := range []struct {
		file, mistake, path string
		id                  string // of a case that fails
		words               []string
	}{
		{file: "flask_server.py"},
		{file: "django_server.py"},
		{file: "flask_server.py", mistake: "ids not swapped", id: "mp/delivery/good-push", words: []string{"ToUserName and FromUserName are those of the push"}},
		{file: "django_server.py", mistake: "ids not swapped", id: "mp/delivery/good-push", words: []string{"ToUserName and FromUserName are those of the push"}},
		{file: "flask_server.py", mistake: "403 in the body", id: "mp/signature/refused-with-4xx", words: []string{"HTTP status 200", `the body "403"`}},
		{file: "django_server.py", mistake: "HttpResponse(403)", id: "mp/signature/refused-with-4xx", words: []string{"HTTP status 200", `the body "403"`, "HttpResponse(status=403)"}},
		{file: "flask_server.py", mistake: "nothing returned", id: "mp/push/subscribe", words: []string{"500", "Flask"}},
		{file: "django_server.py", mistake: "nothing returned", id: "mp/push/subscribe", words: []string{"500", "Django"}},
		{file: "flask_server.py", mistake: "exception in debug mode", id: "mp/push/subscribe", words: []string{"500", "Flask", "AttributeError"}},
		{file: "django_server.py", mistake: "exception in debug mode", id: "mp/push/subscribe", words: []string{"500", "Django", "AttributeError"}},
		{file: "django_server.py", mistake: "exception", id: "mp/push/subscribe", words: []string{"500", "Django"}},
		{file: "flask_server.py", mistake: "request.data", id: "mp/delivery/content-types", words: []string{"500", "Flask"}}, // empty for a form
		{file: "django_server.py", mistake: "no csrf_exempt", id: "mp/delivery/good-push", words: []string{"403", "CSRF", "csrf_exempt"}},
		{file: "django_server.py", mistake: "no csrf_exempt, in debug mode", id: "mp/delivery/good-push", words: []string{"403", "CSRF", "csrf_exempt"}},
		{file: "django_server.py", mistake: "host not allowed", id: "mp/handshake/echo-exact", words: []string{"400", "ALLOWED_HOSTS"}},
		{file: "django_server.py", mistake: "no slash in the URL", path: "wx", id: "mp/handshake/echo-exact", words: []string{"301", "/wx/"}},
	} {
		t.Run(tt.file+" "+tt.mistake, func(t *testing.T) {
			t.Parallel()
			to := pythonServer(t, tt.file, tt.mistake) + tt.path
			r := wxtool(t, nil, slices.Concat([]string{"check", to, "--json", "--deadline", "30s"}, official.flags(), []string{"--mode", "plain"})...)
			results := slices.DeleteFunc(lines[checked](t, r), func(c checked) bool { return c.Type != "case" })
			if len(results) < 20 {
				t.Fatalf("%s%s", r.Stdout, r.Stderr)
			}
			if tt.mistake == "" {
				for _, c := range results {
					if c.Outcome != "passed" && c.Outcome != "skipped" {
						t.Errorf("%+v", c)
					}
				}
				return
			}
			i := slices.IndexFunc(results, func(c checked) bool { return c.ID == tt.id })
			if i < 0 || results[i].Outcome != "failed" {
				t.Fatalf("%s does not fail", tt.id)
			}
			f := results[i].Findings[0]
			said := strings.Join([]string{f.Problem, f.Cause, f.Remedy}, " | ")
			for _, word := range tt.words {
				if !strings.Contains(said, word) {
					t.Errorf("%s does not name %q: %s", tt.id, word, said)
				}
			}
		})
	}
}
