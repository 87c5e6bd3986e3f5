package main

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"

	"wxtool/internal/cli"
	"wxtool/internal/jsonshape"
	"wxtool/internal/ui"
)

const jsonHead = `# JSON output

With ` + "`--json`" + ` a command prints one JSON object per line on stdout, and each error,
note or warning as one object on stderr. This page lists the fields of every
object; [json.schema.json](json.schema.json) is the same as a JSON Schema.

- ` + "`type`" + ` is in every object and comes first. The verdict of an object that has one
  is ` + "`ok`" + `; older names, such as ` + "`valid`, `equal` and `known`" + `, have the same value.
- Names do not change, and fields are not removed. New fields and new types of
  objects can be added: ignore what you do not know.
- A field marked *optional* is absent when it is empty.
- Times are as in RFC 3339. Texts are in English unless ` + "`--lang`" + ` is given.

`

// writeJSONPage writes docs/json.md.
func writeJSONPage(w io.Writer, root string) error {
	comments := newComments(root)
	fmt.Fprint(w, jsonHead)
	for _, out := range cli.JSONOutputs() {
		fmt.Fprintf(w, "## wxtool %s\n\n", out.Command)
		for _, objects := range grouped(out.Objects) {
			if err := writeObject(w, comments, objects); err != nil {
				return err
			}
		}
	}
	fmt.Fprint(w, "## stderr, of every command\n\n")
	for _, object := range asides() {
		if err := writeTable(w, comments, "`"+object.name+"`", false, object.of); err != nil {
			return err
		}
	}
	return nil
}

type aside struct {
	name string
	of   reflect.Type
}

func asides() []aside {
	return []aside{{"error", reflect.TypeFor[ui.Failed]()}, {"note` or `warning", reflect.TypeFor[ui.Aside]()}}
}

// grouped joins objects that differ in their type field only.
func grouped(all []ui.Result) (groups [][]ui.Result) {
	for _, object := range all {
		if n := len(groups); n > 0 && reflect.TypeOf(groups[n-1][0]) == reflect.TypeOf(object) {
			groups[n-1] = append(groups[n-1], object)
			continue
		}
		groups = append(groups, []ui.Result{object})
	}
	return groups
}

func writeObject(w io.Writer, comments *comments, objects []ui.Result) error {
	var types []string
	for _, object := range objects {
		types = append(types, "`"+object.JSONType()+"`")
	}
	_, judged := objects[0].(ui.Judged)
	return writeTable(w, comments, strings.Join(types, ", "), judged, reflect.TypeOf(objects[0]))
}

func writeTable(w io.Writer, comments *comments, title string, judged bool, of reflect.Type) error {
	fmt.Fprintf(w, "### %s\n\n| field | value | |\n|---|---|---|\n", title)
	if judged {
		fmt.Fprint(w, "| `ok` | boolean | the verdict |\n")
	}
	if err := writeRows(w, comments, "", jsonshape.Of(of)); err != nil {
		return err
	}
	_, err := fmt.Fprint(w, "\n")
	return err
}

func writeRows(w io.Writer, comments *comments, prefix string, shape *jsonshape.Shape) error {
	for _, f := range shape.Fields {
		if f.Name == "type" && prefix == "" {
			continue
		}
		note, err := comments.describe(f)
		if err != nil {
			return err
		}
		value := valueOf(f.Shape)
		if f.Optional {
			value += ", optional"
		}
		fmt.Fprintf(w, "| `%s%s` | %s | %s |\n", prefix, f.Name, value, strings.ReplaceAll(note, "|", `\|`))
		inner, path := f.Shape, prefix+f.Name
		for inner.Elem != nil {
			if inner.Kind == jsonshape.Array {
				path += "[]"
			} else {
				path += ".*"
			}
			inner = inner.Elem
		}
		if err := writeRows(w, comments, path+".", inner); err != nil {
			return err
		}
	}
	return nil
}

func valueOf(s *jsonshape.Shape) string {
	switch s.Kind {
	case jsonshape.Array:
		return "array of " + valueOf(s.Elem) + "s"
	case jsonshape.Map:
		return "object of " + valueOf(s.Elem) + "s"
	case jsonshape.Any:
		return "any value"
	}
	return string(s.Kind)
}

// writeJSONSchema writes docs/json.schema.json.
func writeJSONSchema(w io.Writer) error {
	var objects []any
	seen := map[string]bool{}
	for _, out := range cli.JSONOutputs() {
		for _, object := range out.Objects {
			key := fmt.Sprintf("%T %s", object, object.JSONType())
			if seen[key] {
				continue
			}
			seen[key] = true
			_, judged := object.(ui.Judged)
			objects = append(objects, objectSchema("Output of wxtool "+out.Command, object.JSONType(), judged, reflect.TypeOf(object)))
		}
	}
	objects = append(objects, objectSchema("An error, on stderr", "error", false, reflect.TypeFor[ui.Failed]()),
		objectSchema("A note, on stderr", "note", false, reflect.TypeFor[ui.Aside]()),
		objectSchema("A warning, on stderr", "warning", false, reflect.TypeFor[ui.Aside]()))
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "A line of the output of wxtool --json",
		"anyOf":   objects,
	})
}

func objectSchema(title, name string, judged bool, of reflect.Type) map[string]any {
	s := schemaOf(jsonshape.Of(of))
	properties := s["properties"].(map[string]any)
	required, _ := s["required"].([]string)
	properties["type"] = map[string]any{"const": name}
	if of != reflect.TypeFor[ui.Failed]() && of != reflect.TypeFor[ui.Aside]() || required == nil {
		required = append([]string{"type"}, required...)
	}
	if judged {
		properties["ok"] = map[string]any{"type": "boolean"}
		required = append(required, "ok")
	}
	s["title"], s["required"] = title, unique(required)
	return s
}

func unique(names []string) (once []string) {
	seen := map[string]bool{}
	for _, name := range names {
		if !seen[name] {
			once = append(once, name)
		}
		seen[name] = true
	}
	return once
}

func schemaOf(s *jsonshape.Shape) map[string]any {
	switch s.Kind {
	case jsonshape.Object:
		properties, required := map[string]any{}, []string{}
		for _, f := range s.Fields {
			properties[f.Name] = schemaOf(f.Shape)
			if !f.Optional {
				required = append(required, f.Name)
			}
		}
		return map[string]any{"type": "object", "properties": properties, "required": required}
	case jsonshape.Map:
		return map[string]any{"type": "object", "additionalProperties": schemaOf(s.Elem)}
	case jsonshape.Array:
		return map[string]any{"type": "array", "items": schemaOf(s.Elem)}
	case jsonshape.Time:
		return map[string]any{"type": "string", "format": "date-time"}
	case jsonshape.Any:
		return map[string]any{}
	}
	return map[string]any{"type": string(s.Kind)}
}
