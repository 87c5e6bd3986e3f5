package account_test

import (
	"testing"

	"wxtool/internal/account"
)

// TestUse checks that only the name changes, or one line is added.
func TestUse(t *testing.T) {
	const rest = "profiles:\n  shop: {token: a}\n  b 店: {}\n  'it''s': {}\n  'null': {}\n  'x # y': {}\n"
	tests := map[string]struct{ file, name, want string }{
		"plain":               {"# top\ndefault: shop # ours\n" + rest, "b 店", "# top\ndefault: b 店 # ours\n" + rest},
		"double quotes":       {"default:   \"shop\"\n" + rest, "it's", "default:   \"it's\"\n" + rest},
		"single quotes":       {"default: 'shop'\n" + rest, "it's", "default: 'it''s'\n" + rest},
		"escaped quotes":      {`default: "sh\"op"` + "\n" + rest, "shop", `default: "shop"` + "\n" + rest},
		"a word YAML knows":   {"default: shop\n" + rest, "null", "default: \"null\"\n" + rest},
		"a word like comment": {"default: shop\n" + rest, "x # y", "default: \"x # y\"\n" + rest},
		"at the end":          {rest + "default: shop", "b 店", rest + "default: b 店"},
		"below its key":       {"default:\n  shop\n" + rest, "b 店", "default:\n  b 店\n" + rest},
		"the same":            {"default: 'shop'\n" + rest, "shop", "default: 'shop'\n" + rest},
		"one that is unknown": {"default: gone\n" + rest, "shop", "default: shop\n" + rest},
		"absent":              {"# top\n\n# mine\n" + rest, "shop", "# top\n\n# mine\ndefault: shop\n" + rest},
		"absent after ---":    {"---\n" + rest, "shop", "---\ndefault: shop\n" + rest},
		"absent, indented":    {"  profiles:\n    a: {}\n", "a", "  default: a\n  profiles:\n    a: {}\n"},
		"absent, CR LF":       {"profiles:\r\n  a: {}\r\n", "a", "default: a\r\nprofiles:\r\n  a: {}\r\n"},
		"absent, no line end": {"profiles: {a: {}}", "a", "default: a\nprofiles: {a: {}}"},
		"BOM":                 {"\ufeffdefault: a\nprofiles: {a: {}, b: {}}", "b", "\ufeffdefault: b\nprofiles: {a: {}, b: {}}"},
		"absent, BOM":         {"\ufeffprofiles: {a: {}}", "a", "\ufeffdefault: a\nprofiles: {a: {}}"},
		"braces":              {"{default: a, profiles: {a: {}, \"b,c\": {}}}", "b,c", "{default: \"b,c\", profiles: {a: {}, \"b,c\": {}}}"},
		"absent, braces":      {"{ profiles: {a: {}}}\n", "a", "{ default: a, profiles: {a: {}}}\n"},
		"CR LF":               {"default: a\r\nprofiles:\r\n  a: {}\r\n  b: {}\r\n", "b", "default: b\r\nprofiles:\r\n  a: {}\r\n  b: {}\r\n"},
		"quoted key":          {"\"default\": a\nprofiles: {a: {}, b: {}}", "b", "\"default\": b\nprofiles: {a: {}, b: {}}"},
	}
	for name, tt := range tests {
		src := newSource(t, nil, values{"work/wxtool.yaml": tt.file})
		change, err := account.Use(src, tt.name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if string(change.After) != tt.want || string(change.Before) != tt.file {
			t.Errorf("%s\n got %q\nwant %q", name, change.After, tt.want)
		}
	}
}

func TestUseRefuses(t *testing.T) {
	const rest = "\nprofiles: {shop: {}, b: {}}"
	tests := map[string]struct{ file, name, want string }{
		"unknown":     {"default: shop" + rest, "shp", `profile use: unknown profile "shp", did you mean "shop"? wxtool.yaml has shop, b`},
		"none at all": {"", "shp", `profile use: unknown profile "shp", wxtool.yaml has none`},
		"block":       {"default: |-\n  shop" + rest, "b", "wxtool.yaml: the value of default is not a plain or quoted word on one line; set \"default: b\" by hand"},
		"tag":         {"default: !!str shop" + rest, "b", "wxtool.yaml: the value of default is not a plain or quoted word on one line; set \"default: b\" by hand"},
		"two lines":   {"default: \"sh\n  op\"" + rest, "b", "wxtool.yaml: the value of default is not a plain or quoted word on one line; set \"default: b\" by hand"},
	}
	for name, tt := range tests {
		src := newSource(t, nil, values{"work/wxtool.yaml": tt.file})
		if change, err := account.Use(src, tt.name); err == nil || err.Error() != tt.want || change != nil && string(change.After) != tt.file && change.After != nil {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// FuzzUse checks that the edited file has the same profiles and the new default,
// or that Use returns an error.
func FuzzUse(f *testing.F) {
	for _, file := range []string{
		"default: a\nprofiles:\n  a: {}\n  b:\n    token: x # y\n", "profiles: {a: {}, b: {}}", "{default: 'a', profiles: {a: {}, b: {}}}",
		"\ufeffdefault: \"a\"\r\nprofiles:\r\n  a: {}\r\n", "# c\n---\n  profiles: {'it''s': {}, \"q\\\"q\": {}}\n...\n", "default:\n  a\nprofiles: {a: {}, 'x: y': {}}",
	} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file string) {
		src := newSource(t, nil, values{"work/wxtool.yaml": file})
		list, err := account.List(src)
		if err != nil {
			return
		}
		for _, p := range list.Profiles {
			change, err := account.Use(src, p.Name)
			if err != nil {
				continue
			}
			after, err := account.List(newSource(t, nil, values{"work/wxtool.yaml": string(change.After)}))
			if err != nil || after.Default != p.Name || len(after.Profiles) != len(list.Profiles) {
				t.Fatalf("%q with default %q becomes %q: %v", file, p.Name, change.After, err)
			}
			for i, q := range after.Profiles {
				before, _ := list.Profiles[i].Settings.Get(account.Token)
				if token, _ := q.Settings.Get(account.Token); q.Name != list.Profiles[i].Name || token != before {
					t.Fatalf("%q: profile %d becomes %q", file, i, q.Name)
				}
			}
		}
	})
}
