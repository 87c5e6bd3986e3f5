package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"wxtool/internal/jsonshape"
	"wxtool/internal/ui"
)

// outputSchemas are the objects of docs/json.schema.json by their type, with the
// difference that they allow no field that the page does not list.
var outputSchemas = sync.OnceValues(func() (map[string][]*jsonschema.Schema, error) {
	_, self, _, _ := runtime.Caller(0) // scripts run in folders of their own
	data, err := os.ReadFile(filepath.Join(filepath.Dir(self), "..", "..", "docs", "json.schema.json"))
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	closeObjects(document)
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("output.json", document); err != nil {
		return nil, err
	}
	byType := map[string][]*jsonschema.Schema{}
	for i, object := range document.(map[string]any)["anyOf"].([]any) {
		schema, err := compiler.Compile(fmt.Sprintf("output.json#/anyOf/%d", i))
		if err != nil {
			return nil, err
		}
		properties := object.(map[string]any)["properties"].(map[string]any)
		kind := properties["type"].(map[string]any)["const"].(string)
		byType[kind] = append(byType[kind], schema)
	}
	return byType, nil
})

func closeObjects(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			closeObjects(item)
		}
	case map[string]any:
		if _, object := v["properties"].(map[string]any); object {
			v["additionalProperties"] = false
		}
		for _, item := range v {
			closeObjects(item)
		}
	}
}

// validJSON checks a line of the output against the schema.
func validJSON(line []byte) error {
	schemas, err := outputSchemas()
	if err != nil {
		return err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(line))
	if err != nil {
		return fmt.Errorf("not JSON: %w", err)
	}
	object, _ := value.(map[string]any)
	kind, _ := object["type"].(string)
	err = fmt.Errorf("no object has the type %q", kind)
	for _, schema := range schemas[kind] {
		if err = schema.Validate(value); err == nil {
			return nil
		}
	}
	return err
}

// schemaChecked passes lines on to a stream and checks each against the schema.
type schemaChecked struct {
	io.Writer
	line []byte
	err  *error // of the first wrong line
}

func (c *schemaChecked) Write(p []byte) (int, error) {
	for part := range bytes.Lines(p) {
		if c.line = append(c.line, part...); !bytes.HasSuffix(part, []byte("\n")) {
			break
		}
		if err := validJSON(c.line); err != nil && *c.err == nil {
			*c.err = fmt.Errorf("%w in\n%s", err, c.line)
		}
		c.line = c.line[:0]
	}
	return c.Writer.Write(p)
}

// checkSchema makes the streams of a command with --json check what is printed. The
// function that it returns returns the first fault.
func checkSchema(env *ui.Env, args []string) (fault func() error) {
	found := new(error)
	if slices.Contains(args, "--json") {
		env.Out = &schemaChecked{env.Out, nil, found}
		if args[0] != "run" { // whose command prints what it likes
			env.Err = &schemaChecked{env.Err, nil, found}
		}
	}
	return func() error { return *found }
}

// TestJSONOutputs checks that each command that takes --json is listed, or prints no
// results, and that no two objects of a command have one type.
func TestJSONOutputs(t *testing.T) {
	listed := map[string]bool{}
	for _, out := range JSONOutputs() {
		listed[out.Command] = true
		types := map[string]bool{}
		for _, object := range out.Objects {
			if kind := object.JSONType(); kind == "" || types[kind] {
				t.Errorf("%s prints two objects of type %q", out.Command, kind)
			}
			types[object.JSONType()] = true
			checkVerdict(t, object)
		}
	}
	for _, cmd := range allCommands(t) {
		name := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "wxtool"), " ")
		scripts := name == "completion" || cmd.Parent() != nil && cmd.Parent().Name() == "completion"
		if !cmd.HasSubCommands() && !listed[name] && !scripts {
			t.Errorf("%q is not in JSONOutputs", name)
		}
		delete(listed, name)
	}
	for name := range listed {
		t.Errorf("JSONOutputs has %q, which is no command", name)
	}
}

// checkVerdict checks that an object has one field ok at most.
func checkVerdict(t *testing.T, object ui.Result) {
	_, judged := object.(ui.Judged)
	for _, f := range jsonshape.Of(reflect.TypeOf(object)).Fields {
		if f.Name == "ok" && judged || f.Name == "type" && (judged || f.GoName != "Type") {
			t.Errorf("%T has the field %q twice", object, f.Name)
		}
	}
}
