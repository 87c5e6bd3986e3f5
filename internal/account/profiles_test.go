package account_test

import (
	"errors"
	"strings"
	"testing"

	"wxtool/internal/account"
)

// TestList: each profile is resolved alone, regardless of problems in others and
// of the environment.
func TestList(t *testing.T) {
	src := newSource(t, values{"WXTOOL_APP_ID": "elsewhere", "CORP": "ww1"}, values{"work/wxtool.yaml": `default: shop
profiles:
  shop: {app_id: wx1, token: "@none", mode: quick}
  corp: {platform: work, app_id: "${CORP}"}
  bare: {}
`})
	src.Profile = "none"
	list, err := account.List(src)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range list.Profiles {
		line := p.Name + " | " + p.Settings.Platform() + " | " + show(p.Settings, account.AppID)
		for _, problem := range p.Problems {
			line += " | " + withoutRoot(src, problem.Error())
		}
		got = append(got, line)
	}
	want := `shop | mp | wx1 | profile shop (wxtool.yaml:3) | wxtool.yaml:3: profile shop: token: /work/none: no such file or directory | mode: unknown value "quick" from profile shop (wxtool.yaml:3), must be plain or compatible or safe
corp | work | ww1 | profile corp (wxtool.yaml:4)
bare | mp | unset`
	if strings.Join(got, "\n") != want {
		t.Errorf("List\n got %s\nwant %s", strings.Join(got, "\n"), want)
	}
	if list.Default != "shop" || list.Problem() != nil || list.File != "wxtool.yaml" {
		t.Errorf("default %q of %s: %v", list.Default, list.File, list.Problem())
	}
}

func TestListDefault(t *testing.T) {
	tests := map[string]struct{ want, problem string }{
		"profiles: {only: {}}":                       {want: "only"},
		"profiles: {a: {}, b: {}}":                   {},
		"default: shp\nprofiles: {shop: {}, b: {}}":  {"shp", `wxtool.yaml: default: unknown profile "shp", did you mean "shop"?`},
		"default: \"\"\nprofiles: {shop: {}, b: {}}": {},
	}
	for file, tt := range tests {
		list, err := account.List(newSource(t, nil, values{"work/wxtool.yaml": file}))
		if err != nil {
			t.Fatal(err)
		}
		problem := ""
		if err := list.Problem(); err != nil {
			problem = err.Error()
		}
		if list.Default != tt.want || problem != tt.problem {
			t.Errorf("%s: default %q, problem %q", file, list.Default, problem)
		}
	}
}

func TestListWithoutFile(t *testing.T) {
	src := newSource(t, nil, nil)
	_, err := account.List(src)
	if !errors.Is(err, account.ErrNoFile) || !errors.Is(err, account.ErrConfig) {
		t.Errorf("%v is not ErrNoFile", err)
	}
	const want = "no config file, looked for wxtool.yaml in /work and its parent folders, and for /config/wxtool/wxtool.yaml"
	if got := withoutRoot(src, err.Error()); got != want {
		t.Errorf("error %s, want %s", got, want)
	}
}
