package sandbox

import (
	"strconv"
	"strings"

	"wxtool/internal/fixture"
	"wxtool/internal/sandbox/world"
)

// follow pushes nothing for a user who follows already: the phone has no button for it.
func (x *execution) follow() error {
	if x.user.Follows(x.agentID) {
		x.note = x.user.Name + " follows already, so nothing is pushed; unfollow comes first"
		return nil
	}
	x.user.Follow(x.agentID)
	x.noteFollow("ADD_SCENE_SEARCH", world.Ticket{})
	return x.send(x.action.fixture)
}

func (x *execution) unfollow() error {
	if !x.user.Follows(x.agentID) {
		x.note = x.user.Name + " does not follow, so nothing is pushed; follow comes first"
		return nil
	}
	x.user.Unfollow(x.agentID)
	return x.send(x.action.fixture)
}

// noteFollow notes how and when the user began to follow an Official Account, with the
// code if there is one.
//
// https://developers.weixin.qq.com/doc/service/api/usermanage/userinfo/api_userinfo
func (x *execution) noteFollow(source string, code world.Ticket) {
	if x.account.Platform != MP {
		return
	}
	x.user.Since, x.user.Source = x.now, source
	x.user.Scene, x.user.IsText = code.Scene, code.IsText()
}

// place sends a location message.
func (x *execution) place() error {
	where, err := x.where()
	if err != nil {
		return err
	}
	edits := append(where.into("Location_X", "Location_Y"), set("Label", where.rest))
	return x.send(x.action.fixture, edits...)
}

// choose clicks an item of a customer message of type msgmenu, which sends its words with
// its id.
//
// https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage
func (x *execution) choose() error {
	id, words, found := strings.Cut(x.act.Value, ",")
	if !found || id == "" || words == "" {
		e := actError("choose: %q is not the id and the words of an item", x.act.Value)
		e.Hint = "such as choose 101,满意, as in list of the msgmenu"
		return e
	}
	return x.send(x.action.fixture, set("Content", words), set("bizmsgmenuid", id))
}

// report pushes LOCATION, as for a user who shares the location with the account.
// Without a value it is the place of the sample.
func (x *execution) report() error {
	if x.act.Value == "" {
		return x.send(x.action.fixture)
	}
	where, err := x.where()
	if err != nil {
		return err
	}
	return x.send(x.action.fixture, where.into("Latitude", "Longitude")...)
}

// tag replaces the user's tags by those of Value and Tags.
func (x *execution) tag() error {
	if x.act.Tags == nil {
		x.user.Tags = []string{}
	}
	for id := range strings.SplitSeq(x.act.Value, ",") {
		if id = strings.TrimSpace(id); id != "" {
			x.user.Tags = append(x.user.Tags, id)
		}
	}
	if err := checkTags(x.user.Tags); err != nil {
		return err
	}
	x.note = x.user.Name + " has no tags"
	if len(x.user.Tags) > 0 {
		x.note = x.user.Name + " has the tags " + strings.Join(x.user.Tags, ", ") + "; the last one counts for menus"
	}
	return nil
}

// coordinates are a place in the digits that were given.
type coordinates struct{ latitude, longitude, rest string }

func (x *execution) where() (coordinates, error) {
	parts := append(strings.SplitN(x.act.Value, ",", 3), "", "")
	c := coordinates{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), parts[2]}
	for _, part := range []struct {
		what, text string
		most       float64
	}{{"latitude", c.latitude, 90}, {"longitude", c.longitude, 180}} {
		if n, err := strconv.ParseFloat(part.text, 64); err != nil || !(n >= -part.most && n <= part.most) {
			e := actError("%s: %q is not a %s", x.action.name, part.text, part.what)
			e.Hint = "write LAT,LNG, such as 23.134,113.358; put -- before it if it begins with a minus"
			return c, e
		}
	}
	return c, nil
}

func (c coordinates) into(latitude, longitude string) []fixture.Edit {
	return []fixture.Edit{set(latitude, c.latitude), set(longitude, c.longitude)}
}
