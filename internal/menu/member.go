package menu

// member is one plain member of a button or a rule.
type member struct {
	name  string
	value *string
}

// members are a button's, in the order in which they are written.
func (b *Button) members() []member {
	return []member{
		{"name", &b.Name}, {"type", &b.Type}, {"key", &b.Key}, {"url", &b.URL},
		{"media_id", &b.MediaID}, {"article_id", &b.ArticleID}, {"appid", &b.AppID}, {"pagepath", &b.PagePath},
	}
}

// action is what a button does it with: its key, URL or id.
func (b *Button) action() string {
	for _, m := range []string{b.Key, b.URL, b.MediaID, b.ArticleID, b.PagePath, b.AppID, b.Value} {
		if m != "" {
			return m
		}
	}
	return ""
}

// settable reports whether the API can set a button: a parent needs a child
// that it can.
func (b *Button) settable() bool {
	if len(b.SubButton) == 0 {
		return !b.Website
	}
	for i := range b.SubButton {
		if b.SubButton[i].settable() {
			return true
		}
	}
	return false
}

func (r *MatchRule) members() []member {
	return append([]member{{"tag_id", &r.TagID}, {"client_platform_type", &r.ClientPlatformType}}, r.private()...)
}

// private are the members that are refused, as they tell about a person.
func (r *MatchRule) private() []member {
	return []member{
		{"sex", &r.Sex}, {"country", &r.Country}, {"province", &r.Province}, {"city", &r.City}, {"language", &r.Language},
	}
}

// dead reports whether a rule holds what the platform no longer matches.
func (r *MatchRule) dead() bool { return len(given(r.private())) > 0 }

// given are the members that are not empty.
func given(all []member) []member {
	var some []member
	for _, m := range all {
		if *m.value != "" {
			some = append(some, m)
		}
	}
	return some
}

// find returns a member's value by name, nil if there is none.
func find(all []member, name string) *string {
	for _, m := range all {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func names(all []member) []string {
	var list []string
	for _, m := range all {
		list = append(list, m.name)
	}
	return list
}
