package world

import (
	"encoding/json"

	"wxtool/internal/menu"
)

// buttonLevels is how deep buttons are read: one level more than there may be.
const buttonLevels = 3

// ReadMenu reads the body of menu/create or menu/addconditional, names of members
// exactly as they are written. Its outermost members are button and matchrule; other
// members, there and in buttons, are dropped, which is a guess. So what menu/get
// answers, which is wrapped in menu, has no button. The error is encoding/json's.
func ReadMenu(body []byte) (menu.Conditional, error) {
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
		return menu.Conditional{}, err
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

// readRule reads a matchrule, whose values are strings or numbers. group_id is the
// previous name of tag_id.
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
			if err := json.Unmarshal(raw, (*Text)(to)); err != nil {
				return r, err
			}
		}
	}
	if r.TagID == "" {
		r.TagID = group
	}
	return r, nil
}

// Text is a JSON string, or the digits of a JSON number as they are written.
type Text string

// UnmarshalJSON accepts strings and numbers; null is "".
func (t *Text) UnmarshalJSON(raw []byte) error {
	var text string
	if raw[0] == '"' {
		err := json.Unmarshal(raw, &text)
		*t = Text(text)
		return err
	}
	var number json.Number
	err := json.Unmarshal(raw, &number)
	*t = Text(number)
	return err
}
