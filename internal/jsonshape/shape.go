// Package jsonshape describes the JSON that package encoding/json makes of a Go type.
// It knows structs, embedded ones too, and what they can contain. Types that write
// their own JSON are Any.
package jsonshape

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"time"
)

// Kind is the kind of a JSON value.
type Kind string

// The kinds of values. A Map is an object with any names.
const (
	Object  Kind = "object"
	Map     Kind = "map"
	Array   Kind = "array"
	String  Kind = "string"
	Time    Kind = "time" // a string as in RFC 3339
	Integer Kind = "integer"
	Number  Kind = "number"
	Boolean Kind = "boolean"
	Any     Kind = "any"
)

// Shape describes values of one type.
type Shape struct {
	Kind   Kind
	Fields []Field // of an Object, in their order
	Elem   *Shape  // of an Array or a Map
}

// Field is one field of an object.
type Field struct {
	Name     string
	Optional bool // it can be absent
	Shape    *Shape

	Struct reflect.Type // the struct that declares the field
	GoName string       // name of the field in Struct
}

var (
	timeType      = reflect.TypeFor[time.Time]()
	marshaler     = reflect.TypeFor[json.Marshaler]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
)

// Of returns the shape of a type. A type must not contain itself.
func Of(t reflect.Type) *Shape {
	if t.Kind() == reflect.Pointer {
		return Of(t.Elem())
	}
	switch {
	case t == timeType:
		return &Shape{Kind: Time}
	case implements(t, marshaler):
		return &Shape{Kind: Any}
	case implements(t, textMarshaler):
		return &Shape{Kind: String}
	}
	switch t.Kind() {
	case reflect.Struct:
		return &Shape{Kind: Object, Fields: fields(t)}
	case reflect.Map:
		return &Shape{Kind: Map, Elem: Of(t.Elem())}
	case reflect.Slice, reflect.Array:
		return &Shape{Kind: Array, Elem: Of(t.Elem())}
	case reflect.String:
		return &Shape{Kind: String}
	case reflect.Bool:
		return &Shape{Kind: Boolean}
	case reflect.Float32, reflect.Float64:
		return &Shape{Kind: Number}
	case reflect.Interface:
		return &Shape{Kind: Any}
	}
	return &Shape{Kind: Integer}
}

func implements(t, contract reflect.Type) bool {
	return t.Implements(contract) || reflect.PointerTo(t).Implements(contract)
}

// fields returns the fields of a struct. Those of an embedded struct are fields of
// the outer one, as in encoding/json; one of the outer struct hides one of the inner.
func fields(t reflect.Type) []Field {
	var all []Field
	own := map[string]bool{}
	for f := range t.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && name != "-" {
			own[name] = true
		}
	}
	for f := range t.Fields() {
		name, options, tagged := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			for _, inner := range fields(structOf(f.Type)) {
				inner.Optional = inner.Optional || f.Type.Kind() == reflect.Pointer
				if !own[inner.Name] {
					all = append(all, inner)
				}
			}
		case name == "" || name == "-":
		default:
			all = append(all, Field{
				Name: name, Optional: tagged && strings.Contains(options, "omit"), Shape: Of(f.Type),
				Struct: t, GoName: f.Name,
			})
		}
	}
	return all
}

// structOf returns the struct type of an embedded field.
func structOf(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}
