package errcode

import (
	"slices"
	"strings"
	"testing"
)

// TestTheTable parses the file and checks what the parser does not check.
func TestTheTable(t *testing.T) {
	parsed, err := parse(codes)
	if err != nil {
		t.Fatal(err)
	}
	if len(codes) > 450_000 {
		t.Errorf("codes.txt has %d bytes, more than 420000", len(codes))
	}
	for i, e := range parsed.entries {
		if strings.ContainsAny(both(e.Meaning)+both(e.Cause)+both(e.Remedy), "\t\r") || strings.HasSuffix(e.Remedy.EN, ".") || strings.HasSuffix(e.Remedy.ZH, "。") {
			t.Errorf("%d %s: tabs, or a full stop at the end", e.Code, e.Platform)
		}
		if !slices.ContainsFunc([]rune(e.Meaning.ZH), func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) && e.Meaning.ZH != "Publish ID无效" {
			t.Errorf("%d %s: the term %q is not Chinese", e.Code, e.Platform, e.Meaning.ZH)
		}
		if _, ok := parsed.family(e.Code); !ok && e.Code < -1 || !ok && e.Code > 0 {
			t.Errorf("%d: belongs to no family", e.Code)
		}
		if strings.HasSuffix(e.Meaning.EN, ".") || slices.ContainsFunc([]rune(e.Meaning.EN), func(r rune) bool { return r > 0x7e }) {
			t.Errorf("%d %s: the meaning %q is not plain English, or ends with a full stop", e.Code, e.Platform, e.Meaning.EN)
		}
		if i > 0 && parsed.entries[i-1].Code == e.Code && (parsed.entries[i-1].Platform == Both || e.Platform == Both) {
			t.Errorf("%d: is for both platforms and for one", e.Code)
		}
	}
	for name := range parsed.sources {
		if !slices.ContainsFunc(parsed.entries, func(e Entry) bool { return strings.Contains(e.Source.EN, parsed.sources[name].EN) }) {
			t.Errorf("source %s: is not used", name)
		}
	}
}

// TestCovers: the codes that are most often needed are in the table.
func TestCovers(t *testing.T) {
	mp := "-1 0 40001 40002 40013 40014 40033 40052 40053 40054 40055 40118 40119 40120 40121 40125 40164 40201 40202 40203 40243 " +
		"41001 41002 41004 41007 42001 43001 43002 43003 44002 45009 45010 45011 45029 46002 46003 47001 48001 48006 50004 50007 53600 " +
		"65301 65302 65303 65304 65305 65306 65307 65308 65309 65310 65311 65312 65313 65314 65316 65317 65318 65320 " +
		"76001 76002 76003 76004 76021 76022 89501 89503 89506 89507 9410010 9410011 9410012 " +
		"40015 40016 40017 40018 40019 40020 40021 40022 40023 40024 40025 40026 40027 40028"
	work := "40001 40013 40014 40056 40057 40091 41001 41002 41004 41011 41037 41040 42001 45009 46003 48002 50003 60011 60020 301002 " +
		"40016 40017 40018 40019 40020 40022 40023 40024 40025 40026 40027 40033 40054 40055"
	crypt := "-40001 -40002 -40003 -40004 -40005 -40006 -40007 -40008 -40009 -40010 -40011"
	for platform, list := range map[string]string{MP: mp, Work: work, Crypt: crypt} {
		for _, word := range strings.Fields(list) {
			code, _ := number(word)
			if !slices.ContainsFunc(Lookup(code), func(e Entry) bool { return e.Of(platform) }) {
				t.Errorf("%s %s is not in the table", platform, word)
			}
		}
	}
	for platform, least := range map[string]int{MP: 1900, Work: 1400} {
		count := 0
		for _, e := range All() {
			if e.Of(platform) && e.Platform != Crypt {
				count++
			}
		}
		if count < least {
			t.Errorf("only %d codes of %s, want %d", count, platform, least)
		}
	}
}

// TestLookupIsOfTheTable: the search in the text finds the same entries as the parser,
// also next to the codes.
func TestLookupIsOfTheTable(t *testing.T) {
	want := map[int][]Entry{}
	for _, e := range All() {
		want[e.Code] = append(want[e.Code], e)
	}
	for code := range want {
		for _, n := range []int{code - 1, code, code + 1} {
			if got := Lookup(n); !slices.Equal(got, want[n]) {
				t.Errorf("Lookup(%d) = %+v, want %+v", n, got, want[n])
			}
		}
	}
}

func BenchmarkLookup(b *testing.B) {
	for b.Loop() {
		if Lookup(40164) == nil {
			b.Fatal("unknown")
		}
	}
}

func TestParseIsStrict(t *testing.T) {
	const head = "@s a page\n"
	good := "40001 mp 凭证\n= m\n? c\n？ 因\n! r\n！ 法\n@ s\n"
	tests := map[string]string{
		good:               "codes.txt:7: 40001 mp: unknown source \"s\"",
		head + good + good: "codes.txt:15: 40001 mp: is duplicate or out of order",
		head + strings.Replace(good, "m\n", "\n", 1): "codes.txt:3: 40001 mp: must be followed by a line with \"= \" and a text",
		head + strings.Replace(good, "? c\n", "", 1): "codes.txt:4: 40001 mp: must be followed by a line with \"@ \" and a text",
		head + strings.Replace(good, "？ 因\n", "", 1): "codes.txt:5: 40001 mp: must be followed by a line with \"？ \" and a text",
		head + strings.Replace(good, "法\n", "\n", 1): "codes.txt:7: 40001 mp: must be followed by a line with \"！ \" and a text",
		head + strings.Replace(good, "mp", "wx", 1):  "codes.txt:2: 40001: unknown platform \"wx\"",
		head + "40001 mp\n":                          "codes.txt:2: \"40001 mp\": must be a code, a platform and a Chinese term",
		head + "40001 mp 凭证\n= m\n? c\n？ 因":          "codes.txt:5: 40001 mp: must be followed by a line with \"@ \" and a text",
		head + head:                "codes.txt:2: source \"s\": needs a unique name and a text",
		"% 2 1 x":                  "codes.txt:1: family: 2 to 1 is not a range",
		"% 1 2 x (一)\n% 2 3 y (二)": "codes.txt:2: family 2: overlaps the previous one, or is out of order",
		"＠s 页":                     "codes.txt:1: source \"s\" in Chinese: needs a source before it and a text",
		head + "＠s 页\n＠s 页":        "codes.txt:3: source \"s\" in Chinese: needs a source before it and a text",
		"% 1 2 x (x":               "codes.txt:1: family 1: the meaning must end with its Chinese in parentheses",
		"% 1 2":                    "codes.txt:1: family: needs a first code, a last code and a meaning",
	}
	for text, want := range tests {
		if _, err := parse(text); err == nil || err.Error() != want {
			t.Errorf("parse(%q): %v, want %s", text, err, want)
		}
	}
	short := strings.NewReplacer("? c\n", "", "？ 因\n", "").Replace(good)
	if got, err := parse(head + short); err != nil || got.entries[0].Cause.EN != "" || got.entries[0].Remedy.ZH != "法" {
		t.Errorf("parse without a cause: %+v, %v", got, err)
	}
	if got, err := parse(head + good); err != nil || len(got.entries) != 1 || got.entries[0].Source.EN != "a page" {
		t.Errorf("parse: %+v, %v", got, err)
	}
}

func TestLookup(t *testing.T) {
	var got []string
	for _, e := range Lookup(40001) {
		got = append(got, e.Platform+" "+e.Meaning.ZH)
	}
	if want := []string{"mp 不合法的调用凭证", "work 不合法的secret参数"}; !slices.Equal(got, want) {
		t.Errorf("40001 is %q, want %q", got, want)
	}
	if got := Lookup(99999); got != nil {
		t.Errorf("99999 is %v", got)
	}
	if e := Lookup(-40001)[0]; !e.Of(MP) || !e.Of(Work) || !e.Of(Crypt) || !e.Of("") {
		t.Error("-40001 is of every platform")
	}
	if e := Lookup(-1)[0]; e.Of(Crypt) || !e.Of(Work) {
		t.Error("-1 is of both platforms, not of crypt")
	}
}

func TestNear(t *testing.T) {
	var got []int
	for _, e := range Near(40165+1000-2, "") { // 41163
		got = append(got, e.Code)
	}
	if want := []int{41098, 41099, 41102}; !slices.Equal(got, want) {
		t.Errorf("near 41163 are %v, want %v", got, want)
	}
	if Near(99999, "") != nil || Family(99999).EN != "" {
		t.Error("99999 has no family")
	}
	if got := Family(41163); got.EN != "a parameter is missing (缺少参数)" || got.ZH != "缺少参数" {
		t.Errorf("Family = %q", got)
	}
}

func TestNearOfAPlatform(t *testing.T) {
	var got []string
	for _, e := range Near(48011, Work) {
		got = append(got, e.Platform+" "+e.Meaning.ZH)
	}
	if want := []string{"work API接口无权限调用，由于对应的客服账号未授权", "work API接口无权限调用，通讯录编辑授权只能调用部分通讯录接口", "work API接口无权限调用，为保障企业数据安全，不再允许通讯录同步助手从新增IP读取通讯录详情"}; !slices.Equal(got, want) {
		t.Errorf("near 48011 of work are %q, want %q", got, want)
	}
}

func TestSearch(t *testing.T) {
	first := func(text string) int {
		if found := Search(text); len(found) > 0 {
			return found[0].Code
		}
		return 0
	}
	for text, want := range map[string]int{"allow-list": 40164, "SIGNATURE match": -40001, "白名单": 40164, "nothing of the kind": 0, " ": 0, "WW_verify": 85005, "个人主体的账号": 48001} {
		if got := first(text); got != want {
			t.Errorf("Search(%q) begins with %d, want %d", text, got, want)
		}
	}
	for _, e := range Search("appsecret") {
		if !strings.Contains(strings.ToLower(both(e.Meaning)+both(e.Cause)+both(e.Remedy)), "appsecret") {
			t.Errorf("%d has no appsecret", e.Code)
		}
	}
}
