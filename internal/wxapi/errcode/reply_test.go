package errcode

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestFind(t *testing.T) {
	const id = "63252e6b-7c87ebbe-4f8ad7d0"
	listed := Reply{40164, MP, "122.224.238.125", id}
	tests := map[string][]Reply{
		"40164":            {{Code: 40164}},
		" -40001\n":        {{Code: -40001}},
		"0":                {{Code: 0}},
		"99999":            {{Code: 99999}},
		"errcode=40164":    {{Code: 40164}},
		"errcode = -40001": {{Code: -40001}},
		"错误码：48001":        {{Code: 48001}},
		`{"errcode":40164,"errmsg":"invalid ip 122.224.238.125 ipv6 ::ffff:122.224.238.125, not in whitelist rid: ` + id + `"}`:                                              {listed},
		"{\n  \"errmsg\" : \"invalid ip 122.224.238.125, not in whitelist rid: " + id + "\",\n  \"errcode\" : 40164\n}":                                                      {listed},
		`level=error body="{\"errcode\":40164,\"errmsg\":\"invalid ip 122.224.238.125, not in whitelist rid: ` + id + `\"}"`:                                                 {listed},
		`{"errcode":60020,"errmsg":"not allow to access from your ip, hint: [1], from ip: 2001:db8::1, more info at https://open.work.weixin.qq.com/devtool/query?e=60020"}`: {{60020, Work, "2001:db8::1", ""}},
		"https://open.work.weixin.qq.com/devtool/query?e=60111":                                                                                                              {{60111, Work, "", ""}},
		"ok errcode: 0 errmsg: ok\nbad errcode: 45009 rid: " + id + "\nbad errcode: 45009\n":                                                                                 {{Code: 0}, {45009, MP, "", id}},
		`[{"errcode":41001,"errmsg":"x"},{"errcode":42001,"errmsg":"y rid: ` + id + `"}]`:                                                                                    {{Code: 41001}, {42001, MP, "", id}},
		"WeChat says 48001 api unauthorized": {{Code: 48001}},
		"error -40001 on line 7":             {{Code: -40001}},
		"48001 here\n-40005 there":           {{Code: 48001}, {Code: -40005}},
		"12345 is no code":                   nil,
		"listening on 127.0.0.1:40013":       nil,
		"2025-40013 x40013 40013x 40013.5":   nil,
		"secret":                             nil,
		"":                                   nil,
		"errcode=abc":                        nil,
		"errcode=40164x":                     nil,
		`{"errcode":48006,"errmsg":"x, more info at https://open.work.weixin.qq.com/devtool/query?e=48006"}`: {{48006, Work, "", ""}},
		"errcode=40001 rid: " + id + "\nerrcode=40001 qyapi.\nerrcode=40001":                                 {{40001, MP, "", id}, {40001, Work, "", ""}},
		`{"errcode":40066,"errmsg":"invalid url rid:` + id + `"}`:                                            {{40066, MP, "", id}},
		`{"errcode":40066,"errmsg":"invalid url rid: …"}`:                                                    {{40066, MP, "", ""}},
		"rid:x errcode=40066":                                 {{40066, MP, "", ""}},
		"errcode=40066 grid: 5":                               {{Code: 40066}},
		"errcode=40066 grid: 5, rid: ":                        {{40066, MP, "", ""}},
		"errcode=99999999999999999999":                        nil,
		"errcode=40164 invalid ip 1.2.3 rid: 63252e6b-7c87-4": {{40164, MP, "", ""}},
	}
	for text, want := range tests {
		if got := Find(text); !slices.Equal(got, want) {
			t.Errorf("Find(%q)\n got %+v\nwant %+v", text, got, want)
		}
	}
}

func TestReplyTime(t *testing.T) {
	got := Reply{Rid: "63252e6b-7c87ebbe-4f8ad7d0"}.Time()
	if want := time.Date(2022, 9, 17, 2, 18, 19, 0, time.UTC); !got.Equal(want) {
		t.Errorf("Time = %v, want %v", got, want)
	}
	if !(Reply{}).Time().IsZero() {
		t.Error("no rid has a time")
	}
}

// FuzzFind: no text causes a panic, and each code of a platform is found once.
func FuzzFind(f *testing.F) {
	for _, text := range []string{"40164", "-40001", `{"errcode":40164,"errmsg":"invalid ip 1.2.3.4 rid: 63252e6b-7c87ebbe-4f8ad7d0"}`, "errcode=1 errcode=2\nfrom ip: ::1,", "错误码：48001", "-", "\xffERRCODE:-"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		seen := map[string]bool{}
		for _, r := range Find(text) {
			key := fmt.Sprint(r.Code, r.Platform)
			if seen[key] || r.Platform != "" && seen[fmt.Sprint(r.Code)] {
				t.Errorf("%d is found twice in %q", r.Code, text)
			}
			seen[key] = true
			if len(r.Rid) != 0 && r.Time().IsZero() {
				t.Errorf("rid %q has no time", r.Rid)
			}
		}
	})
}
