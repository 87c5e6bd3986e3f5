package jsonshape_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"
	"time"

	"wxtool/internal/jsonshape"
)

type inner struct {
	Name  string `json:"name"`
	Count int    `json:"count,omitempty"`
}

type level int

func (level) MarshalText() ([]byte, error) { return []byte("high"), nil }

type outer struct {
	*inner
	Count  float64         `json:"count"`
	Items  []inner         `json:"items"`
	Header map[string]bool `json:"header,omitempty"`
	At     time.Time       `json:"at,omitzero"`
	Raw    json.RawMessage `json:"raw"`
	Level  level           `json:"level"`
	Hidden string          `json:"-"`
	hidden string
}

// TestOf compares with what encoding/json writes.
func TestOf(t *testing.T) {
	value := outer{
		inner: &inner{"a", 1}, Count: 1.5, Items: []inner{{"b", 2}}, Header: map[string]bool{"x": true},
		At: time.Unix(1, 0), Raw: json.RawMessage(`[1]`), Level: 1, hidden: "h",
	}
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(data, &object); err != nil {
		t.Fatal(err)
	}
	kinds := map[jsonshape.Kind]reflect.Kind{
		jsonshape.String: reflect.String, jsonshape.Time: reflect.String, jsonshape.Integer: reflect.Float64, jsonshape.Number: reflect.Float64,
		jsonshape.Boolean: reflect.Bool, jsonshape.Array: reflect.Slice, jsonshape.Map: reflect.Map, jsonshape.Object: reflect.Map,
	}
	var optional []string
	for _, f := range jsonshape.Of(reflect.TypeFor[outer]()).Fields {
		got, there := object[f.Name]
		if want := kinds[f.Shape.Kind]; !there || f.Shape.Kind != jsonshape.Any && reflect.TypeOf(got).Kind() != want {
			t.Errorf("%s is %s, in JSON %v", f.Name, f.Shape.Kind, got)
		}
		if f.Optional {
			optional = append(optional, f.Name)
		}
		delete(object, f.Name)
	}
	if len(object) > 0 {
		t.Errorf("fields without shape: %v", object)
	}
	if want := []string{"name", "header", "at"}; !slices.Equal(optional, want) {
		t.Errorf("optional are %q, want %q", optional, want)
	}
}

func TestOfHidesTheInnerField(t *testing.T) {
	for _, f := range jsonshape.Of(reflect.TypeFor[outer]()).Fields {
		if f.Name == "count" && (f.Shape.Kind != jsonshape.Number || f.Struct != reflect.TypeFor[outer]()) {
			t.Errorf("count is %s of %s", f.Shape.Kind, f.Struct)
		}
	}
}
