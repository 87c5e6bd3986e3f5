package interop

import (
	"reflect"
	"strconv"
	"strings"
)

// held is the content of an SDK's values by element path, and all paths for which their
// types have fields.
type held struct {
	format string // whose tags count: xml or json
	texts  map[string][]string
	known  map[string]bool
}

// hold reads values by reflection, with the tags of structs.
func hold(format string, values []any) held {
	h := held{format, map[string][]string{}, map[string]bool{}}
	for _, value := range values {
		if f, ok := value.(fields); ok {
			for path, text := range f {
				h.add(path, text, true)
			}
			continue
		}
		h.walk(reflect.ValueOf(value), "", true)
	}
	return h
}

// key returns the path as the decoder compares it: encoding/json ignores case.
func (h held) key(path string) string {
	if h.format == "json" {
		return strings.ToLower(path)
	}
	return path
}

func (h held) add(path, text string, live bool) {
	path = h.key(path)
	h.known[path] = true
	if live {
		h.texts[path] = append(h.texts[path], text)
	}
}

// walk adds the content of v. For a nil pointer or an empty slice it adds only paths.
func (h held) walk(v reflect.Value, path string, live bool) {
	switch v.Kind() {
	case reflect.Invalid:
	case reflect.Interface:
		h.walk(v.Elem(), path, live)
	case reflect.Pointer:
		if v.IsNil() {
			h.walk(reflect.Zero(v.Type().Elem()), path, false)
			return
		}
		h.walk(v.Elem(), path, live)
	case reflect.Struct:
		for i := range v.NumField() {
			h.field(v.Type().Field(i), v.Field(i), path, live)
		}
	case reflect.Slice:
		h.slice(v, path, live)
	default:
		h.add(path, plain(v), live)
	}
}

// plain returns a number or text by its kind, without the String method of its type.
func plain(v reflect.Value) string {
	switch {
	case v.CanInt():
		return strconv.FormatInt(v.Int(), 10)
	case v.CanUint():
		return strconv.FormatUint(v.Uint(), 10)
	case v.CanFloat():
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case v.Kind() == reflect.Bool:
		return strconv.FormatBool(v.Bool())
	}
	return v.String()
}

func (h held) slice(v reflect.Value, path string, live bool) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		h.add(path, string(v.Bytes()), live)
		return
	}
	for i := range v.Len() {
		h.walk(v.Index(i), path, live)
	}
	if v.Len() == 0 {
		h.walk(reflect.Zero(v.Type().Elem()), path, false)
	}
}

func (h held) field(f reflect.StructField, v reflect.Value, path string, live bool) {
	name, options, _ := strings.Cut(f.Tag.Get(h.format), ",")
	switch {
	case name == "-", f.Name == "XMLName", f.PkgPath != "" && !f.Anonymous:
	case strings.Contains(options, "chardata"): // the white space around other fields
	case name == "" && f.Anonymous:
		if v.Kind() != reflect.Interface {
			h.walk(v, path, live)
		}
	case name == "":
		h.walk(v, below(path, f.Name), live)
	default:
		h.walk(v, below(path, strings.ReplaceAll(name, ">", "/")), live)
	}
}

// lost returns the elements that are not in h, each with the kind of loss.
func (h held) lost(all []element) []loss {
	times, left := map[string]int{}, map[string][]string{}
	for _, e := range all {
		times[e.path]++
	}
	for path, texts := range h.texts {
		left[path] = append([]string(nil), texts...)
	}
	var found []loss
	for _, e := range all {
		if !h.takeText(left, e) {
			found = append(found, loss{path: e.path, kind: h.why(e.path, times[e.path]), detail: e.text})
		}
	}
	return found
}

func (h held) takeText(left map[string][]string, e element) bool {
	texts := left[h.key(e.path)]
	for i, text := range texts {
		if same(e.text, text) {
			texts[i] = texts[len(texts)-1]
			left[h.key(e.path)] = texts[:len(texts)-1]
			return true
		}
	}
	return false
}

// why returns the kind of a loss.
func (h held) why(path string, times int) string {
	path = h.key(path)
	if h.known[path] && times > 1 {
		return "one-of-several"
	}
	if h.known[path] {
		return "wrong-type"
	}
	base := path[strings.LastIndex(path, "/")+1:]
	kind := "no-field"
	for known := range h.known {
		switch {
		case strings.HasPrefix(path, known+"/"), strings.HasPrefix(known, path+"/"):
			return "wrong-type"
		case fold(known) == fold(path):
			return "other-name"
		case known == base, strings.HasSuffix(known, "/"+base):
			kind = "other-place"
		}
	}
	return kind
}

func fold(path string) string { return strings.ToLower(strings.ReplaceAll(path, "_", "")) }
