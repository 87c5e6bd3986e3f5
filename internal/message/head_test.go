package message_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"wxtool/internal/message"
)

// headFields are the elements in Head, by their XML names.
var headFields = map[string]func(*message.Head) string{
	"ToUserName":   func(h *message.Head) string { return h.ToUserName },
	"FromUserName": func(h *message.Head) string { return h.FromUserName },
	"CreateTime":   func(h *message.Head) string { return h.CreateTime },
	"MsgType":      func(h *message.Head) string { return h.MsgType },
	"Event":        func(h *message.Head) string { return h.Event },
	"ChangeType":   func(h *message.Head) string { return h.ChangeType },
	"InfoType":     func(h *message.Head) string { return h.InfoType },
	"AppId":        func(h *message.Head) string { return h.AppID },
	"SuiteId":      func(h *message.Head) string { return h.SuiteID },
	"AgentID":      func(h *message.Head) string { return h.AgentID },
	"Encrypt":      func(h *message.Head) string { return h.Encrypt },
	"MsgSignature": func(h *message.Head) string { return h.MsgSignature },
	"TimeStamp":    func(h *message.Head) string { return h.TimeStamp },
	"Nonce":        func(h *message.Head) string { return h.Nonce },
}

func scanned(t testing.TB, data string) *message.Head {
	t.Helper()
	h, err := message.Scan([]byte(data))
	if err != nil {
		t.Fatalf("Scan(%.200q) = %v", data, err)
	}
	return h
}

func TestScanAgreesWithParse(t *testing.T) {
	eachFixture(t, func(t *testing.T, data []byte) {
		m, h := parsed(t, string(data)), scanned(t, string(data))
		for name, field := range headFields {
			if want, _ := m.Get(name); field(h) != want {
				t.Errorf("%s = %q, want %q", name, field(h), want)
			}
		}
		checkNames(t, m, data)
	})
}

// names returns the names of the elements that Read finds, in order.
func names(t testing.TB, data []byte) []string {
	t.Helper()
	var f message.Flat
	if err := f.Read(data); err != nil {
		t.Fatalf("Read(%.200q) = %v", data, err)
	}
	var all []string
	for _, e := range f.Elements() {
		all = append(all, string(e.Name))
	}
	return all
}

func checkNames(t *testing.T, m *message.Message, data []byte) {
	t.Helper()
	var want []string
	for _, path := range m.Paths() {
		if name, _, _ := strings.Cut(path, "["); !strings.Contains(path, "/") {
			want = append(want, name)
		}
	}
	if got := names(t, data); !slices.Equal(got, want) {
		t.Errorf("elements %q, want %q", got, want)
	}
}

func TestScanReadsEveryField(t *testing.T) {
	for name, field := range headFields {
		for form, data := range map[string]string{
			"CDATA":          "<xml><" + name + "><![CDATA[v 1]]></" + name + "></xml>",
			"split CDATA":    "<xml><" + name + "><![CDATA[v]]> <![CDATA[1]]></" + name + "></xml>",
			"text":           "<xml><" + name + ">v 1</" + name + "></xml>",
			"BOM, lines":     "\ufeff\n<xml>\n<" + name + ">v 1</" + name + ">\n</xml>\n",
			"comment inside": "<xml><" + name + ">v<!-- x --> 1</" + name + "></xml>",
			"element inside": "<xml><" + name + ">v <b>no</b>1</" + name + "></xml>",
			"JSON":           `{"` + name + `":"v 1"}`,
			"JSON, BOM":      "\ufeff\n{ \"" + name + "\" : \"v\\u00201\" }\n",
		} {
			if got := field(scanned(t, data)); got != "v 1" {
				t.Errorf("%s, %s: %q", name, form, got)
			}
		}
		if got := field(scanned(t, "<xml><L><"+name+">v</"+name+"></L></xml>")); got != "" {
			t.Errorf("%s of the second level was taken: %q", name, got)
		}
	}
}

func TestScanReadsWeComsLowerCaseJSON(t *testing.T) {
	h := scanned(t, `{"tousername":"wwA","agentid":1000002,"encrypt":"E==","msgsignature":"S","timestamp":1409735669,"nonce":"N"}`)
	got := []string{h.ToUserName, h.AgentID, h.Encrypt, h.MsgSignature, h.TimeStamp, h.Nonce}
	if want := []string{"wwA", "1000002", "E==", "S", "1409735669", "N"}; !slices.Equal(got, want) || !h.JSON {
		t.Errorf("%q, JSON %t; want %q", got, h.JSON, want)
	}
}

func TestScanKeepsNumbersDigitByDigit(t *testing.T) {
	for _, number := range []string{"9007199254740993", "18446744073709551616", "1.50", "1e400", "-0"} {
		if h := scanned(t, `{"AgentID":`+number+`,"MsgId":9007199254740993}`); h.AgentID != number {
			t.Errorf("%s became %s", number, h.AgentID)
		}
	}
}

func TestScanOfOtherJSONValues(t *testing.T) {
	for value, want := range map[string]string{"true": "true", "null": "", "{}": "", `[1,"a"]`: "", `{"Event":"no"}`: "", `"\ud83d\ude00"`: "😀", `""`: ""} {
		data := `{"List":[],"Event":` + value + `}`
		if h, got := scanned(t, data), names(t, []byte(data)); h.Event != want || !slices.Equal(got, []string{"List", "Event"}) {
			t.Errorf("%s: Event = %q, elements %q", value, h.Event, got)
		}
	}
	if h := scanned(t, "{}"); len(names(t, []byte("{}"))) != 0 || !h.JSON {
		t.Errorf("{}: %+v", h)
	}
}

func TestScanRefusesBrokenJSON(t *testing.T) {
	for name, data := range map[string]string{
		"open": "{", "open string": `{"a`, "no value": `{"a"`, "no value yet": `{"a":`, "not closed": `{"a":1`, "comma": `{"a":1,}`, "two commas": `{"a":1,,"b":2}`,
		"no colon": `{"a" 1}`, "number as a key": `{1:2}`, "bare key": `{a:1}`, "single quotes": `{'a':1}`, "bad value": `{"a":nope}`, "wrong end": `{]`, "wrong end 2": `{"a":1]`,
		"junk": `{} x`, "two objects": `{}{}`, "an end too many": `{}}`, "XML behind": `{"a":1}<xml/>`, "NUL behind": "{}\x00",
		"deep": `{"a":` + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000) + "}",
	} {
		if h, err := message.Scan([]byte(data)); !errors.Is(err, message.ErrSyntax) || h != nil {
			t.Errorf("%s: %v, %v; want ErrSyntax", name, h, err)
		}
	}
}

func TestScanRefusesAJSONArray(t *testing.T) {
	if _, err := message.Scan([]byte(`[{"Encrypt":"x"}]`)); !errors.Is(err, message.ErrSyntax) {
		t.Errorf("err = %v", err)
	}
}

func TestScanRefusesDuplicates(t *testing.T) {
	for name := range headFields {
		for form, data := range map[string]string{
			"XML":         "<xml><" + name + ">1</" + name + "><X/><" + name + ">1</" + name + "></xml>",
			"XML, empty":  "<xml><" + name + "/><" + name + ">1</" + name + "></xml>",
			"XML, prefix": "<xml><" + name + ">1</" + name + "><a:" + name + ">1</a:" + name + "></xml>",
			"JSON":        `{"` + name + `":1,"x":0,"` + name + `":1}`,
			"JSON, null":  `{"` + name + `":null,"` + name + `":1}`,
		} {
			_, err := message.Scan([]byte(data))
			if !errors.Is(err, message.ErrDuplicate) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s, %s: %v, want ErrDuplicate", name, form, err)
			}
		}
	}
	for _, data := range []string{`{"Encrypt":"a","encrypt":"b"}`, `{"ToUserName":"a","tousername":"b"}`, `{"Encrypt":"a","\u0045ncrypt":"b"}`} {
		if _, err := message.Scan([]byte(data)); !errors.Is(err, message.ErrDuplicate) {
			t.Errorf("%s: %v, want ErrDuplicate", data, err)
		}
	}
}

func TestScanTakesOtherElementsTwice(t *testing.T) {
	if got := names(t, []byte("<xml><PicList>1</PicList><PicList>2</PicList></xml>")); !slices.Equal(got, []string{"PicList", "PicList"}) {
		t.Errorf("elements %q", got)
	}
	scanned(t, `{"a":1,"a":2}`)
}

func TestLowerCaseNamesAreOthersInXML(t *testing.T) {
	h := scanned(t, "<xml><encrypt>a</encrypt><Encrypt>b</Encrypt><nonce>c</nonce><Timestamp>1</Timestamp></xml>")
	if h.Encrypt != "b" || h.Nonce != "" || h.TimeStamp != "" {
		t.Errorf("Encrypt %q, Nonce %q, TimeStamp %q", h.Encrypt, h.Nonce, h.TimeStamp)
	}
}
