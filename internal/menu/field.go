package menu

// field is a field of a button or a rule that holds a text.
type field struct {
	name  string
	value *string
}

// fields returns the fields of a button in the order in which they are written.
func (b *Button) fields() []field {
	return []field{
		{"name", &b.Name}, {"type", &b.Type}, {"key", &b.Key}, {"url", &b.URL},
		{"media_id", &b.MediaID}, {"article_id", &b.ArticleID}, {"appid", &b.AppID}, {"pagepath", &b.PagePath},
	}
}

// target returns what the action of a button needs: its key, URL or ID.
func (b *Button) target() string {
	for _, m := range []string{b.Key, b.URL, b.MediaID, b.ArticleID, b.PagePath, b.AppID, b.Value} {
		if m != "" {
			return m
		}
	}
	return ""
}

// settable reports whether the API can set a button. It can set a button with a
// sub menu if it can set one of the buttons there.
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

func (r *MatchRule) fields() []field {
	return append([]field{{"tag_id", &r.TagID}, {"client_platform_type", &r.ClientPlatformType}}, r.personal()...)
}

// personal returns the fields with personal data, which the platform refuses.
func (r *MatchRule) personal() []field {
	return []field{
		{"sex", &r.Sex}, {"country", &r.Country}, {"province", &r.Province}, {"city", &r.City}, {"language", &r.Language},
	}
}

// obsolete reports whether a rule uses personal data, so that the platform no
// longer matches it.
func (r *MatchRule) obsolete() bool { return len(nonEmpty(r.personal())) > 0 }

// nonEmpty returns the fields that have a value.
func nonEmpty(all []field) []field {
	var some []field
	for _, m := range all {
		if *m.value != "" {
			some = append(some, m)
		}
	}
	return some
}

// find returns the value of a field by its name, or nil.
func find(all []field, name string) *string {
	for _, m := range all {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func names(all []field) []string {
	var list []string
	for _, m := range all {
		list = append(list, m.name)
	}
	return list
}
