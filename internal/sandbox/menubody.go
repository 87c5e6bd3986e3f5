package sandbox

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"

	"wxtool/internal/menu"
)

// buttonLevels is how deep buttons are read: one level more than there may be.
const buttonLevels = 3

// menuBody reads the body of menu/create or menu/addconditional. A byte order
// mark is seen as 40016, a body that is not UTF-8 as 65318. That WeCom takes
// neither, with 40016 and 40033, is a guess.
func (c *call) menuBody() (menu.Conditional, error) {
	switch {
	case bytes.HasPrefix(c.body, []byte("\ufeff")):
		return menu.Conditional{}, refuse(40016)
	case !utf8.Valid(c.body) && c.account.Platform == Work:
		return menu.Conditional{}, refuse(40033)
	case !utf8.Valid(c.body):
		return menu.Conditional{}, refuse(65318)
	}
	var object map[string]json.RawMessage
	if err := c.decode(&object); err != nil {
		return menu.Conditional{}, err
	}
	return readMenu(c.body)
}

// readMenu reads a menu in JSON, names of members exactly as they are written.
// Its outermost members are button and matchrule; what else there is, there and
// in buttons, is dropped, as we guess the platform does. So what menu/get
// answers, which is wrapped in menu, has no button. That a text which is another
// value is 47001 is a guess too.
func readMenu(body []byte) (menu.Conditional, error) {
	var read menu.Conditional
	var members map[string]json.RawMessage
	err := json.Unmarshal(body, &members)
	if err == nil {
		read.Button, err = readButtons(members["button"], 1)
	}
	if err == nil {
		read.MatchRule, err = readRule(members["matchrule"])
	}
	if err != nil {
		return menu.Conditional{}, refuse(47001)
	}
	return read, nil
}

// readButtons reads a list of buttons; it is not nil if there is one.
func readButtons(raw json.RawMessage, level int) ([]menu.Button, error) {
	if raw == nil {
		return nil, nil
	}
	var list []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil || list == nil {
		return nil, err
	}
	buttons := make([]menu.Button, len(list))
	for i, members := range list {
		if err := readButton(&buttons[i], members, level); err != nil {
			return nil, err
		}
	}
	return buttons, nil
}

func readButton(b *menu.Button, members map[string]json.RawMessage, level int) (err error) {
	for name, to := range map[string]*string{
		"name": &b.Name, "type": &b.Type, "key": &b.Key, "url": &b.URL, "media_id": &b.MediaID,
		"article_id": &b.ArticleID, "appid": &b.AppID, "pagepath": &b.PagePath,
	} {
		if raw, ok := members[name]; ok {
			if err := json.Unmarshal(raw, to); err != nil {
				return err
			}
		}
	}
	if level < buttonLevels {
		b.SubButton, err = readButtons(members["sub_button"], level+1)
	}
	return err
}

// readRule reads a matchrule, whose values are texts or numbers. group_id is the
// former name of tag_id.
func readRule(raw json.RawMessage) (menu.MatchRule, error) {
	var r menu.MatchRule
	var members map[string]json.RawMessage
	if raw == nil {
		return r, nil
	}
	if err := json.Unmarshal(raw, &members); err != nil {
		return r, err
	}
	var group string
	for name, to := range map[string]*string{
		"tag_id": &r.TagID, "group_id": &group, "client_platform_type": &r.ClientPlatformType, "sex": &r.Sex,
		"country": &r.Country, "province": &r.Province, "city": &r.City, "language": &r.Language,
	} {
		if raw, ok := members[name]; ok {
			if err := json.Unmarshal(raw, (*scalar)(to)); err != nil {
				return r, err
			}
		}
	}
	if r.TagID == "" {
		r.TagID = group
	}
	return r, nil
}
