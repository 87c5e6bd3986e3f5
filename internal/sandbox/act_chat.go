package sandbox

import (
	"strconv"
	"strings"

	"wxtool/internal/fixture"
)

// follow: who follows already has no button for it, so that nothing is pushed.
func (st *step) follow() error {
	if st.user.Follows(st.agentID) {
		st.note = st.user.Name + " follows already, so nothing is pushed; unfollow comes first"
		return nil
	}
	st.user.Follow(st.agentID)
	return st.send(st.action.fixture)
}

func (st *step) unfollow() error {
	if !st.user.Follows(st.agentID) {
		st.note = st.user.Name + " does not follow, so nothing is pushed; follow comes first"
		return nil
	}
	st.user.Unfollow(st.agentID)
	return st.send(st.action.fixture)
}

// place sends a location message.
func (st *step) place() error {
	where, err := st.where()
	if err != nil {
		return err
	}
	edits := append(where.into("Location_X", "Location_Y"), set("Label", where.rest))
	return st.send(st.action.fixture, edits...)
}

// report pushes LOCATION: the user has agreed to be located. Without a value
// the user is where the sample is.
func (st *step) report() error {
	if st.act.Value == "" {
		return st.send(st.action.fixture)
	}
	where, err := st.where()
	if err != nil {
		return err
	}
	return st.send(st.action.fixture, where.into("Latitude", "Longitude")...)
}

// tag replaces the user's tags, those that are given as value and as Tags.
func (st *step) tag() error {
	if st.act.Tags == nil {
		st.user.Tags = []string{}
	}
	for id := range strings.SplitSeq(st.act.Value, ",") {
		if id = strings.TrimSpace(id); id != "" {
			st.user.Tags = append(st.user.Tags, id)
		}
	}
	if err := checkTags(st.user.Tags); err != nil {
		return err
	}
	st.note = st.user.Name + " has no tags"
	if len(st.user.Tags) > 0 {
		st.note = st.user.Name + " has the tags " + strings.Join(st.user.Tags, ", ") + "; the last one counts for menus"
	}
	return nil
}

// coordinates are a place as it was written, so that no digit is lost.
type coordinates struct{ latitude, longitude, rest string }

func (st *step) where() (coordinates, error) {
	parts := append(strings.SplitN(st.act.Value, ",", 3), "", "")
	c := coordinates{strings.TrimSpace(parts[0]), strings.TrimSpace(parts[1]), parts[2]}
	for _, part := range []struct {
		what, text string
		most       float64
	}{{"latitude", c.latitude, 90}, {"longitude", c.longitude, 180}} {
		if n, err := strconv.ParseFloat(part.text, 64); err != nil || !(n >= -part.most && n <= part.most) {
			e := actError("%s: %q is not a %s", st.action.name, part.text, part.what)
			e.Hint = "write LAT,LNG, such as 23.134,113.358; behind -- where it begins with a minus"
			return c, e
		}
	}
	return c, nil
}

func (c coordinates) into(latitude, longitude string) []fixture.Edit {
	return []fixture.Edit{set(latitude, c.latitude), set(longitude, c.longitude)}
}
