package yamldoc

import (
	"errors"
	"testing"
)

func TestRead(t *testing.T) {
	for data, want := range map[string]Error{
		"a: 1\n---\nb: 2":     {Line: 2, Text: "a second document; only one is supported", Second: true},
		"a: 1\nb: @x":         {Line: 2, Text: "found character that cannot start any token; quote a value that starts with @, and indent with spaces, not tabs"},
		"a:\n  b: x\n   c: y": {Line: 3, Text: "mapping values are not allowed in this context"},
		"a:\n  b: 1\n c: 2\n": {Line: 2, Text: "did not find expected key; check the indentation from here on"}, // the block of b starts there
		"\ta: 1":              {Text: "found character that cannot start any token; quote a value that starts with @, and indent with spaces, not tabs"},
		"a: *hunter2":         {Text: "unknown anchor; quote a value that starts with *"},
	} {
		root, err := Read([]byte(data))
		var got *Error
		if root != nil || !errors.As(err, &got) || *got != want {
			t.Errorf("%q: %v, %#v, want %#v", data, root, err, want)
		}
	}
}

func TestError(t *testing.T) {
	for want, e := range map[string]Error{"no anchor": {Text: "no anchor"}, "3: no key": {Line: 3, Text: "no key"}} {
		if got := e.Error(); got != want {
			t.Errorf("%#v: %q, want %q", e, got, want)
		}
	}
}

func TestReadOne(t *testing.T) {
	for _, data := range []string{"", "\n", "# only words\n"} {
		if root, err := Read([]byte(data)); root != nil || err != nil {
			t.Errorf("%q: %v, %v, want nothing", data, root, err)
		}
	}
	root, err := Read([]byte("---\na: ~\n"))
	if err != nil || len(root.Content) != 2 || root.Content[0].Value != "a" || !IsNull(root.Content[1]) || IsNull(root.Content[0]) {
		t.Errorf("%v, %v, want a without a value", root, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("a: [1, {b: *c}]\n--- &d\n..."))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := Read(data)
		var known *Error
		if err != nil && (root != nil || !errors.As(err, &known) || known.Text == "" || known.Line < 0) {
			t.Errorf("%v, %v", root, err)
		}
	})
}
